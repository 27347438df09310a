import { parseDecimal, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { findOrder, getOrder, makeRefund, requestRefund, type Order } from '@/lib/order';
import type { Ctx, RefundRefusal } from '@/lib/ports';
import { capturePayment } from './capture-payment';

export type RefundOrder = {
  readonly merchantId: string;
  readonly orderId: string;
  /** Major units as written; null refunds all that is left. */
  readonly amount: string | null;
  /** Names this refund among those of its order: the same key refunds once. */
  readonly refundKey: string;
  readonly reason?: string | null;
  /** For people, in the merchant's words. */
  readonly description?: string | null;
};

export type RefundOrderError =
  | { readonly code: 'not_found' | 'invalid_amount' | 'too_many' }
  | (RefundRefusal & { readonly currency: Currency });

/**
 * Refunds a merchant's order, wholly or in part, and answers the sum refunded until now (minor units). The order's total and status stay. The
 * refund is recorded with its key before the network is asked, so one that was cut off is made by the outbox, and never twice.
 * Refused with not_found (another merchant's as none), invalid_amount, too_many, or what the network says: nothing_captured,
 * amount_exceeds_captured, refused, idempotency_conflict. Asks the network, so call it outside any transaction.
 */
export async function refundOrder(ctx: Ctx, command: RefundOrder): Promise<Result<{ refundedAmount: bigint; currency: Currency }, RefundOrderError>> {
  const { merchantId, orderId, refundKey, reason, description } = command;
  const order = await findOrder(ctx, { orderId, reader: { merchantId } });
  if (!order?.networkTransactionId) return err({ code: 'not_found' });
  const { currency } = order;
  const amount = command.amount === null ? null : parseDecimal(command.amount, currency);
  if (amount === 0n || (amount === null && command.amount !== null)) return err({ code: 'invalid_amount' });
  await captureFirst(ctx, order);
  const requested = await requestRefund(ctx, { merchantId, orderId, amount, refundKey, origin: 'merchant', reason, description });
  if (!requested.ok) return err(withCurrency(requested.error, currency));
  const made = await makeRefund(ctx, { orderId, adjustmentId: requested.value.refund.id });
  return made.ok ? ok({ refundedAmount: made.value.refundedAmount, currency }) : err({ ...made.error, currency });
}

function withCurrency(error: Extract<Awaited<ReturnType<typeof requestRefund>>, { ok: false }>['error'], currency: Currency): RefundOrderError {
  return error.code === 'not_found' || error.code === 'too_many' ? { code: error.code } : { ...error, currency };
}

/**
 * Makes a refund that was recorded. Delivered from the outbox, so it may run twice, and beside the call that recorded it: see makeRefund.
 * Throws when the network does not answer; the outbox tries again.
 */
export async function settleRefund(ctx: Ctx, promised: { orderId: string; adjustmentId: string }): Promise<void> {
  const order = await getOrder(ctx, promised.orderId);
  if (!order) return;
  await captureFirst(ctx, order);
  await makeRefund(ctx, promised);
}

/** Where the capture is promised and still to come, it is made now: what was not taken cannot be given back. */
async function captureFirst(ctx: Ctx, { id: orderId, attemptId, paymentStatus, captureMethod }: Order): Promise<void> {
  if (paymentStatus === 'authorized' && captureMethod === 'automatic') await capturePayment(ctx, { orderId, attemptId });
}
