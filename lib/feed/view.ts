import type { Ctx } from '@/lib/ports';
import type { FeedError, FeedTarget } from './types';

/** So many refused items are shown; `refusedCount` counts all. */
const REFUSALS_SHOWN = 50;

export type FeedRefusalView = { readonly itemId: string; readonly itemName: string; readonly status: number; readonly code: string; readonly message: string; readonly at: Date };

export type FeedView = {
  readonly url: string;
  readonly feedId: string | null;
  readonly status: FeedTarget['status'];
  readonly setAt: Date;
  /** Items that are not yet published as they are now. */
  readonly waitingCount: number;
  readonly lastRun: { readonly startedAt: Date; readonly endedAt: Date | null; readonly acceptedCount: number; readonly refusedCount: number } | null;
  /** Set after a failure: when it is tried again by itself. */
  readonly nextTryAt: Date | null;
  readonly error: (Omit<FeedError, 'at'> & { readonly at: Date }) | null;
  readonly refusals: readonly FeedRefusalView[];
  readonly refusedCount: number;
};

type Row = {
  url: string;
  feed_id: string | null;
  status: FeedTarget['status'];
  attempts: number;
  next_try_at: Date;
  last_error: FeedError | null;
  run_started_at: Date | null;
  run_ended_at: Date | null;
  run_accepted: number;
  run_refused: number;
  created_at: Date;
  waiting: bigint;
  refused: bigint;
};

/** How a merchant's feed stands, or null when it has no target. */
export async function loadFeed(ctx: Ctx, merchantId: string): Promise<FeedView | null> {
  const rows = await ctx.db.query<Row>({
    name: 'feed.view',
    text: `select url, feed_id, status, attempts, next_try_at, last_error, run_started_at, run_ended_at, run_accepted, run_refused, created_at,
                  (select count(*) from feed_change c where c.merchant_id = t.merchant_id) as waiting,
                  (select count(*) from feed_refusal r where r.merchant_id = t.merchant_id) as refused
             from feed_target t where merchant_id = $1`,
    values: [merchantId],
  });
  const row = rows[0];
  if (!row) return null;
  const error = row.last_error;
  return {
    url: row.url,
    feedId: row.feed_id,
    status: row.status,
    setAt: row.created_at,
    waitingCount: Number(row.waiting),
    lastRun: row.run_started_at && { startedAt: row.run_started_at, endedAt: row.run_ended_at, acceptedCount: row.run_accepted, refusedCount: row.run_refused },
    nextTryAt: row.status === 'active' && row.attempts > 0 ? row.next_try_at : null,
    error: error && { ...error, at: new Date(error.at) },
    refusals: row.refused > 0n ? await loadRefusals(ctx, merchantId) : [],
    refusedCount: Number(row.refused),
  };
}

async function loadRefusals(ctx: Ctx, merchantId: string): Promise<FeedRefusalView[]> {
  const rows = await ctx.db.query<{ item_id: string; name: string; status: number; code: string; message: string; refused_at: Date }>({
    name: 'feed.view-refusals',
    text: `select r.item_id, i.name, r.status, r.code, r.message, r.refused_at from feed_refusal r join item i on i.merchant_id = r.merchant_id and i.id = r.item_id
            where r.merchant_id = $1 order by r.refused_at desc, r.item_id limit ${REFUSALS_SHOWN}`,
    values: [merchantId],
  });
  return rows.map((row) => ({ itemId: row.item_id, itemName: row.name, status: row.status, code: row.code, message: row.message, at: row.refused_at }));
}
