import { failpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { followNetwork } from './follow-network';
import { recordCaptured } from './record-captured';
import { findAttempt } from './store';

/**
 * Captures what is left of the payment of an order. Delivered from the outbox, so it may run twice: the network captures once for a reference,
 * and the second run finds the attempt moved on. Throws when the network does not answer; the outbox tries again. Where the merchant
 * voided the authorisation first, or it lapsed, the order follows. Answers whether the whole of it is captured now.
 */
export async function capturePayment(ctx: Ctx, { orderId, attemptId }: { orderId: string; attemptId: string }): Promise<boolean> {
  const attempt = await findAttempt(ctx, attemptId);
  invariant(attempt?.networkTransactionId, `attempt ${attemptId} was authorised`);
  if (attempt.status !== 'authorized') return attempt.status === 'captured';
  const reference = attempt.networkTransactionId;
  failpoint('capture.begun');
  const state = await ctx.ports.payment.capture(ctx, { reference, orderId });
  failpoint('capture.captured');
  if (state.status === 'voided' || state.status === 'expired') {
    await followNetwork(ctx, reference);
    return false;
  }
  invariant(state.status === 'captured', `capture of ${reference} ended ${state.status}`);
  await recordCaptured(ctx, attempt, reference);
  failpoint('capture.recorded');
  return true;
}
