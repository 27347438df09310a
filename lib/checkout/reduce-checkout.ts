import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx, ReduceRefusal } from '@/lib/ports';
import { lockForChange } from './access';
import { decideKept } from './decide-kept';
import { priceEdit, writeEdit } from './edit';
import { isPayable } from './status';
import type { Checkout, ItemRequest } from './types';

/**
 * Takes something out of a checkout that waits for its owner's approval, for the owner and in the wallet's transaction: priced anew, and refused when
 * that would raise the total or leave something that cannot be paid. What was approved or issued for it before is the wallet's to void.
 */
export async function reduceCheckout(tx: Ctx, command: { checkoutId: string; agentId: string; items: readonly ItemRequest[] }): Promise<Result<Checkout, ReduceRefusal>> {
  const { checkoutId, agentId, items } = command;
  const checkout = await lockForChange(tx, { checkoutId, actor: { kind: 'agent', agentId } });
  if (!checkout || !isPayable(checkout.status)) return err({ code: 'not_ready' });
  const kept = decideKept(checkout.lines, items);
  if (!kept.ok) return kept;
  const edit = await priceEdit(tx, checkout, { items: kept.value });
  if (!edit.ok || edit.value.status !== 'ready') return err({ code: 'not_ready' });
  if (edit.value.content.totals.totalAmount > checkout.totals.totalAmount) return err({ code: 'total_raised' });
  return ok(await writeEdit(tx, checkout, edit.value));
}
