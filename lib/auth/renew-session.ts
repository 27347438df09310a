import type { RequestCtx } from '@/lib/http/request-ctx';
import { rotateSession } from '@/lib/identity';
import { sessionCookie } from './session-cookie';

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
