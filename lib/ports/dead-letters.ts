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

/** Which dead letters: those of these ids, or all of a topic. */
export type DeadLetters = { readonly ids: readonly bigint[] } | { readonly topic: string };

/**
 * Makes dead letters of a tenant, or of anyone (null), due now, with all their attempts before them: the oldest first, so many at most. Answers the ids
 * of those that were dead; another's and those that someone was faster with are not among them.
 */
export async function replayDeadLetters(ctx: Ctx, { tenantId, limit, ...wanted }: DeadLetters & { tenantId: string | null; limit: number }): Promise<bigint[]> {
  const rows = await ctx.db.query<{ id: bigint }>({
    name: 'outbox.replay',
    text: `update outbox_event set dead_at = null, attempts = 0, next_attempt_at = $3, leased_until = null
            where id in (select id from outbox_event
                          where dead_at is not null and ($1::bigint[] is null or id = any($1)) and ($2::text is null or topic = $2) and ($4::text is null or tenant_id = $4)
                          order by id limit $5 for update skip locked) returning id`,
    values: ['ids' in wanted ? wanted.ids.map(String) : null, 'topic' in wanted ? wanted.topic : null, ctx.clock.now(), tenantId, limit],
  });
  return rows.map(({ id }) => id);
}
