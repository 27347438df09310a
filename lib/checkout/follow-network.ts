import { releaseDiscounts } from '@/lib/discount';
import { recordEnd, recordRefund } from '@/lib/order';
import { inTransaction, Unavailable, type Ctx } from '@/lib/ports';
import { recordCaptured } from './record-captured';
import { findAttempt, findAttemptByTransaction, moveAttempt, type Attempt } from './store';

/**
 * Brings an order in line with what happened at the network or the provider without it: a void or the end of an authorisation's life ends
 * its charge and frees the budget, a full capture is recorded, and so is what was refunded. Asks the port for the state, so it may run
 * twice, late or in any order. A transaction without an order changes nothing. Throws Unavailable for an attempt whose answer is not
 * written yet: it is to be told again. `attemptId`: where whoever tells of a transaction knows it, also before the attempt does.
 */
export async function followNetwork(ctx: Ctx, transactionId: string, attemptId?: string): Promise<void> {
  const attempt = (await findAttemptByTransaction(ctx, transactionId)) ?? (attemptId === undefined ? null : await findAttempt(ctx, attemptId));
  if (attempt === null || attempt.status === 'voided' || attempt.status === 'expired') return;
  if (attempt.status === 'authorizing') throw new Unavailable(`Attempt ${attempt.id} has no answer yet.`);
  // Of one that was declined, whoever is asked lets go of what it may hold against it.
  const state = await ctx.ports.payment.retrieve(ctx, attempt.id);
  if (attempt.status === 'declined') return;
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
    await releaseDiscounts(tx, checkoutId);
    await tx.ports.credentials.settle(tx, { credential: attempt.credential, outcome: 'voided' });
  });
}
