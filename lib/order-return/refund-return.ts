import { invariant } from '@/lib/kernel/invariant';
import { findOrder, makeRefund, recordReturn, requestRefund } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { announceReturn } from './announce-return';
import { findReturn, writeRefund } from './store';
import type { OrderReturn } from './types';

/**
 * Gives the money of an approved return back, as a refund of its order. Delivered from the outbox, so it may run twice: the network refunds once
 * under the return's id, and the second run finds it refunded. Throws when the network does not refund; the outbox tries again, and after the last time
 * keeps it among the dead letters with its replay. Until the network has refunded, the return stays `approved`.
 */
export async function refundReturn(ctx: Ctx, { returnId }: { returnId: string }): Promise<void> {
  const approved = await findReturn(ctx, returnId);
  invariant(approved, `return ${returnId} exists`);
  if (approved.status !== 'approved') return;
  const order = await findOrder(ctx, { orderId: approved.orderId, reader: { merchantId: approved.merchantId } });
  invariant(order?.networkTransactionId, `the order of return ${returnId} was paid`);
  await refund(ctx, approved);
  await inTransaction(ctx, async (tx) => {
    const refundedAt = tx.clock.now();
    if (!(await writeRefund(tx, { id: approved.id, at: refundedAt }))) return;
    await recordReturn(tx, order, { kind: 'return_refunded', returnId: approved.id });
    await announceReturn(tx, 'refunded', order, { ...approved, status: 'refunded', refundedAt });
  });
}

/**
 * What the merchant gave back beside the return meanwhile is no longer there to give: then what is left, and nothing where all has gone back. What is
 * no refund is an error here: the outbox tries again, and keeps it with its reason.
 */
async function refund(ctx: Ctx, { id: refundKey, merchantId, orderId, refundAmount, reason, message }: OrderReturn): Promise<void> {
  const request = (amount: bigint | null) => requestRefund(ctx, { merchantId, orderId, amount, refundKey, origin: 'return', reason, description: message });
  let requested = await request(refundAmount);
  if (!requested.ok && requested.error.code === 'amount_exceeds_captured') {
    if (requested.error.leftAmount <= 0n && (await allWentBack(ctx, { merchantId, orderId }))) return;
    requested = await request(requested.error.leftAmount);
  }
  // An earlier run recorded it for less: it stays at that.
  if (!requested.ok && requested.error.code === 'idempotency_conflict') requested = await request(null);
  const made = requested.ok ? await makeRefund(ctx, { orderId, adjustmentId: requested.value.refund.id }) : requested;
  if (!made.ok) throw new Error(`the payment network refused the refund: ${made.error.code}`);
}

/** What is still on its way back may yet fail. */
async function allWentBack(ctx: Ctx, { merchantId, orderId }: { merchantId: string; orderId: string }): Promise<boolean> {
  const order = await findOrder(ctx, { orderId, reader: { merchantId } });
  return order !== null && order.refundedAmount >= order.totalAmount;
}
