import { getMerchant } from '@/lib/merchant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { announceSession } from './announce-session';
import { lockForChange, type CheckoutQuery } from './access';
import { reprice } from './reprice';
import { snapshotHash } from './snapshot-hash';
import { isEditable } from './status';
import { writeCheckout } from './store';
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
    const merchant = await getMerchant(tx, checkout.merchantId);
    const priced = await reprice(tx, merchant, {
      items: patch.items ?? checkout.lines.map(({ itemId, quantity }) => ({ id: itemId, quantity })),
      buyer: patch.buyer ?? checkout.buyer,
      contact: patch.contact ?? checkout.contact,
      address: patch.address ?? checkout.address,
      selectedOptionId: patch.selectedOptionId ?? checkout.selectedOptionId,
      optionIsExplicit: patch.selectedOptionId !== undefined,
    });
    if (!priced.ok) return priced;
    const { content, status } = priced.value;
    const hash = snapshotHash({ id: checkout.id, merchantHandle: merchant.handle, currency: merchant.currency, content });
    const updatedAt = await writeCheckout(tx, { id: checkout.id, status, content, snapshotHash: hash });
    if (hash !== checkout.snapshotHash) await tx.ports.credentials.invalidate(tx, checkout.id);
    const updated: Checkout = { ...checkout, ...content, status, snapshotHash: hash, version: checkout.version + 1, updatedAt };
    await announceSession(tx, 'session.updated', updated);
    return ok(updated);
  });
}
