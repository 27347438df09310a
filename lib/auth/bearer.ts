import { type AccessToken, audiences, findTokenStanding, readAccessToken, touchAgent } from '@/lib/agent';
import { fail, type HttpFailure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { processWide } from '@/lib/kernel/process-wide';
import type { Ctx } from '@/lib/ports';
import { needsNonce, type ProvenKey } from './dpop';
import { dpopFailure } from './dpop-failure';

export type AgentPrincipal = Extract<Principal, { kind: 'agent' }>;

/** What a token must be for (RFC 8707): any of our resources, the wallet, or a store: all of them, or `merchantHandle`'s alone. */
export type ExpectedAudience = {
  readonly audience: 'store' | 'wallet' | 'any';
  readonly merchantHandle?: string;
  /** The path of the document that says how to get a token for this resource (RFC 9728); by default the wallet's. */
  readonly metadataPath?: string;
};

/** RFC 9728, 5.1: where a client that was refused finds how to get a token. */
export const resourceMetadata = ({ settings }: Ctx, path = '/.well-known/oauth-protected-resource'): string => `resource_metadata="${settings.publicOrigin}${path}"`;

/**
 * The agent behind an access token of our wallet. Signature and claims are checked once and remembered for a minute; the agent's standing
 * and the token's revocation are read on every call, in one statement, so that pausing and revoking bite at once.
 *
 * `scopes` are those that token and agent both have now. Throws 401 unauthorized for a bad, expired, foreign or revoked token and for a
 * revoked agent, 403 agent_suspended for a paused one. `provenKey`: the key whose possession was proven (RFC 9449). A token that is bound
 * to a key is worth nothing without it, one that is bound to none is no DPoP token; one that was issued to a proof with a nonce is used with
 * such proofs alone.
 */
export async function verifyAgentToken(
  ctx: Ctx,
  token: string,
  expected: ExpectedAudience = { audience: 'any' },
  provenKey: ProvenKey | null = null,
): Promise<AgentPrincipal> {
  const access = await readVerified(ctx, token);
  if (!access || !isFor(ctx, access, expected) || access.jkt !== (provenKey?.jkt ?? null)) throw invalidToken(ctx, expected);
  if (access.needsNonce && !provenKey?.withNonce) throw dpopFailure(ctx, needsNonce().error);
  const standing = await findTokenStanding(ctx, { agentId: access.agentId, jti: access.jti });
  if (!standing || standing.revoked || standing.status === 'revoked' || standing.clientId !== access.clientId) throw invalidToken(ctx, expected);
  if (standing.status === 'suspended') throw fail(403, 'agent_suspended', 'This agent is paused by its owner.');
  await touchAgent(ctx, { agentId: access.agentId, lastUsedAt: standing.lastUsedAt });
  return {
    kind: 'agent',
    agentId: access.agentId,
    clientId: access.clientId,
    walletId: standing.walletId,
    scopes: access.scopes.filter((scope) => standing.permissions.includes(scope)),
    tokenId: access.jti,
    audience: access.audience,
    merchants: access.merchants,
    ...(standing.requestKeys.length === 0 ? {} : { requestKeys: standing.requestKeys }),
  };
}

function isFor(ctx: Ctx, access: AccessToken, { audience, merchantHandle }: ExpectedAudience): boolean {
  const ours = audiences(ctx.settings);
  switch (audience) {
    case 'any':
      return access.audience.length > 0;
    case 'wallet':
      return access.audience.includes(ours.wallet);
    case 'store':
      return access.audience.includes(ours.store) || (merchantHandle !== undefined && access.audience.includes(ours.merchant(merchantHandle)));
  }
}

type Remembered = { readonly access: AccessToken; readonly until: Date };

const REMEMBER_SECONDS = 60;
const MAX_REMEMBERED = 10_000;
const remembered = () => processWide('auth.verifiedTokens', () => new Map<string, Remembered>());

/** Checking an ES256 signature costs some 100 us; finding its hash costs two. */
async function readVerified(ctx: Ctx, token: string): Promise<AccessToken | null> {
  const now = ctx.clock.now();
  // By issuer too, and by key: what one installation verified says nothing to another in the same process.
  const name = sha256Hex(`${ctx.settings.publicOrigin} ${ctx.keyring.currentKeyId} ${token}`);
  const known = remembered().get(name);
  if (known && known.until > now) return known.access;
  const access = await readAccessToken(ctx, token);
  remembered().delete(name);
  if (!access) return null;
  const until = addSeconds(now, REMEMBER_SECONDS);
  remembered().set(name, { access, until: until < access.expiresAt ? until : access.expiresAt });
  forgetOldest();
  return access;
}

/** A Map keeps the order of insertion, and each entry lives as long: the first is the oldest. */
function forgetOldest(): void {
  if (remembered().size <= MAX_REMEMBERED) return;
  const [oldest] = remembered().keys();
  if (oldest !== undefined) remembered().delete(oldest);
}

const invalidToken = (ctx: Ctx, { metadataPath }: ExpectedAudience): HttpFailure =>
  fail(401, 'unauthorized', 'The access token is not valid, has expired or was revoked.', {
    headers: {
      'WWW-Authenticate': [
        'Bearer realm="countersign"',
        'error="invalid_token"',
        'error_description="The access token is not valid, has expired or was revoked."',
        resourceMetadata(ctx, metadataPath),
      ].join(', '),
    },
  });
