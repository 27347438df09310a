import { addSeconds } from '@/lib/kernel/clock';
import { sharedStatement, type Ctx } from '@/lib/ports';
import type { Lane, LeasedEvent } from './types';

type EventRow = {
  id: bigint;
  topic: string;
  aggregate_id: string;
  tenant_id: string;
  payload: unknown;
  attempts: number;
  leased_until: Date;
};

/** Events that need not be due: those up to an id, of one tenant or of all, but for some. */
export type Early = { readonly upTo: bigint; readonly tenantId: string | null; readonly except: readonly bigint[] };

/** The newest event there is; 0 where there is none. */
export async function findNewestEventId(ctx: Ctx): Promise<bigint> {
  const rows = await ctx.db.query<{ id: bigint }>({ name: 'outbox.newest', text: `select coalesce(max(id), 0) as id from outbox_event`, values: [] });
  return rows[0]?.id ?? 0n;
}

/**
 * Takes a lease on events that are due, oldest first. Of one aggregate only the first that is neither delivered nor dead is taken,
 * so its events arrive in order; a lease that ran out (its process died) is free again. Of all topics, or of one lane's
 * but for some receivers. `offset 0` has the
 * first of an aggregate looked up for each candidate: as a join, all that waits would be read for each.
 */
export async function leaseDueEvents(ctx: Ctx, lease: { seconds: number; limit: number; lane?: Lane; except?: readonly string[]; early?: Early }): Promise<LeasedEvent[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db.query<EventRow>({
    name: lease.early ? 'outbox.lease-early' : 'outbox.lease',
    text: `with due as (
             select e.id from outbox_event e
              where e.delivered_at is null and e.dead_at is null and ${lease.early ? 'e.id <= $7 and ($8::text is null or e.tenant_id = $8) and e.id <> all($9::bigint[])' : 'e.next_attempt_at <= $1'}
                and (e.leased_until is null or e.leased_until <= $1)
                and ($4::text[] is null or (e.topic = any($4)) = $5)
                and split_part(e.aggregate_id, ':', 1) <> all($6::text[])
                and not exists (
                  select from outbox_event earlier
                   where earlier.aggregate_id = e.aggregate_id and earlier.id < e.id
                     and earlier.delivered_at is null and earlier.dead_at is null
                  offset 0)
              order by e.id limit $3 for update skip locked)
           update outbox_event o set leased_until = $2 from due where o.id = due.id
           returning o.id, o.topic, o.aggregate_id, o.tenant_id, o.payload, o.attempts, o.leased_until`,
    values: [now, addSeconds(now, lease.seconds), lease.limit, lease.lane?.topics ?? null, lease.lane?.holds === 'these', lease.except ?? [], ...(lease.early ? [lease.early.upTo.toString(), lease.early.tenantId, lease.early.except.map(String)] : [])],
  });
  return rows.map(toEvent);
}

const toEvent = (row: EventRow): LeasedEvent => ({
  id: row.id,
  topic: row.topic,
  aggregateId: row.aggregate_id,
  tenantId: row.tenant_id,
  payload: row.payload,
  attempts: row.attempts,
  leasedUntil: row.leased_until,
});

/**
 * Records a delivery, together with those that end beside it. Nothing happens when another process has taken the event over: its own outcome counts. Throws where
 * it could not be written: the event is leased as before, and delivered again after that.
 */
export const recordDelivery = (ctx: Ctx, event: LeasedEvent): Promise<void> => recordDeliveries(ctx, { ...event, deliveredAt: ctx.clock.now() });

const recordDeliveries = sharedStatement<LeasedEvent & { deliveredAt: Date }, void>({
  run: async ({ db }, events) => {
    await db.query({
      name: 'outbox.delivered',
      text: `update outbox_event e set delivered_at = d.delivered_at, leased_until = null
               from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) as d(id, leased_until, delivered_at)
              where e.id = d.id and e.leased_until = d.leased_until and e.delivered_at is null`,
      values: [events.map(({ id }) => id.toString()), events.map(({ leasedUntil }) => leasedUntil), events.map(({ deliveredAt }) => deliveredAt)],
    });
    return events.map(() => undefined);
  },
});

/** Records a failure: due again at `nextAttemptAt`, or dead when that is null. */
export async function recordFailure(ctx: Ctx, event: LeasedEvent, failure: { error: string; nextAttemptAt: Date | null }): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.query({
    name: 'outbox.failed',
    text: `update outbox_event
              set attempts = attempts + 1, last_error = $3, leased_until = null,
                  next_attempt_at = coalesce($4::timestamptz, next_attempt_at),
                  dead_at = case when $4::timestamptz is null then $5::timestamptz end
            where id = $1 and leased_until = $2 and delivered_at is null`,
    values: [event.id, event.leasedUntil, failure.error, failure.nextAttemptAt, now],
  });
}

/** False when another process holds the job's lock. In a transaction; the lock ends with it. */
export async function tryLockJob(ctx: Ctx, name: string): Promise<boolean> {
  const rows = await ctx.db.query<{ locked: boolean }>({
    name: 'job.lock',
    text: `select pg_try_advisory_xact_lock(hashtextextended('job:' || $1, 0)) as locked`,
    values: [name],
  });
  return rows[0]?.locked ?? false;
}

/** Idempotency keys are kept 48 hours (at least 24 are promised, ACP). */
export async function deleteOldIdempotencyRecords(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.query({
    name: 'idempotency.delete-old',
    text: `delete from idempotency_record where created_at < $1 and (status = 'done' or leased_until < $2)`,
    values: [addSeconds(now, -48 * 3600), now],
  });
}

/** Delivered events are kept a week: long enough to look into, and mail texts in them do not pile up. Dead ones stay. */
export async function deleteDeliveredEvents(ctx: Ctx): Promise<void> {
  await ctx.db.query({
    name: 'outbox.delete-delivered',
    text: `delete from outbox_event where delivered_at < $1`,
    values: [addSeconds(ctx.clock.now(), -7 * 24 * 3600)],
  });
}
