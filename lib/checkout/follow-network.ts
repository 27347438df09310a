import { recordEnd, recordRefund } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { recordCaptured } from './record-captured';
import { findAttemptByTransaction, moveAttempt, type Attempt } from './store';

/**
 * Brings an order in line with what happened at the network without it: a void or the end of an authorisation's life ends its charge and
 * frees the budget, a full capture is recorded, and so is what was refunded. Asks the network for the state, so it may run twice or late.
 * A transaction without an order changes nothing.
 */
export async function followNetwork(ctx: Ctx, transactionId: string): Promise<void> {
  const attempt = await findAttemptByTransaction(ctx, transactionId);
  if (attempt?.status !== 'authorized' && attempt?.status !== 'captured') return;
  const state = await ctx.ports.payment.retrieve(ctx, attempt.id);
  switch (state?.status) {
    case 'voided':
    case 'expired':
      return recordEnded(ctx, attempt, { status: state.status, reference: transactionId });
    case 'captured':
      await recordCaptured(ctx, attempt, transactionId);
      break;
    case 'authorized':
      break;
    default:
      return;
  }
  const { merchantId, checkoutId } = attempt;
  await inTransaction(ctx, (tx) => recordRefund(tx, { merchantId, checkoutId, reference: transactionId, refundedAmount: state.refundedAmount }));
}

async function recordEnded(ctx: Ctx, attempt: Attempt, end: { status: 'voided' | 'expired'; reference: string }): Promise<void> {
  const { merchantId, checkoutId } = attempt;
  await inTransaction(ctx, async (tx) => {
    const moved = await moveAttempt(tx, { id: attempt.id, from: 'authorized', to: end.status, networkTransactionId: end.reference, declineReason: null });
    if (!moved) return;
    await recordEnd(tx, { merchantId, checkoutId, ...end });
    await tx.ports.credentials.settle(tx, { credential: attempt.credential, outcome: 'voided' });
  });
}
