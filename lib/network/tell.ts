import { emit, type Ctx } from '@/lib/ports';
import type { NetworkTransaction } from './types';

/** Promises, in the transaction under way, that the store learns what became of a transaction, also when nobody waits for the answer. */
export const promiseToTell = (ctx: Ctx, { id, merchantId }: NetworkTransaction): Promise<void> =>
  emit(ctx, { topic: 'payment.changed', aggregateId: id, tenantId: merchantId, payload: { transactionId: id } });
