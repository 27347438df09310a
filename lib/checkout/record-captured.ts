import { failpoint } from '@/lib/kernel/failpoint';
import { recordCapture } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { moveAttempt, type Attempt } from './store';

/** The network captured the whole amount of an attempt: the order says so. Called again, it changes nothing. */
export async function recordCaptured(ctx: Ctx, attempt: Attempt, reference: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const moved = await moveAttempt(tx, { id: attempt.id, from: 'authorized', to: 'captured', networkTransactionId: reference, declineReason: null });
    if (moved) await recordCapture(tx, { merchantId: attempt.merchantId, checkoutId: attempt.checkoutId, reference });
    failpoint('capture.recording');
  });
}
