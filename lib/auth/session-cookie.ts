import { encode } from 'next-auth/jwt'; // has no import of Next, unlike "next-auth" itself
import { SESSION_SECONDS } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { secureCookies, sessionCookieName } from './session';

/** The cookie of a sign-in, as next-auth would write it. */
export async function sessionCookie(ctx: Ctx, session: { userId: string; sessionId: string; expiresAt: Date }): Promise<string> {
  const secret = process.env.AUTH_SECRET;
  invariant(secret, 'the server told next-auth its secret when it started');
  const name = sessionCookieName(ctx);
  const maxAge = Math.floor((session.expiresAt.getTime() - ctx.clock.now().getTime()) / 1000);
  const value = await encode({ token: { sub: session.userId, sid: session.sessionId }, secret, salt: name, maxAge });
  return withAttributes(ctx, `${name}=${value}`, session.expiresAt);
}

/** Puts a sign-in that has just begun into an answer. */
export async function openSession(ctx: Ctx, response: Response, session: { userId: string; sessionId: string }): Promise<Response> {
  const expiresAt = addSeconds(ctx.clock.now(), SESSION_SECONDS);
  response.headers.append('set-cookie', await sessionCookie(ctx, { ...session, expiresAt }));
  return response;
}

/** Takes the cookie of a sign-in that has ended out of the browser. */
export function closeSession(ctx: Ctx, response: Response): Response {
  response.headers.append('set-cookie', withAttributes(ctx, `${sessionCookieName(ctx)}=`, new Date(0)));
  return response;
}

const withAttributes = (ctx: Ctx, pair: string, expiresAt: Date): string =>
  `${pair}; Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; SameSite=Lax${secureCookies(ctx) ? '; Secure' : ''}`;
