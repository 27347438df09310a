import type { Ctx } from './ctx';

/** A promised side effect that failed as often as it may be tried. `payload` is as it was promised: secrets included. */
export type DeadLetter = {
  readonly id: bigint;
  readonly topic: string;
  readonly aggregateId: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly payload: unknown;
  readonly createdAt: Date;
};

/** Dead letters of a tenant, or of all (null), newest first, from before `beforeId` on. */
export async function listDeadLetters(ctx: Ctx, query: { tenantId: string | null; beforeId: bigint | null; limit: number }): Promise<DeadLetter[]> {
  const rows = await ctx.db.query<{
    id: bigint;
    topic: string;
    aggregate_id: string;
    attempts: number;
    last_error: string | null;
    payload: unknown;
    created_at: Date;
  }>({
    name: 'outbox.list-dead',
    text: `select id, topic, aggregate_id, attempts, last_error, payload, created_at from outbox_event
            where dead_at is not null and ($1::bigint is null or id < $1) and ($3::text is null or tenant_id = $3) order by id desc limit $2`,
    values: [query.beforeId?.toString() ?? null, query.limit, query.tenantId],
  });
  return rows.map((row) => ({
    id: row.id,
    topic: row.topic,
    aggregateId: row.aggregate_id,
    attempts: row.attempts,
    lastError: row.last_error ?? '',
    payload: row.payload,
    createdAt: row.created_at,
  }));
}

/** Makes a dead letter of a tenant, or of anyone (null), due now, with all its attempts before it. False when there is none of this id, or someone was faster. */
export async function replayDeadLetter(ctx: Ctx, { id, tenantId }: { id: bigint; tenantId: string | null }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: bigint }>({
    name: 'outbox.replay',
    text: `update outbox_event set dead_at = null, attempts = 0, next_attempt_at = $2, leased_until = null
            where id = $1 and dead_at is not null and ($3::text is null or tenant_id = $3) returning id`,
    values: [id.toString(), ctx.clock.now(), tenantId],
  });
  return rows.length === 1;
}
