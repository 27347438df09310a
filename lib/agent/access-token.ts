import { randomUUID } from 'node:crypto';
import { addSeconds } from '@/lib/kernel/clock';
import { ensureSigningKeys, signCompact, verifyCompact } from '@/lib/mandate';
import type { Ctx, Settings } from '@/lib/ports';
import { insertRevokedToken } from './store';
import { type Agent, type AgentPermission, isAgentPermission } from './types';

/** RFC 9068. */
const TOKEN_TYP = 'at+jwt';
export const ACCESS_TOKEN_SECONDS = 600;

/** The resources that a token may be for (RFC 8707): our stores all together, one merchant's store, the wallet. */
export const audiences = (settings: Settings) => ({
  store: `${settings.publicOrigin}/store`,
  wallet: settings.publicOrigin,
  merchant: (handle: string) => `${settings.publicOrigin}/m/${handle}`,
});

export type AccessToken = {
  readonly jti: string;
  readonly agentId: string;
  readonly clientId: string;
  readonly scopes: readonly AgentPermission[];
  readonly audience: readonly string[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** RFC 9449: the thumbprint of the key that every use of this token must prove; null for a plain bearer token. */
  readonly jkt: string | null;
  /** It was issued to a proof with a nonce (RFC 9449 section 8), so it is used with such proofs alone. */
  readonly needsNonce: boolean;
  /** RFC 9396: handles of the merchants that it is for; null: those of its agent. */
  readonly merchants: readonly string[] | null;
};

/** An ES256 access token of ten minutes. `scopes` must be among the agent's permissions; `audience` as `audiences` spells them. */
export async function issueAccessToken(
  ctx: Ctx,
  grant: { agent: Agent; scopes: readonly AgentPermission[]; audience: readonly string[]; key?: { readonly jkt: string; readonly withNonce: boolean } | null; merchants?: readonly string[] | null },
): Promise<{ token: string; jti: string; expiresInSeconds: number }> {
  await ensureSigningKeys(ctx);
  const issuedAt = toUnix(ctx.clock.now());
  const claims = {
    iss: ctx.settings.publicOrigin,
    aud: grant.audience,
    sub: grant.agent.id,
    client_id: grant.agent.clientId,
    scope: grant.scopes.join(' '),
    jti: randomUUID(),
    iat: issuedAt,
    exp: issuedAt + ACCESS_TOKEN_SECONDS,
    ...(grant.key ? { cnf: { jkt: grant.key.jkt } } : {}),
    ...(grant.key?.withNonce ? { dpop_nonce: true } : {}),
    // RFC 9396 section 9.1.
    ...(grant.merchants ? { authorization_details: [{ type: 'agent_purchase', merchants: grant.merchants }] } : {}),
  };
  const { jws } = await signCompact(ctx, 'token', TOKEN_TYP, JSON.stringify(claims));
  return { token: jws, jti: claims.jti, expiresInSeconds: ACCESS_TOKEN_SECONDS };
}

/** A token's claims, when one of our token keys signed it for this issuer and it has not expired. It may have been revoked since. */
export async function readAccessToken(ctx: Ctx, text: string): Promise<AccessToken | null> {
  const claims = await verifyCompact(ctx, 'token', TOKEN_TYP, text);
  if (!claims) return null;
  const token = toAccessToken(claims);
  return token && claims.iss === ctx.settings.publicOrigin && token.expiresAt > ctx.clock.now() ? token : null;
}

function toAccessToken(claims: Record<string, unknown>): AccessToken | null {
  const { jti, sub, client_id: clientId, scope, aud, iat, exp } = claims;
  if (typeof jti !== 'string' || typeof sub !== 'string' || typeof clientId !== 'string' || typeof scope !== 'string') return null;
  if (typeof iat !== 'number' || typeof exp !== 'number' || !Array.isArray(aud)) return null;
  return {
    jti,
    agentId: sub,
    clientId,
    scopes: scope.split(' ').filter(isAgentPermission),
    audience: aud.filter((entry) => typeof entry === 'string'),
    issuedAt: addSeconds(EPOCH, iat),
    expiresAt: addSeconds(EPOCH, exp),
    jkt: toThumbprint(claims.cnf),
    needsNonce: claims.dpop_nonce === true,
    merchants: toMerchants(claims.authorization_details),
  };
}

const toThumbprint = (cnf: unknown): string | null =>
  typeof cnf === 'object' && cnf !== null && 'jkt' in cnf && typeof cnf.jkt === 'string' ? cnf.jkt : null;

/** We wrote it, so one entry names them all. */
function toMerchants(details: unknown): string[] | null {
  const [detail] = Array.isArray(details) ? (details as unknown[]) : [];
  if (typeof detail !== 'object' || detail === null || !('merchants' in detail) || !Array.isArray(detail.merchants)) return null;
  return detail.merchants.filter((handle) => typeof handle === 'string');
}

const EPOCH = new Date(0);
const toUnix = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Refuses a token from its next call on, everywhere. Idempotent. */
export const revokeAccessToken = (ctx: Ctx, token: Pick<AccessToken, 'jti' | 'expiresAt'>): Promise<void> =>
  insertRevokedToken(ctx, { jti: token.jti, expiresAt: token.expiresAt });
