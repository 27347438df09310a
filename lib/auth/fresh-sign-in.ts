import { fail } from '@/lib/http/failure';
import { isRecentSignIn } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';

const FRESH_SECONDS = 10 * 60;

/** Whether a person's session began within ten minutes (rules.md, Widening). */
export const isFreshlySignedIn = (ctx: Ctx, { sessionId }: { readonly sessionId: string }): Promise<boolean> => isRecentSignIn(ctx, { sessionId, withinSeconds: FRESH_SECONDS });

/** What opens more than was open takes more than a session that was left open. Throws 403. */
export async function requireFreshSignIn(ctx: Ctx, session: { readonly sessionId: string }): Promise<void> {
  if (await isFreshlySignedIn(ctx, session)) return;
  throw fail(403, 'forbidden', 'This needs a sign-in of the last ten minutes. Sign in again, then try again.', { details: { error: 'recent_sign_in_required' } });
}
