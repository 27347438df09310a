import { failpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import { formatMoney, money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { emit, inTransaction, type Ctx, type RefundRefusal } from '@/lib/ports';
import { changeOrder } from './change-order';
import { refundedAmount } from './progress';
import { adjustmentMayBecome } from './status';
import { getOrder, lockOrder, writeProgress } from './store';
import type { Adjustment, Order } from './types';

/**
 * Asks the network for a recorded refund, by its own key, and writes the answer. The network refunds once for a key, and whoever comes
 * second finds the outcome, so it may run twice, late, or at the same moment. Throws when the network does not answer: the refund stays
 * `pending` and is asked for again. What the network cannot give back (nothing captured, too much) is taken off the order; what the bank
 * refused stays as `failed`. Call it outside any transaction.
 */
export async function makeRefund(ctx: Ctx, { orderId, adjustmentId }: { orderId: string; adjustmentId: string }): Promise<Result<Order, RefundRefusal>> {
  const order = await getOrder(ctx, orderId);
  const refund = order?.progress.adjustments.find(({ id }) => id === adjustmentId);
  if (!order || !refund) return err({ code: 'nothing_captured' }); // taken off by whoever asked first
  if (refund.status === 'completed') return ok(order);
  if (refund.status === 'failed') return err({ code: 'refused' });
  invariant(order.networkTransactionId, `order ${orderId} was paid at the network`);
  failpoint('refund.recorded');
  const answer = await ctx.ports.payment.refund(ctx, { reference: order.networkTransactionId, amount: refund.amount, refundKey: refund.key });
  failpoint('refund.answered');
  const settled = await inTransaction(ctx, (tx) => settle(tx, order, refund, answer.ok ? 'completed' : answer.error.code === 'refused' ? 'failed' : 'withdrawn'));
  return answer.ok ? ok(settled) : answer;
}

async function settle(tx: Ctx, { id: orderId, merchantId }: Order, { id }: Adjustment, outcome: 'completed' | 'failed' | 'withdrawn'): Promise<Order> {
  const order = await lockOrder(tx, { orderId, reader: { merchantId } });
  invariant(order, `order ${orderId} exists`);
  const refund = order.progress.adjustments.find((each) => each.id === id);
  if (refund?.status !== 'pending') return order;
  if (outcome === 'withdrawn') {
    const withdrawn = { ...order, progress: { ...order.progress, adjustments: order.progress.adjustments.filter((each) => each !== refund) } };
    await writeProgress(tx, withdrawn);
    return withdrawn;
  }
  invariant(adjustmentMayBecome(refund.status, outcome), `a refund ${refund.status} may become ${outcome}`);
  const adjustments = order.progress.adjustments.map((each) => (each === refund ? { ...refund, status: outcome } : each));
  const progress = { ...order.progress, adjustments };
  const given = refundedAmount(progress);
  // What the network refunded without us while this one was under way could not be told apart from it: it is asked again.
  const reference = order.networkTransactionId ?? '';
  await emit(tx, { topic: 'payment.changed', aggregateId: reference, tenantId: merchantId, payload: { transactionId: reference } });
  return changeOrder(
    tx,
    { ...order, progress, refundedAmount: given > order.refundedAmount ? given : order.refundedAmount },
    {
      kind: outcome === 'completed' ? 'refunded' : 'refund_failed',
      detail: { adjustmentId: id, amount: String(refund.amount) },
      note: formatMoney(money(refund.amount, order.currency)),
    },
  );
}
