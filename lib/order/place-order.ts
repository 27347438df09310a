import { newUuid } from '@/lib/kernel/id';
import { emit, type Ctx } from '@/lib/ports';
import { insertEvent, insertOrder, movePaymentStatus } from './store';
import type { NewOrder } from './types';

export type PlacedOrder = { readonly id: string; readonly number: string };

/**
 * Writes the order of an authorised payment, in the caller's transaction, and promises its capture and its announcement.
 * One order per checkout and per payment attempt: the database refuses a second.
 */
export async function placeOrder(ctx: Ctx, order: NewOrder): Promise<PlacedOrder> {
  const id = newUuid();
  const number = await insertOrder(ctx, id, order);
  await insertEvent(ctx, { merchantId: order.merchantId, orderId: id, kind: 'placed', detail: { wire: order.wire } });
  await emit(ctx, { topic: 'payment.capture', aggregateId: id, tenantId: order.merchantId, payload: { orderId: id, attemptId: order.attemptId } });
  await emit(ctx, { topic: 'order.created', aggregateId: id, tenantId: order.merchantId, payload: { orderId: id } });
  return { id, number };
}

/** The network captured the payment of an order. Called again, it changes nothing. */
export async function recordCapture(ctx: Ctx, capture: { merchantId: string; orderId: string; reference: string }): Promise<void> {
  const moved = await movePaymentStatus(ctx, capture.orderId, 'authorized', 'captured');
  if (moved) await insertEvent(ctx, { merchantId: capture.merchantId, orderId: capture.orderId, kind: 'captured', detail: { reference: capture.reference } });
}

/** The authorisation of an order was voided at the merchant's wish. Called again, it changes nothing. */
export async function recordVoid(ctx: Ctx, voided: { merchantId: string; orderId: string; reference: string }): Promise<void> {
  const moved = await movePaymentStatus(ctx, voided.orderId, 'authorized', 'voided');
  if (moved) await insertEvent(ctx, { merchantId: voided.merchantId, orderId: voided.orderId, kind: 'voided', detail: { reference: voided.reference } });
}
