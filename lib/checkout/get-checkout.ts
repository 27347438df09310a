import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findForReading, type CheckoutQuery } from './access';
import type { Checkout, CheckoutRefusal } from './types';

/** The checkout as it was last answered. Another's is as unknown as none. */
export async function getCheckout(ctx: Ctx, query: CheckoutQuery): Promise<Result<Checkout, CheckoutRefusal>> {
  const checkout = await findForReading(ctx, query);
  return checkout ? ok(checkout) : err({ code: 'not_found' });
}
