import { releaseHold } from '@/lib/bank';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { change } from './change';
import { lockOwn } from './find-own';
import { promiseToTell } from './tell';
import type { NetworkTransaction, VoidError } from './types';

/**
 * Voids an authorisation of which nothing was captured, and gives the held money back. Voided before: answers it as it is. One
 * that never reached the bank is closed. Refused with transaction_not_found or wrong_state (captured, declined, expired).
 */
export function voidAuthorization(
  ctx: Ctx,
  command: { transactionId: string; merchantId: string | null },
): Promise<Result<NetworkTransaction, VoidError>> {
  return inTransaction(ctx, async (ctx) => {
    const transaction = await lockOwn(ctx, command);
    if (!transaction) return err({ code: 'transaction_not_found' });
    const { status, capturedAmount } = transaction;
    if (status === 'voided') return ok(transaction);
    if ((status !== 'authorized' && status !== 'initiated') || capturedAmount > 0n) return err({ code: 'wrong_state', status, capturedAmount });
    if (status === 'authorized') {
      const released = await releaseHold(ctx, { reference: transaction.id });
      invariant(released.ok, 'an authorised transaction has a hold to release');
    }
    const voided = await change(ctx, transaction, { status: 'voided' });
    await promiseToTell(ctx, voided);
    return ok(voided);
  });
}
