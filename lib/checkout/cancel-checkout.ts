import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { announceSession } from './announce-session';
import { lockForChange, type CheckoutQuery } from './access';
import { isEditable } from './status';
import { writeStatus } from './store';
import { keepIntentTrace } from './checkout-facts';
import type { Checkout, CheckoutRefusal, IntentTrace } from './types';

/** `intentTrace`: why the agent gives it up, for the merchant alone. */
export type CancelCheckout = CheckoutQuery & { readonly intentTrace?: IntentTrace };

/** Ends an unpaid checkout for good; its tokens and approvals with it. Refuses one that is being paid or is over. */
export function cancelCheckout(ctx: Ctx, query: CancelCheckout): Promise<Result<Checkout, CheckoutRefusal>> {
  return inTransaction<Ctx, Result<Checkout, CheckoutRefusal>>(ctx, async (tx) => {
    const checkout = await lockForChange(tx, query);
    if (!checkout) return err({ code: 'not_found' });
    if (!isEditable(checkout.status)) return err({ code: 'not_editable', status: checkout.status });
    const updatedAt = await writeStatus(tx, checkout.id, 'canceled');
    if (query.intentTrace) await keepIntentTrace(tx, checkout, query.intentTrace);
    await tx.ports.credentials.invalidate(tx, checkout.id);
    const canceled: Checkout = { ...checkout, status: 'canceled', version: checkout.version + 1, updatedAt };
    await announceSession(tx, 'session.cancelled', canceled);
    return ok(canceled);
  });
}
