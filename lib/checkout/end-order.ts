import { invariant } from '@/lib/kernel/invariant';
import { ok, type Result } from '@/lib/kernel/result';
import { cancelOrder, getOrder, makeRefund, requestRefund, type CancelOrder, type CancelRefusal, type Order } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { followNetwork } from './follow-network';
import { settleRefund } from './refund-order';

/**
 * Cancels goods of a merchant's order, or all that is not handed over, and sees to its money at once. Where the network does not answer just
 * now the cancellation stands, and the outbox brings the money home. Call it outside any transaction.
 */
export async function endOrder(ctx: Ctx, command: CancelOrder): Promise<Result<Order, CancelRefusal>> {
  const canceled = await cancelOrder(ctx, command);
  if (!canceled.ok) return canceled;
  const { order, cancellation, money } = canceled.value;
  const orderId = order.id;
  try {
    if (money.how === 'void') await voidOrder(ctx, { orderId, adjustmentId: cancellation.id });
    if (money.how === 'refund') await settleRefund(ctx, { orderId, adjustmentId: money.adjustmentId });
  } catch (error) {
    ctx.log.warn({ err: error, orderId }, 'the money of a cancellation is not settled yet; it will be tried again');
  }
  return ok((await getOrder(ctx, orderId)) ?? order);
}

/**
 * Voids the authorisation of an order that was canceled wholly; what was captured meanwhile is refunded, under the cancellation's id. Delivered
 * from the outbox, so it may run twice: the network voids once, and refunds once for the key. Throws when the network does not answer.
 */
export async function voidOrder(ctx: Ctx, { orderId, adjustmentId }: { orderId: string; adjustmentId: string }): Promise<void> {
  const order = await getOrder(ctx, orderId);
  if (!order || order.status !== 'canceled' || order.paymentStatus === 'voided' || order.paymentStatus === 'expired') return;
  const reference = order.networkTransactionId;
  invariant(reference, `order ${orderId} was paid at the network`);
  const state = await ctx.ports.payment.void(ctx, reference);
  await followNetwork(ctx, reference);
  if (state.status !== 'voided' && state.status !== 'expired') await refundAll(ctx, order, adjustmentId);
}

/** All that was captured, as the network knows it. */
async function refundAll(ctx: Ctx, order: Order, refundKey: string): Promise<void> {
  const left = await refund(ctx, order, refundKey, null);
  if (left > 0n) await refund(ctx, order, refundKey, left);
}

/** Answers what the network says is left where that is less than was asked for. */
async function refund(ctx: Ctx, { merchantId, id: orderId }: Order, refundKey: string, amount: bigint | null): Promise<bigint> {
  const requested = await requestRefund(ctx, { merchantId, orderId, amount, refundKey, origin: 'merchant', reason: 'cancellation' });
  if (!requested.ok) return 0n;
  const made = await makeRefund(ctx, { orderId, adjustmentId: requested.value.refund.id });
  return !made.ok && made.error.code === 'amount_exceeds_captured' ? made.error.leftAmount : 0n;
}
