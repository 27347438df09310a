import { newId } from '@/lib/kernel/id';
import { emit, type Ctx } from '@/lib/ports';
import { listListeners } from './store';
import type { AgentEvent, WebhookDelivery } from './types';

/**
 * Promises an event to every endpoint of its agent that listens, in the caller's transaction: it is told at least once, or stands in
 * the dead letters. Of one session, one endpoint is told in order; an endpoint that fails holds up none but itself.
 */
export async function announce(ctx: Ctx, { type, agentId, sessionId, eventId, data }: AgentEvent): Promise<void> {
  const listeners = await listListeners(ctx, { agentId, type });
  if (listeners.length === 0) return;
  const now = ctx.clock.now();
  const event = { eventId: eventId ?? newId('event', now.getTime()), type, occurredAt: now.toISOString(), data };
  for (const { id, walletId } of listeners) {
    const delivery: WebhookDelivery = { endpointId: id, ...event };
    await emit(ctx, { topic: 'webhook.deliver', aggregateId: `${id}:${sessionId}`, tenantId: walletId, payload: delivery });
  }
}
