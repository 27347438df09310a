import type { Ctx } from '@/lib/ports';
import { insertEvent, writeProgress } from './store';
import type { Order, OrderEventKind } from './types';

type Step = { readonly kind: OrderEventKind; readonly detail?: Readonly<Record<string, string>>; /** In words, for the timeline. */ readonly note?: string };

/**
 * Writes a locked order as it is now, its step into the timeline, and promises `order_update` to who listens, all in the caller's transaction.
 */
export async function changeOrder(tx: Ctx, changed: Order, { kind, detail = {}, note }: Step): Promise<Order> {
  await writeProgress(tx, changed);
  await insertEvent(tx, { merchantId: changed.merchantId, orderId: changed.id, kind, detail: note === undefined ? detail : { ...detail, note } });
  await announceUpdate(tx, changed);
  return changed;
}

/** Promises `order_update`, with the order as it is at this point of the caller's transaction, in which its ticket follows it. */
export async function announceUpdate(tx: Ctx, { merchantId, id: orderId, checkoutId }: Pick<Order, 'merchantId' | 'id' | 'checkoutId'>): Promise<void> {
  await tx.ports.orderEvents.promiseUpdate(tx, { merchantId, orderId, checkoutId });
  await tx.ports.kitchenTickets.follow(tx, { merchantId, orderId });
}

