import { sha256Base64url } from '@/lib/kernel/hash';
import { addSeconds } from '@/lib/kernel/clock';
import { randomToken } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { findApiKey } from './api-key';
import { secureCookies } from './session';

/** A working day: an operator's browser is left open. */
const SESSION_SECONDS = 8 * 60 * 60;
const PREFIX = 'ops_';

/** With https the browser takes it from this host alone, and only over https. */
const cookieName = (ctx: Ctx): string => (secureCookies(ctx) ? '__Host-countersign.operator' : 'countersign.operator');

/** Never sent with a request that another site began. */
const toCookie = (ctx: Ctx, value: string, expiresAt: Date): string =>
  `${cookieName(ctx)}=${value}; Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; SameSite=Strict${secureCookies(ctx) ? '; Secure' : ''}`;

/** The cookie of an operator who has just shown a key, for eight hours; null when it is no operator's. Its token is kept as a hash alone. */
export async function openOperatorSession(ctx: Ctx, key: string): Promise<string | null> {
  const found = await findApiKey(ctx, key);
  if (found?.kind !== 'operator') return null;
  const [token, now] = [randomToken(PREFIX), ctx.clock.now()];
  const expiresAt = addSeconds(now, SESSION_SECONDS);
  await ctx.db.write({ name: 'auth.forget-operator-sessions', text: `delete from operator_session where expires_at < $1`, values: [now] });
  await ctx.db.write({
    name: 'auth.open-operator-session',
    text: `insert into operator_session (token_hash, key_id, created_at, expires_at) values ($1, $2, $3, $4)`,
    values: [sha256Base64url(token), found.id, now, expiresAt],
  });
  return toCookie(ctx, token, expiresAt);
}

/** The key with which the operator of these headers signed in, or null. Looked at on every call: a revoked key ends its sessions at once. */
export async function readOperatorSession(ctx: Ctx, headers: Headers): Promise<{ readonly keyId: string } | null> {
  const token = tokenIn(ctx, headers);
  if (token === null) return null;
  const [row] = await ctx.db.query<{ key_id: string }>({
    name: 'auth.operator-session',
    text: `select s.key_id from operator_session s join api_key k on k.id = s.key_id where s.token_hash = $1 and s.expires_at > $2 and k.kind = 'operator' and k.revoked_at is null`,
    values: [sha256Base64url(token), ctx.clock.now()],
  });
  return row ? { keyId: row.key_id } : null;
}

/** Ends it on the server, and answers the cookie that takes it out of the browser. */
export async function endOperatorSession(ctx: Ctx, headers: Headers): Promise<string> {
  const token = tokenIn(ctx, headers);
  if (token !== null) await ctx.db.write({ name: 'auth.end-operator-session', text: `delete from operator_session where token_hash = $1`, values: [sha256Base64url(token)] });
  return toCookie(ctx, '', new Date(0));
}

function tokenIn(ctx: Ctx, headers: Headers): string | null {
  const start = `${cookieName(ctx)}=`;
  const value = (headers.get('cookie') ?? '').split(/; */).find((pair) => pair.startsWith(start))?.slice(start.length) ?? '';
  return value.startsWith(PREFIX) ? value : null;
}
