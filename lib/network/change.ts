import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { announcePayment } from '@/lib/webhook';
import { toPaymentEvent } from './payment-event';
import { mayBecome } from './status';
import { updateTransaction } from './store';
import type { NetworkTransaction } from './types';

type Change = Partial<Pick<NetworkTransaction, 'status' | 'declineReason' | 'capturedAmount' | 'refundedAmount'>>;

/** Writes a change of a locked transaction, as the table of statuses allows it, tells who listens, and answers the transaction as it now is. */
export async function change(ctx: Ctx, transaction: NetworkTransaction, to: Change): Promise<NetworkTransaction> {
  const changed: NetworkTransaction = { ...transaction, ...to, updatedAt: ctx.clock.now() };
  invariant(mayBecome(transaction.status, changed.status), `a transaction ${transaction.status} may become ${changed.status}`);
  const [isWritten] = await Promise.all([updateTransaction(ctx.db, transaction.status, changed), announcePayment(ctx, toPaymentEvent(transaction, changed))]);
  invariant(isWritten, 'a locked transaction keeps its status');
  return changed;
}
