import { releaseHold } from '@/lib/bank';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { change } from './change';
import { settledStatus } from './settled-status';
import { promiseToTell } from './tell';
import type { NetworkTransaction } from './types';

/**
 * Ends a locked authorisation whose life is over: what is left of the hold goes back, what was captured stands. In the caller's
 * transaction, which also promises to tell the store.
 */
export async function lapse(ctx: Ctx, transaction: NetworkTransaction): Promise<NetworkTransaction> {
  const released = await releaseHold(ctx, { reference: transaction.id });
  invariant(released.ok, 'an authorised transaction has a hold to release');
  const ended = await change(ctx, transaction, { status: transaction.capturedAmount === 0n ? 'expired' : settledStatus(transaction) });
  await promiseToTell(ctx, ended);
  return ended;
}
