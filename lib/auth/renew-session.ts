import { encode } from 'next-auth/jwt'; // has no import of Next, unlike "next-auth" itself
import type { RequestCtx } from '@/lib/http/request-ctx';
import { rotateSession } from '@/lib/identity';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { secureCookies, sessionCookieName } from './session';

/**
 * Gives the caller's sign-in a new id and puts it into the answer, as the cookie that next-auth would write. For answers to a passkey's
 * use. Who asks without a session, or whose id another answer has just changed, gets the answer as it is.
 */
export async function renewSession(ctx: RequestCtx, response: Response): Promise<Response> {
  if (ctx.principal.kind !== 'owner') return response;
  const { userId, sessionId } = ctx.principal;
  const rotated = await rotateSession(ctx, sessionId);
  if (rotated) response.headers.append('set-cookie', await sessionCookie(ctx, { userId, ...rotated }));
  return response;
}

async function sessionCookie(ctx: Ctx, session: { userId: string; sessionId: string; expiresAt: Date }): Promise<string> {
  const secret = process.env.AUTH_SECRET;
  invariant(secret, 'the server told next-auth its secret when it started');
  const name = sessionCookieName(ctx);
  const maxAge = Math.floor((session.expiresAt.getTime() - ctx.clock.now().getTime()) / 1000);
  const value = await encode({ token: { sub: session.userId, sid: session.sessionId }, secret, salt: name, maxAge });
  const expires = session.expiresAt.toUTCString();
  return `${name}=${value}; Path=/; Expires=${expires}; HttpOnly; SameSite=Lax${secureCookies(ctx) ? '; Secure' : ''}`;
}
