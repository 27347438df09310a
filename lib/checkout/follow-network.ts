import { recordVoid } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { recordCaptured } from './record-captured';
import { findAttemptByTransaction, moveAttempt } from './store';

/**
 * Brings an order in line with what its merchant did at the network directly: a void ends its charge and frees the budget, a full
 * capture is recorded. Asks the network for the state, so it may run twice or late. A transaction without an order changes nothing.
 */
export async function followNetwork(ctx: Ctx, transactionId: string): Promise<void> {
  const attempt = await findAttemptByTransaction(ctx, transactionId);
  if (attempt?.status !== 'authorized') return;
  const state = await ctx.ports.payment.retrieve(ctx, attempt.id);
  if (state?.status === 'captured') return recordCaptured(ctx, attempt, transactionId);
  if (state?.status !== 'voided') return;
  await inTransaction(ctx, async (tx) => {
    const moved = await moveAttempt(tx, { id: attempt.id, from: 'authorized', to: 'voided', networkTransactionId: transactionId, declineReason: null });
    if (!moved) return;
    await recordVoid(tx, { merchantId: attempt.merchantId, checkoutId: attempt.checkoutId, reference: transactionId });
    await tx.ports.credentials.settle(tx, { paymentId: attempt.credential.paymentId, outcome: 'voided' });
  });
}
