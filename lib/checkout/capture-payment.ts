import { recordCapture } from '@/lib/order';
import { invariant } from '@/lib/kernel/invariant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { findAttempt, moveAttempt } from './store';

/**
 * Captures the payment of an order in full. Delivered from the outbox, so it may run twice: the network captures once for a reference,
 * and the second run finds the attempt moved on. Throws when the network does not answer; the outbox tries again.
 */
export async function capturePayment(ctx: Ctx, { orderId, attemptId }: { orderId: string; attemptId: string }): Promise<void> {
  const attempt = await findAttempt(ctx, attemptId);
  invariant(attempt?.networkTransactionId, `attempt ${attemptId} was authorised`);
  if (attempt.status !== 'authorized') return;
  const reference = attempt.networkTransactionId;
  const state = await ctx.ports.payment.capture(ctx, { reference, amount: attempt.amount, orderId });
  invariant(state.status === 'captured', `capture of ${reference} ended ${state.status}`);
  await inTransaction(ctx, async (tx) => {
    const moved = await moveAttempt(tx, { id: attempt.id, from: 'authorized', to: 'captured', networkTransactionId: reference, declineReason: null });
    if (moved) await recordCapture(tx, { merchantId: attempt.merchantId, orderId, reference });
  });
}
