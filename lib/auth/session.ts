import { getToken } from 'next-auth/jwt'; // has no import of Next, unlike "next-auth" itself
import { findSession, type SignedIn } from '@/lib/identity';
import { fail } from '@/lib/http/failure';
import { sha256Base64url } from '@/lib/kernel/hash';
import { processWide } from '@/lib/kernel/process-wide';
import type { Ctx } from '@/lib/ports';

/** What the cookie says: whose it is, and which row must say so too. */
export type CookieClaims = { readonly userId: string; readonly sessionId: string };

type Opened = { readonly claims: CookieClaims | null; readonly untilMs: number };

const REMEMBERED_MS = 60_000;
const REMEMBERED_COOKIES = 5_000;

// Opening next-auth's encrypted cookie costs about 1 ms of CPU, more than the rest of a request.
const opened = processWide('auth.opened-cookies', () => new Map<string, Opened>());

/** next-auth and our reader must look for the same cookie: its name begins with __Secure- on https. */
export const secureCookies = (ctx: Ctx): boolean => ctx.settings.publicOrigin.startsWith('https:');

export const sessionCookieName = (ctx: Ctx): string => (secureCookies(ctx) ? '__Secure-authjs.session-token' : 'authjs.session-token');

/**
 * The person who is signed in, or null. One reader for handlers, pages and proxy; it looks at the cookie alone, never at a Bearer
 * header. The session's row is looked at on every call. `read` also takes the id that a passkey's use has just replaced.
 */
export async function readSession(ctx: Ctx, headers: Headers, use: 'read' | 'write' = 'write'): Promise<SignedIn | null> {
  const claims = await readCookie(ctx, headers);
  if (!claims) return null;
  const session = await findSession(ctx, claims.sessionId, use);
  return session?.userId === claims.userId ? session : null;
}

/** The claims of the session cookie, opened but not yet held against their row. */
export async function readCookie(ctx: Ctx, headers: Headers): Promise<CookieClaims | null> {
  const cookie = sessionCookies(headers);
  if (cookie === '') return null;
  const key = sha256Base64url(cookie);
  const nowMs = ctx.clock.now().getTime();
  const known = opened.get(key);
  if (known && known.untilMs > nowMs) return known.claims;
  const fresh = await open(ctx, cookie, nowMs);
  remember(key, fresh);
  return fresh.claims;
}

async function open(ctx: Ctx, cookie: string, nowMs: number): Promise<Opened> {
  const secret = process.env.AUTH_SECRET;
  const token = await getToken({ req: { headers: new Headers({ cookie }) }, secret, secureCookie: secureCookies(ctx) });
  const expiresMs = typeof token?.exp === 'number' ? token.exp * 1000 : Infinity;
  const isOurs = typeof token?.sub === 'string' && typeof token.sid === 'string';
  const claims = isOurs ? { userId: String(token.sub), sessionId: String(token.sid) } : null;
  return { claims, untilMs: Math.min(nowMs + REMEMBERED_MS, expiresMs) };
}

function remember(key: string, value: Opened): void {
  const oldest = opened.size >= REMEMBERED_COOKIES ? opened.keys().next().value : undefined;
  if (oldest !== undefined) opened.delete(oldest);
  opened.set(key, value);
}

/** A long session is cut into several cookies, .0, .1 and so on. */
const sessionCookies = (headers: Headers): string =>
  (headers.get('cookie') ?? '')
    .split(/; */)
    .filter((pair) => /^(__Secure-)?authjs\.session-token(\.\d)?=/.test(pair))
    .join('; ');

export const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** Signing in or out: what a browser sends from another site is refused, so that nobody is signed in to a stranger's account. What says nothing is no browser. 403 cross_origin. */
export function refuseForeignOrigin(ctx: Ctx, request: Request): void {
  const [origin, site] = [request.headers.get('origin'), request.headers.get('sec-fetch-site')];
  if (origin === ctx.settings.publicOrigin || site === 'same-origin' || (origin === null && site === null)) return;
  throw crossOrigin();
}

/**
 * A write that a cookie vouches for must come from one of our own pages: next-auth's token guards its own routes only. 403
 * cross_origin otherwise.
 */
export function requireSameOrigin(ctx: Ctx, request: Request): void {
  if (isRead(request)) return;
  const sameOrigin = request.headers.get('origin') === ctx.settings.publicOrigin;
  if (sameOrigin || request.headers.get('sec-fetch-site') === 'same-origin') return;
  throw crossOrigin();
}

const crossOrigin = () => fail(403, 'cross_origin', 'This request must come from a page of this site: Origin has to be its own.');
