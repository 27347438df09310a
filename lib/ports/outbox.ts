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
  | 'hosted-checkout.settle'
  | 'payment-account.sync';

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

/** What is promised and not done: how many side effects wait, how long the oldest of them, and how many failed for good. */
export async function outboxDepth(ctx: Ctx): Promise<{ waiting: number; oldestSeconds: number; dead: number }> {
  const [row] = await ctx.db.query<{ waiting: number; oldest: Date | null; dead: number }>({
    name: 'outbox.depth',
    text: `select (select count(*)::int from outbox_event where delivered_at is null and dead_at is null) as waiting,
                  (select min(created_at) from outbox_event where delivered_at is null and dead_at is null) as oldest,
                  (select count(*)::int from outbox_event where dead_at is not null) as dead`,
    values: [],
  });
  const oldestSeconds = row?.oldest ? Math.max(0, (ctx.clock.now().getTime() - row.oldest.getTime()) / 1000) : 0;
  return { waiting: row?.waiting ?? 0, oldestSeconds, dead: row?.dead ?? 0 };
}
