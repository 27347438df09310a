import { requireFreshSignIn } from '@/lib/auth';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/** The merchant whose settings a person may change: an owner or a manager. Throws 403 for staff. */
export function requireManager({ principal }: RequestCtx): { readonly merchantId: string; readonly sessionId: string } {
  invariant(principal.kind === 'merchant_user', 'the entrance admits merchants only');
  if (principal.role === 'staff') throw fail(403, 'forbidden', 'This is for owners and managers of the merchant.');
  return { merchantId: principal.merchantId, sessionId: principal.sessionId };
}

/** The same, having signed in within ten minutes (rules.md: API keys need a recent sign-in). Throws 403. */
export async function requireFreshManager(ctx: RequestCtx): Promise<{ readonly merchantId: string }> {
  const { merchantId, sessionId } = requireManager(ctx);
  await requireFreshSignIn(ctx, { sessionId });
  return { merchantId };
}
