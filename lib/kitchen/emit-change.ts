import { emit, type Ctx } from '@/lib/ports';
import type { KitchenChange, Ticket } from './types';

/** What is told of one ticket is told in order, and apart from what is told of its order: neither waits for the other. */
export const emitChange = (tx: Ctx, { merchantId, orderId, status, revision }: Pick<Ticket, 'merchantId' | 'orderId' | 'status' | 'revision'>): Promise<void> => {
  const payload: KitchenChange = { merchantId, orderId, status, revision };
  return emit(tx, { topic: 'kitchen.changed', aggregateId: `kitchen:${orderId}`, tenantId: merchantId, payload });
};
