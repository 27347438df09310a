import { newUuid } from '@/lib/kernel/id';
import { emit, type Ctx } from '@/lib/ports';
import { insertEvent, insertOrder, movePaymentStatus, raiseRefundedAmount } from './store';
import type { NewOrder, OrderPaymentStatus } from './types';

/** An order as it begins. */
export type PlacedOrder = { readonly id: string; readonly number: string; readonly paymentStatus: OrderPaymentStatus; readonly createdAt: Date };

/**
 * Writes the order of an authorised payment, in the caller's transaction, and promises its announcement and, unless the merchant
 * captures at the network itself, its capture.
 * One order per checkout and per payment attempt: the database refuses a second.
 */
export async function placeOrder(ctx: Ctx, order: NewOrder): Promise<PlacedOrder> {
  const id = newUuid();
  const createdAt = ctx.clock.now();
  const number = await insertOrder(ctx, { ...order, id, createdAt });
  await insertEvent(ctx, { merchantId: order.merchantId, orderId: id, kind: 'placed', detail: { wire: order.wire } });
  if (order.captureMethod === 'automatic') {
    await emit(ctx, { topic: 'payment.capture', aggregateId: id, tenantId: order.merchantId, payload: { orderId: id, attemptId: order.attemptId } });
  }
  await emit(ctx, { topic: 'order.created', aggregateId: id, tenantId: order.merchantId, payload: { orderId: id } });
  return { id, number, paymentStatus: 'authorized', createdAt };
}

type Change = { readonly merchantId: string; readonly checkoutId: string; readonly reference: string };

/** The network captured the payment of a checkout's order. Called again, it changes nothing. */
export const recordCapture = (ctx: Ctx, change: Change): Promise<void> => recordChange(ctx, change, 'captured');

/** The authorisation of a checkout's order was voided at the merchant's wish, or its life ended. Called again, it changes nothing. */
export const recordEnd = (ctx: Ctx, { status, ...change }: Change & { readonly status: 'voided' | 'expired' }): Promise<void> => recordChange(ctx, change, status);

/** So much of a checkout's order went back to the card until now (minor units); its total stays. Called again, or late, it changes nothing. */
export async function recordRefund(ctx: Ctx, { merchantId, checkoutId, reference, refundedAmount }: Change & { readonly refundedAmount: bigint }): Promise<void> {
  const raised = await raiseRefundedAmount(ctx, { merchantId, checkoutId, refundedAmount });
  if (!raised) return;
  await insertEvent(ctx, { merchantId, orderId: raised.orderId, kind: 'refunded', detail: { reference, amount: String(raised.byAmount) } });
}

async function recordChange(ctx: Ctx, { merchantId, checkoutId, reference }: Change, kind: 'captured' | 'voided' | 'expired'): Promise<void> {
  const orderId = await movePaymentStatus(ctx, { merchantId, checkoutId }, 'authorized', kind);
  if (orderId !== null) await insertEvent(ctx, { merchantId, orderId, kind, detail: { reference } });
}
