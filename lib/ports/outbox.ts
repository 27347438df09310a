import type { Ctx } from './ctx';

/** Side effects that a transaction promises; lib/jobs has one consumer for each. */
export type OutboxTopic =
  | 'mail.send'
  | 'sms.send'
  | 'kitchen.changed'
  | 'payment.capture'
  | 'payment.changed'
  | 'order.created'
  | 'order.changed'
  | 'order.refund'
  | 'order.void'
  | 'order-event.deliver'
  | 'return.approved'
  | 'webhook.deliver'
  | 'push.deliver'
  | 'feed.publish'
  | 'hosted-checkout.settle';

/** Promises a side effect in the transaction under way: it is delivered at least once, or kept among the dead letters. */
export async function emit(
  ctx: Ctx,
  event: { topic: OutboxTopic; aggregateId: string; tenantId: string; payload: Record<string, unknown> },
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.write({
    name: 'outbox.emit',
    text: `insert into outbox_event (topic, aggregate_id, tenant_id, payload, next_attempt_at, created_at)
           values ($1, $2, $3, $4, $5, $5)`,
    values: [event.topic, event.aggregateId, event.tenantId, JSON.stringify(event.payload), now],
  });
}
