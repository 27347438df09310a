import { placeHold } from '@/lib/bank';
import { addSeconds } from '@/lib/kernel/clock';
import { failpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import { inTransaction, Unavailable, type Ctx } from '@/lib/ports';
import { change } from './change';
import { lockTransaction } from './store';
import type { NetworkTransaction } from './types';

/** So long an authorisation waits for a bank that does not answer; then it is declined, so that the buyer may use another card. */
const BANK_PATIENCE_SECONDS = 120;

/**
 * Brings an `initiated` transaction to its end: the bank is asked for the hold by this transaction's id, and the answer is
 * written with it, in one transaction. Any other is answered as it is. Whoever comes second waits and finds the outcome. Throws Unavailable
 * while the bank does not answer: nothing is held then, and asking again goes on; after two minutes it is declined (issuer_unavailable).
 */
export async function conclude(ctx: Ctx, transactionId: string): Promise<NetworkTransaction> {
  try {
    return await inTransaction(ctx, (tx) => askBank(tx, transactionId));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const given = await inTransaction(ctx, (tx) => giveUp(tx, transactionId));
    if (!given) throw error;
    return given;
  }
}

async function lockRecorded(tx: Ctx, transactionId: string): Promise<NetworkTransaction> {
  const transaction = await lockTransaction(tx.db, transactionId);
  invariant(transaction, 'a recorded transaction exists');
  return transaction;
}

async function askBank(tx: Ctx, transactionId: string): Promise<NetworkTransaction> {
  const transaction = await lockRecorded(tx, transactionId);
  if (transaction.status !== 'initiated') return transaction;
  const hold = await placeHold(tx, {
    reference: transaction.id,
    cardId: transaction.cardId,
    amount: transaction.amount,
    currency: transaction.currency,
    merchantName: transaction.merchantName,
    agentId: transaction.agentContext?.agentId ?? null,
    agentName: transaction.agentName,
    humanPresent: transaction.agentContext?.humanPresent ?? null,
    authenticated: transaction.authenticated,
    mandate: transaction.agentContext && transaction.mandate !== null ? { id: transaction.agentContext.mandateId, signature: transaction.mandate } : null,
  });
  failpoint('network.held');
  if (hold.ok) return change(tx, transaction, { status: 'authorized' });
  invariant(hold.error.code !== 'reference_conflict', 'a transaction asks for one hold only');
  return change(tx, transaction, { status: 'declined', declineReason: hold.error.code });
}

/** A hold is written with its transaction or not at all, so one that is still `initiated` holds nothing. Null: there is time yet. */
async function giveUp(tx: Ctx, transactionId: string): Promise<NetworkTransaction | null> {
  const transaction = await lockRecorded(tx, transactionId);
  if (transaction.status !== 'initiated') return transaction;
  if (addSeconds(transaction.createdAt, BANK_PATIENCE_SECONDS) > tx.clock.now()) return null;
  return change(tx, transaction, { status: 'declined', declineReason: 'issuer_unavailable' });
}
