import { placeHold } from '@/lib/bank';
import { failpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { change } from './change';
import { lockTransaction } from './store';
import type { NetworkTransaction } from './types';

/**
 * Brings an `initiated` transaction to its end: the bank is asked for the hold by this transaction's id, and the answer is
 * written with it, in one transaction. Any other is answered as it is. Whoever comes second waits and finds the outcome.
 */
export function conclude(ctx: Ctx, transactionId: string): Promise<NetworkTransaction> {
  return inTransaction(ctx, async (ctx) => {
    const transaction = await lockTransaction(ctx.db, transactionId);
    invariant(transaction, 'a recorded transaction exists');
    if (transaction.status !== 'initiated') return transaction;
    const hold = await placeHold(ctx, {
      reference: transaction.id,
      cardId: transaction.cardId,
      amount: transaction.amount,
      currency: transaction.currency,
      merchantName: transaction.merchantName,
      agentId: transaction.agentContext.agentId,
      agentName: transaction.agentName,
      humanPresent: transaction.agentContext.humanPresent,
      mandate: transaction.mandate === null ? null : { id: transaction.agentContext.mandateId, signature: transaction.mandate },
    });
    failpoint('network.held');
    if (hold.ok) return change(ctx, transaction, { status: 'authorized' });
    invariant(hold.error.code !== 'reference_conflict', 'a transaction asks for one hold only');
    return change(ctx, transaction, { status: 'declined', declineReason: hold.error.code });
  });
}
