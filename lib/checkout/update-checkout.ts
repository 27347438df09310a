import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockForChange, type CheckoutQuery } from './access';
import { priceEdit, writeEdit } from './edit';
import { isEditable } from './status';
import type { Checkout, CheckoutPatch, CheckoutRefusal } from './types';

/**
 * Applies a patch and prices anew. When what a person would approve has changed, live tokens and pending approvals of this checkout
 * are void with the same commit. Refuses one that is being paid or is over. A patch that depends on what is there is given as a function
 * of the locked checkout.
 */
export function updateCheckout(ctx: Ctx, command: CheckoutQuery & { patch: CheckoutPatch | ((current: Checkout) => CheckoutPatch) }): Promise<Result<Checkout, CheckoutRefusal>> {
  return inTransaction<Ctx, Result<Checkout, CheckoutRefusal>>(ctx, async (tx) => {
    const checkout = await lockForChange(tx, command);
    if (!checkout) return err({ code: 'not_found' });
    if (!isEditable(checkout.status)) return err({ code: 'not_editable', status: checkout.status });
    const patch = typeof command.patch === 'function' ? command.patch(checkout) : command.patch;
    const edit = await priceEdit(tx, checkout, patch);
    if (!edit.ok) return edit;
    if (edit.value.hash !== checkout.snapshotHash) await tx.ports.credentials.invalidate(tx, checkout.id);
    return ok(await writeEdit(tx, checkout, edit.value));
  });
}
