import type { Ctx } from '@/lib/ports';
import { insertEvent } from './store';
import type { Order } from './types';

/** Writes a step of a return into the order's timeline, in the caller's transaction. */
export const recordReturn = (
  ctx: Ctx,
  order: Pick<Order, 'id' | 'merchantId'>,
  step: { kind: 'return_requested' | 'return_approved' | 'return_refused' | 'return_refunded'; returnId: string },
): Promise<void> => insertEvent(ctx, { merchantId: order.merchantId, orderId: order.id, kind: step.kind, detail: { returnId: step.returnId } });
