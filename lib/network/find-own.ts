import type { Ctx } from '@/lib/ports';
import { conclude } from './conclude';
import { findTransaction, lockTransaction } from './store';
import type { NetworkTransaction } from './types';

type Query = { readonly transactionId: string; readonly merchantId: string | null };

const isOwn = (transaction: NetworkTransaction | null, merchantId: string | null): transaction is NetworkTransaction =>
  transaction !== null && (merchantId === null || transaction.merchantId === merchantId);

/** A transaction of this merchant, brought to its end if it was interrupted; null for another's as for none. */
export async function getTransaction(ctx: Ctx, query: Query): Promise<NetworkTransaction | null> {
  const transaction = await findTransaction(ctx.db, query.transactionId);
  if (!isOwn(transaction, query.merchantId)) return null;
  return transaction.status === 'initiated' ? conclude(ctx, transaction.id) : transaction;
}

/** The same, locked in the transaction under way and as it stands. */
export async function lockOwn(ctx: Ctx, query: Query): Promise<NetworkTransaction | null> {
  const transaction = await lockTransaction(ctx.db, query.transactionId);
  return isOwn(transaction, query.merchantId) ? transaction : null;
}
