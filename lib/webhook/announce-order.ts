import type { Ctx } from '@/lib/ports';
import { promiseToMerchant } from './merchant-store';
import type { PlainOrderEvent } from './types';

/** Promises the plain facts of an order to every endpoint of its merchant that listens, in the transaction under way if there is one. */
export async function announceOrder(ctx: Ctx, { type, eventId, data, merchantId, orderId }: PlainOrderEvent): Promise<void> {
  await promiseToMerchant(ctx, { merchantId, subjectId: orderId, event: { eventId, type, occurredAt: ctx.clock.now().toISOString(), data } });
}
