import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockForChange } from './access';
import { isPayable } from './status';
import { lockCheckout, writeHold } from './store';
import type { Checkout, CheckoutRefusal } from './types';

export type HoldPrice = { readonly merchantId: string; readonly checkoutId: string; readonly until: Date };

export const isPriceHeld = ({ heldUntil }: Checkout, now: Date): boolean => heldUntil !== undefined && heldUntil !== null && heldUntil > now;

/**
 * Holds the price of a payable checkout as it is, and keeps it payable, until a moment: what the merchant changes of prices, taxes or discounts
 * meanwhile is not charged. Goods can still run out. An edit ends the hold. A hold that lasts longer stays. In the caller's transaction the
 * checkout stays locked. Refused with not_found, not_ready, in_progress while it is being paid, or not_editable when it is over.
 */
export function holdPrice(ctx: Ctx, { merchantId, checkoutId, until }: HoldPrice): Promise<Result<Checkout, CheckoutRefusal>> {
  return inTransaction<Ctx, Result<Checkout, CheckoutRefusal>>(ctx, async (tx) => {
    const checkout = await lockForChange(tx, { checkoutId, merchantId, actor: { kind: 'acquirer', merchantId } });
    if (!checkout) return err({ code: 'not_found' });
    if (checkout.status === 'paying') return err({ code: 'in_progress' });
    if (checkout.status === 'open' || checkout.status === 'needs_input') return err({ code: 'not_ready', messages: checkout.messages });
    if (!isPayable(checkout.status)) return err({ code: 'not_editable', status: checkout.status });
    if (checkout.heldUntil && checkout.heldUntil >= until) return ok(checkout);
    await writeHold(tx, checkout.id, until);
    return ok({ ...checkout, heldUntil: until, expiresAt: until > checkout.expiresAt ? until : checkout.expiresAt });
  });
}

/** Ends a hold before its time: the checkout is as good as it was without. One that is being paid keeps it. */
export function releasePrice(ctx: Ctx, checkoutId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const checkout = await lockCheckout(tx, checkoutId);
    if (checkout && checkout.status !== 'paying') await writeHold(tx, checkoutId, null);
  });
}
