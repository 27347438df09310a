import { newUuid } from '@/lib/kernel/id';
import { emit, type Ctx } from '@/lib/ports';
import { announceUpdate } from './change-order';
import { NO_PROGRESS } from './progress';
import { insertEvent, insertOrder, movePaymentStatus } from './store';
import type { NewOrder, OrderPaymentStatus, OrderProgress, OrderStatus } from './types';

/** An order as its checkout shows it. */
export type PlacedOrder = {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  readonly paymentStatus: OrderPaymentStatus;
  readonly progress: OrderProgress;
  readonly createdAt: Date;
};

/**
 * Writes the order of an authorised payment, in the caller's transaction, and promises its announcement and, unless the merchant
 * captures at the network itself, its capture.
 * One order per checkout and per payment attempt: the database refuses a second.
 */
export async function placeOrder(ctx: Ctx, order: NewOrder): Promise<PlacedOrder> {
  const id = newUuid();
  const createdAt = ctx.clock.now();
  const [number] = await Promise.all([
    insertOrder(ctx, { ...order, id, createdAt }),
    insertEvent(ctx, { merchantId: order.merchantId, orderId: id, kind: 'placed', detail: { wire: order.wire } }),
    order.captureMethod === 'automatic' ? emit(ctx, { topic: 'payment.capture', aggregateId: id, tenantId: order.merchantId, payload: { orderId: id, attemptId: order.attemptId } }) : undefined,
    // Apart from the capture: word of an order does not wait for its money. What is told of it later comes after this.
    emit(ctx, { topic: 'order.created', aggregateId: eventsOf(id), tenantId: order.merchantId, payload: { orderId: id } }),
  ]);
  return { id, number, status: 'confirmed', paymentStatus: 'authorized', progress: NO_PROGRESS, createdAt };
}

/** What is told of one order is told in order. */
export const eventsOf = (orderId: string): string => `events:${orderId}`;

type Change = { readonly merchantId: string; readonly checkoutId: string; readonly reference: string };

/** The network captured the payment of a checkout's order. Called again, it changes nothing. */
export const recordCapture = (ctx: Ctx, change: Change): Promise<void> => recordChange(ctx, change, 'captured');

/** The authorisation of a checkout's order was voided at the merchant's wish, or its life ended. Called again, it changes nothing. */
export const recordEnd = (ctx: Ctx, { status, ...change }: Change & { readonly status: 'voided' | 'expired' }): Promise<void> => recordChange(ctx, change, status);

async function recordChange(ctx: Ctx, { merchantId, checkoutId, reference }: Change, kind: 'captured' | 'voided' | 'expired'): Promise<void> {
  const moved = await movePaymentStatus(ctx, { merchantId, checkoutId }, 'authorized', kind);
  if (moved === null) return;
  const { orderId, ended } = moved;
  await insertEvent(ctx, { merchantId, orderId, kind, detail: { reference } });
  if (ended) await announceUpdate(ctx, { merchantId, id: orderId, checkoutId });
}
