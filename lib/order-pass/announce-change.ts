import { emit, type Ctx } from '@/lib/ports';
import type { TicketStatus } from './types';

/** Promises word of a ticket that moved, in the caller's transaction. What is told of one ticket is told in order. */
export const announceChange = (
  tx: Ctx,
  { merchantId, orderId, status, revision }: { merchantId: string; orderId: string; status: TicketStatus; revision: number },
): Promise<void> => emit(tx, { topic: 'kitchen.changed', aggregateId: `kitchen:${orderId}`, tenantId: merchantId, payload: { merchantId, orderId, status, revision } });
