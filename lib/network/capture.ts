import { captureHold } from '@/lib/bank';
import { failpoint } from '@/lib/kernel/failpoint';
import { InvariantError } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { change } from './change';
import { lockOwn } from './find-own';
import { lapse } from './lapse';
import { promiseToTell } from './tell';
import type { CaptureCommand, CaptureError, NetworkTransaction } from './types';

/**
 * Captures an authorisation, wholly or in parts until their sum is its amount; the same captureKey captures once. Refusals change
 * nothing: transaction_not_found, wrong_state, amount_exceeds_authorized, idempotency_conflict (the key was used for another amount).
 */
export function capture(ctx: Ctx, command: CaptureCommand): Promise<Result<NetworkTransaction, CaptureError>> {
  return inTransaction(ctx, async (ctx) => {
    const transaction = await lockOwn(ctx, command);
    if (!transaction) return err({ code: 'transaction_not_found' });
    const { status, currency } = transaction;
    if (status !== 'authorized' && status !== 'captured' && status !== 'refunded') return err({ code: 'wrong_state', status });

    const hold = await captureHold(ctx, {
      reference: transaction.id,
      captureKey: command.captureKey,
      merchantId: transaction.merchantId,
      amount: command.amount,
      orderId: command.orderId,
    });
    failpoint('capture.taken');
    if (hold.ok) return ok(await recordCapture(ctx, transaction, command, hold.value.capturedAmount));
    switch (hold.error.code) {
      case 'amount_exceeds_held':
        return err({ code: 'amount_exceeds_authorized', leftAmount: hold.error.heldAmount, currency });
      case 'hold_closed':
        return command.amount === null ? err({ code: 'wrong_state', status }) : err({ code: 'amount_exceeds_authorized', leftAmount: 0n, currency });
      case 'hold_expired':
        return err({ code: 'wrong_state', status: (await lapse(ctx, transaction)).status });
      case 'reference_conflict':
        return err({ code: 'idempotency_conflict' });
      case 'hold_not_found':
        throw new InvariantError('an authorised transaction has its hold');
    }
  });
}

/** A replayed capture finds its sum recorded already. What a merchant captures without its order, the store is promised to learn. */
async function recordCapture(ctx: Ctx, transaction: NetworkTransaction, { orderId }: CaptureCommand, capturedAmount: bigint): Promise<NetworkTransaction> {
  if (capturedAmount === transaction.capturedAmount) return transaction;
  const captured = await change(ctx, transaction, { capturedAmount, status: capturedAmount === transaction.amount ? 'captured' : 'authorized' });
  if (orderId === null) await promiseToTell(ctx, captured);
  return captured;
}
