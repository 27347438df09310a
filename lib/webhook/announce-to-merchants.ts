import { newId } from '@/lib/kernel/id';
import { emit, type Ctx } from '@/lib/ports';
import { listMerchantListeners } from './merchant-store';
import type { MerchantEvent, WebhookDelivery } from './types';

/**
 * Promises an event to every endpoint that listens of the merchants that the agent paid, in the caller's transaction. Of one agent, one endpoint is
 * told in order. Each merchant's event has an id of its own: two merchants cannot compare.
 */
export async function announceToMerchants(ctx: Ctx, { type, agentId, merchantId, dataFor }: MerchantEvent): Promise<void> {
  const now = ctx.clock.now();
  const eventIds = new Map<string, string>();
  for (const listener of await listMerchantListeners(ctx, { agentId, type, merchantId })) {
    const eventId = eventIds.get(listener.merchantId) ?? newId('event', now.getTime());
    eventIds.set(listener.merchantId, eventId);
    const delivery: WebhookDelivery = { endpointId: listener.id, eventId, type, occurredAt: now.toISOString(), data: dataFor(listener.merchantId) };
    await emit(ctx, { topic: 'webhook.deliver', aggregateId: `${listener.id}:${agentId}`, tenantId: listener.merchantId, payload: delivery });
  }
}
