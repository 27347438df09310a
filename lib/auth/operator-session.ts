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

/** A browser in which an operator is signed in: by which key, and the beginning of its token's hash, which tells sessions apart and opens nothing. */
export type OperatorSession = { readonly keyId: string; readonly session: string };

const SHOWN_CHARACTERS = 8;
const toSession = (row: { readonly key_id: string; readonly token_hash: string }): OperatorSession => ({ keyId: row.key_id, session: row.token_hash.slice(0, SHOWN_CHARACTERS) });

/** The session and the cookie of an operator who has just shown a key, for eight hours; null when it is no operator's. Its token is kept as a hash alone. */
export async function openOperatorSession(ctx: Ctx, key: string): Promise<(OperatorSession & { readonly cookie: string }) | null> {
  const found = await findApiKey(ctx, key);
  if (found?.kind !== 'operator') return null;
  const [token, now] = [randomToken(PREFIX), ctx.clock.now()];
  const [expiresAt, hash] = [addSeconds(now, SESSION_SECONDS), sha256Base64url(token)];
  await ctx.db.write({ name: 'auth.forget-operator-sessions', text: `delete from operator_session where expires_at < $1`, values: [now] });
  await ctx.db.write({
    name: 'auth.open-operator-session',
    text: `insert into operator_session (token_hash, key_id, created_at, expires_at) values ($1, $2, $3, $4)`,
    values: [hash, found.id, now, expiresAt],
  });
  return { ...toSession({ key_id: found.id, token_hash: hash }), cookie: toCookie(ctx, token, expiresAt) };
}

/** The session of the operator of these headers, or null. Looked at on every call: a revoked key ends its sessions at once. */
export async function readOperatorSession(ctx: Ctx, headers: Headers): Promise<OperatorSession | null> {
  const token = tokenIn(ctx, headers);
  if (token === null) return null;
  const [row] = await ctx.db.query<{ key_id: string; token_hash: string }>({
    name: 'auth.operator-session',
    text: `select s.key_id, s.token_hash from operator_session s join api_key k on k.id = s.key_id where s.token_hash = $1 and s.expires_at > $2 and k.kind = 'operator' and k.revoked_at is null`,
    values: [sha256Base64url(token), ctx.clock.now()],
  });
  return row ? toSession(row) : null;
}

/** Ends it on the server. Answers the cookie that takes it out of the browser, and the session, if there was one. */
export async function endOperatorSession(ctx: Ctx, headers: Headers): Promise<{ readonly cookie: string; readonly ended: OperatorSession | null }> {
  const token = tokenIn(ctx, headers);
  const [row] = token === null ? [] : await ctx.db.query<{ key_id: string; token_hash: string }>({
    name: 'auth.end-operator-session',
    text: `delete from operator_session where token_hash = $1 returning key_id, token_hash`,
    values: [sha256Base64url(token)],
  });
  return { cookie: toCookie(ctx, '', new Date(0)), ended: row ? toSession(row) : null };
}

function tokenIn(ctx: Ctx, headers: Headers): string | null {
  const start = `${cookieName(ctx)}=`;
  const value = (headers.get('cookie') ?? '').split(/; */).find((pair) => pair.startsWith(start))?.slice(start.length) ?? '';
  return value.startsWith(PREFIX) ? value : null;
}
