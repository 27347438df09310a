import { newId } from '@/lib/kernel/id';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { findDelivery, insertDelivery } from './delivery-store';
import { throwUnlessDone } from './deliver-webhook';
import { listMerchantEndpoints } from './merchant-store';
import { postDelivery } from './post-delivery';
import type { OrderEvent, OrderEventType } from './types';

/** Whether any endpoint of a merchant listens to events of its orders. */
export async function hasOrderListener(ctx: Ctx, { merchantId, type }: { merchantId: string; type: OrderEventType }): Promise<boolean> {
  return (await listMerchantEndpoints(ctx, merchantId)).some(({ events }) => events.includes(type));
}

/** Promises an order's event to every endpoint of its merchant that listens; to each once, however often it is called. One endpoint is told of one order in order. */
export const promiseOrderEvent = (ctx: Ctx, { merchantId, orderId, eventId, type, data }: OrderEvent): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const body = JSON.stringify({ type, data });
    for (const endpoint of await listMerchantEndpoints(tx, merchantId)) {
      if (!endpoint.events.includes(type)) continue;
      const createdAt = tx.clock.now();
      const delivery = { id: newId('delivery', createdAt.getTime()), merchantId, endpointId: endpoint.id, url: endpoint.url, eventId, type, orderId, body, createdAt };
      if (!(await insertDelivery(tx, delivery))) continue;
      await emit(tx, { topic: 'order-event.deliver', aggregateId: `${endpoint.id}:${orderId}`, tenantId: merchantId, payload: { deliveryId: delivery.id } });
    }
  });

/**
 * Posts an order's event as it was promised, under a stable Request-Id and a fresh time. Throws where trying again may help (429, 5xx, no
 * answer), so that the outbox does; an endpoint that refuses it, as 400 and 401 do, is not asked again (specs/acp.md, Webhooks).
 */
export async function deliverOrderEvent(ctx: Ctx, { deliveryId }: { deliveryId: string }, { isLast }: { isLast: boolean }): Promise<void> {
  const delivery = await findDelivery(ctx, { id: deliveryId });
  if (!delivery || delivery.status === 'delivered') return;
  throwUnlessDone(await postDelivery(ctx, delivery, { isLast, resent: false }));
}
