import type { Ctx } from '@/lib/ports';
import { insertEvent } from './store';
import type { KitchenStepKind, Order } from './types';

/** Writes a step of the kitchen into the order's timeline, in the caller's transaction. `at`: when the order is expected to be ready. */
export const recordKitchenStep = (
  ctx: Ctx,
  order: Pick<Order, 'id' | 'merchantId'>,
  step: { kind: KitchenStepKind | 'ready_for_pickup' | 'delivered'; at: Date },
): Promise<void> => insertEvent(ctx, { merchantId: order.merchantId, orderId: order.id, kind: step.kind, detail: { etaAt: step.at.toISOString() } });
