import { findAgent, issueAccessToken, issueSecret, revokeAccessToken } from '@/lib/agent';
import { addSeconds } from '@/lib/kernel/clock';
import { equalInConstantTime, sha256Base64url, sha256Hex } from '@/lib/kernel/hash';
import { err, ok, type Result } from '@/lib/kernel/result';
import { type Ctx, inTransaction } from '@/lib/ports';
import { lockGrantByCode, movePoll, redeemGrant } from './store';
import type { Asked, Grant, Issued } from './types';

export type RedeemError = {
  readonly code: 'invalid_grant' | 'invalid_target' | 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token';
};

const INVALID = err({ code: 'invalid_grant' } as const);
const OTHER_TARGET = err({ code: 'invalid_target' } as const);
/** RFC 8628 section 3.5. */
const SLOW_DOWN_SECONDS = 5;
const MAX_INTERVAL_SECONDS = 900;
/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** What the token is for, given what was asked for; null when it is asked for more than that (RFC 8707). */
export type AudienceOf = (asked: Asked) => readonly string[] | null;

/** The key that the request proved (RFC 9449); null: none. */
type DpopKey = { readonly jkt: string; readonly withNonce: boolean } | null;

export type CodeRedemption = {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string;
  readonly key: DpopKey;
  readonly audience: AudienceOf;
};

/**
 * RFC 6749 section 4.1.3 with RFC 7636: an authorization code for an access token, once. A code that was redeemed before is stolen or
 * sent twice: the token that it issued ends too (RFC 6749 section 4.1.2). Every other fault is `invalid_grant` and leaves the code as it is.
 */
export const redeemCode = (ctx: Ctx, redemption: CodeRedemption): Promise<Result<Issued, RedeemError>> =>
  inTransaction(ctx, async (tx) => {
    const grant = await lockGrantByCode(tx, { kind: 'code', codeHash: sha256Hex(redemption.code) });
    if (!grant) return INVALID;
    if (grant.status === 'redeemed') {
      if (grant.token) await revokeAccessToken(tx, grant.token);
      return INVALID;
    }
    if (grant.status !== 'approved' || grant.expiresAt <= tx.clock.now() || !isBearerOf(grant, redemption)) return INVALID;
    const audience = redemption.audience(grant.asked);
    return audience === null ? OTHER_TARGET : issue(tx, grant, { audience, key: redemption.key, withSecret: false });
  });

function isBearerOf(grant: Grant, { clientId, redirectUri, verifier, key }: CodeRedemption): boolean {
  if (grant.oauthClientId !== clientId || grant.redirectUri !== redirectUri) return false;
  if (grant.dpopJkt !== null && grant.dpopJkt !== key?.jkt) return false;
  return VERIFIER.test(verifier) && grant.codeChallenge !== null && equalInConstantTime(sha256Base64url(verifier), grant.codeChallenge);
}

export type DevicePoll = {
  readonly deviceCode: string;
  /** Null: the client named none. */
  readonly clientId: string | null;
  readonly key: DpopKey;
  readonly audience: AudienceOf;
};

/**
 * RFC 8628 section 3.4: asks what became of a device request. Faster than its interval is `slow_down`, and each such poll makes the
 * interval 5 seconds longer. The first poll after the approval is given everything, secret included; each later one `invalid_grant`.
 */
export const pollDevice = (ctx: Ctx, poll: DevicePoll): Promise<Result<Issued, RedeemError>> =>
  inTransaction(ctx, async (tx) => {
    const grant = await lockGrantByCode(tx, { kind: 'device', codeHash: sha256Hex(poll.deviceCode) });
    if (!grant || grant.oauthClientId !== poll.clientId) return INVALID;
    switch (grant.status) {
      case 'redeemed':
        return INVALID;
      case 'denied':
        return err({ code: 'access_denied' });
      case 'pending':
        return grant.expiresAt <= tx.clock.now() ? err({ code: 'expired_token' }) : countPoll(tx, grant);
      case 'approved': {
        if (grant.expiresAt <= tx.clock.now()) return err({ code: 'expired_token' });
        const audience = poll.audience(grant.asked);
        return audience === null ? OTHER_TARGET : issue(tx, grant, { audience, key: poll.key, withSecret: true });
      }
    }
  });

async function countPoll(tx: Ctx, grant: Grant): Promise<Result<never, RedeemError>> {
  const now = tx.clock.now();
  const tooFast = now < grant.nextPollAt;
  const intervalSeconds = tooFast ? Math.min(grant.intervalSeconds + SLOW_DOWN_SECONDS, MAX_INTERVAL_SECONDS) : grant.intervalSeconds;
  await movePoll(tx, grant.id, { intervalSeconds, nextPollAt: addSeconds(now, intervalSeconds) });
  return err({ code: tooFast ? 'slow_down' : 'authorization_pending' });
}

type Terms = { readonly audience: readonly string[]; readonly key: DpopKey; readonly withSecret: boolean };

/** An agent that its owner paused or revoked since gets nothing. */
async function issue(tx: Ctx, grant: Grant, { audience, key, withSecret }: Terms): Promise<Result<Issued, RedeemError>> {
  const agent = grant.agentId === null ? null : await findAgent(tx, grant.agentId);
  if (agent?.status !== 'active') return INVALID;
  const { token, jti, expiresInSeconds } = await issueAccessToken(tx, { agent, scopes: agent.permissions, audience, key });
  await redeemGrant(tx, grant.id, { jti, expiresAt: addSeconds(tx.clock.now(), expiresInSeconds) });
  // Who was admitted for one purchase has this token for it, and nothing after it.
  const clientSecret = withSecret && agent.purchase === undefined ? await issueSecret(tx, agent.id) : null;
  return ok({ agent, asked: grant.asked, token, expiresInSeconds, clientSecret });
}
