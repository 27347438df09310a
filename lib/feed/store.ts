import { toCurrency } from '@/lib/kernel/money';
import type { Ctx, FeedItem } from '@/lib/ports';
import type { FeedChange, FeedError, FeedTarget } from './types';

const SECRET_PURPOSE = 'feed.secret';

type TargetRow = {
  merchant_id: string;
  generation: string;
  url: string;
  sealed_secret: string | null;
  feed_id: string | null;
  status: FeedTarget['status'];
  attempts: number;
  next_try_at: Date;
};

/** The target of a merchant, its secret in clear, or null. */
export async function findTarget(ctx: Ctx, merchantId: string): Promise<FeedTarget | null> {
  const rows = await ctx.db.query<TargetRow>({
    name: 'feed.find-target',
    text: `select merchant_id, generation, url, sealed_secret, feed_id, status, attempts, next_try_at from feed_target where merchant_id = $1`,
    values: [merchantId],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    merchantId: row.merchant_id,
    generation: row.generation,
    url: row.url,
    secret: row.sealed_secret === null ? null : ctx.keyring.open(row.sealed_secret, SECRET_PURPOSE),
    feedId: row.feed_id,
    status: row.status,
    attempts: row.attempts,
    nextTryAt: row.next_try_at,
  };
}

/** Puts a target in the place of whatever the merchant had: nothing of what came before holds for it. */
export async function writeTarget(tx: Ctx, target: { merchantId: string; generation: string; url: string; secret: string | null }): Promise<void> {
  await tx.db.query({
    name: 'feed.write-target',
    text: `insert into feed_target (merchant_id, generation, url, sealed_secret, status, attempts, next_try_at, created_at) values ($1, $2, $3, $4, 'active', 0, $5, $5)
           on conflict (merchant_id) do update set generation = excluded.generation, url = excluded.url, sealed_secret = excluded.sealed_secret, feed_id = null,
             status = 'active', attempts = 0, next_try_at = excluded.next_try_at, last_error = null, run_started_at = null, run_ended_at = null, run_accepted = 0,
             run_refused = 0, created_at = excluded.created_at`,
    values: [target.merchantId, target.generation, target.url, target.secret === null ? null : tx.keyring.seal(target.secret, SECRET_PURPOSE), tx.clock.now()],
  });
}

/** Lets a stopped or waiting target be tried at once, as a new run. False when the merchant has none. */
export async function reviveTarget(tx: Ctx, merchantId: string): Promise<boolean> {
  const rows = await tx.db.query<{ merchant_id: string }>({
    name: 'feed.revive-target',
    text: `update feed_target set status = 'active', attempts = 0, next_try_at = $2, last_error = null, run_started_at = null, run_ended_at = null, run_accepted = 0, run_refused = 0
            where merchant_id = $1 returning merchant_id`,
    values: [merchantId, tx.clock.now()],
  });
  return rows.length === 1;
}

/** False when the merchant has none. */
export async function deleteTarget(tx: Ctx, merchantId: string): Promise<boolean> {
  const rows = await tx.db.query<{ merchant_id: string }>({ name: 'feed.delete-target', text: `delete from feed_target where merchant_id = $1 returning merchant_id`, values: [merchantId] });
  return rows.length === 1;
}

export async function deleteRefusals(tx: Ctx, merchantId: string): Promise<void> {
  await tx.db.query({ name: 'feed.delete-refusals', text: `delete from feed_refusal where merchant_id = $1`, values: [merchantId] });
}

/** Everything that stands in the catalogue waits to be published, in the merchant's order, and nothing else does: what was taken off it was never told of. */
export async function markEverything(tx: Ctx, merchantId: string): Promise<void> {
  await tx.db.query({ name: 'feed.unmark', text: `delete from feed_change where merchant_id = $1`, values: [merchantId] });
  await tx.db.query({
    name: 'feed.mark-everything',
    text: `insert into feed_change (merchant_id, item_id, revision)
           select merchant_id, id, nextval('item_revision_seq') from (select merchant_id, id from item where merchant_id = $1 and available and not archived order by sort_order, id) i
           on conflict (merchant_id, item_id) do update set revision = excluded.revision`,
    values: [merchantId],
  });
}

/** Merchants whose feed is due: something changed, its time has come, and nobody is at it or about to be. */
export async function listDueFeeds(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db.query<{ merchant_id: string }>({
    name: 'feed.list-due',
    text: `select t.merchant_id from feed_target t
            where t.status = 'active' and t.next_try_at <= $1
              and exists (select from feed_change c where c.merchant_id = t.merchant_id)
              and not exists (select from outbox_event e
                               where e.aggregate_id = 'feed:' || t.merchant_id and e.delivered_at is null and e.dead_at is null)
            order by t.next_try_at limit $2`,
    values: [ctx.clock.now(), limit],
  });
  return rows.map((row) => row.merchant_id);
}

type ItemRow = {
  id: string;
  name: string;
  description: string;
  category: string;
  image_path: string | null;
  amount: bigint;
  currency: string;
  stock: bigint | null;
  listed: boolean;
  for_sale: boolean;
};

/** `$1` is the clock's now. */
const ITEM_COLUMNS = 'i.id, i.name, i.description, i.category, i.image_path, i.amount, i.currency, i.stock, i.available and not i.archived as listed, for_sale(i, $1) as for_sale';

const toItem = (row: ItemRow): FeedItem => ({
  id: row.id,
  name: row.name,
  description: row.description,
  category: row.category,
  imagePath: row.image_path,
  amount: row.amount,
  currency: toCurrency(row.currency),
  availability: !row.listed ? 'discontinued' : row.for_sale && (row.stock === null || row.stock > 0n) ? 'in_stock' : 'out_of_stock',
});

/** What waits to be published, the longest waiting first: items as they are now. */
export async function listChanges(ctx: Ctx, query: { merchantId: string; limit: number }): Promise<FeedChange[]> {
  const rows = await ctx.db.query<ItemRow & { revision: bigint }>({
    name: 'feed.list-changes',
    text: `select c.revision, ${ITEM_COLUMNS} from feed_change c join item i on i.merchant_id = c.merchant_id and i.id = c.item_id
            where c.merchant_id = $2 order by c.revision limit $3`,
    values: [ctx.clock.now(), query.merchantId, query.limit],
  });
  return rows.map((row) => ({ revision: row.revision, item: toItem(row) }));
}

/** A page of what stands in the catalogue, sold out or marked out too, by id, after one of them. */
export async function listItems(ctx: Ctx, query: { merchantId: string; after: string; limit: number }): Promise<FeedItem[]> {
  const rows = await ctx.db.query<ItemRow>({
    name: 'feed.list-items',
    text: `select ${ITEM_COLUMNS} from item i where i.merchant_id = $2 and i.available and not i.archived and i.id > $3 order by i.id limit $4`,
    values: [ctx.clock.now(), query.merchantId, query.after, query.limit],
  });
  return rows.map(toItem);
}

/** What tells one state of a catalogue from another, and when it was last told anew. Each change moves the sum: a revision only grows. */
export async function findCatalogueState(ctx: Ctx, merchantId: string): Promise<{ tag: string; changedAt: Date | null }> {
  const rows = await ctx.db.query<{ tag: string; changed_at: Date | null }>({
    name: 'feed.catalogue-state',
    text: `select count(*) || '.' || coalesce(sum(revision), 0) as tag, max(changed_at) as changed_at from item where merchant_id = $1`,
    values: [merchantId],
  });
  return { tag: rows[0]?.tag ?? '', changedAt: rows[0]?.changed_at ?? null };
}

type Of = { readonly merchantId: string; readonly generation: string };

/** False when the target was set anew or removed since: then nothing of it may be recorded. */
async function update(tx: Ctx, { merchantId, generation }: Of, name: string, assignments: string, values: readonly unknown[]): Promise<boolean> {
  const rows = await tx.db.query<{ merchant_id: string }>({
    name: `feed.${name}`,
    text: `update feed_target set ${assignments} where merchant_id = $1 and generation = $2 returning merchant_id`,
    values: [merchantId, generation, ...values],
  });
  return rows.length === 1;
}

const RUN = `run_started_at = case when run_started_at is null or run_ended_at is not null then $3 else run_started_at end, run_ended_at = null,
  run_accepted = case when run_ended_at is null then run_accepted else 0 end + $4, run_refused = case when run_ended_at is null then run_refused else 0 end + $5`;

export const recordFeed = (tx: Ctx, of: Of, feedId: string): Promise<boolean> => update(tx, of, 'record-feed', 'feed_id = $3, attempts = 0, last_error = null', [feedId]);

/** Counts what a target took or refused. The first count after a run that ended begins the next. */
export const recordCounts = (tx: Ctx, of: Of, { accepted, refused }: { accepted: number; refused: number }): Promise<boolean> =>
  update(tx, of, 'record-counts', `${RUN}, attempts = 0, last_error = null`, [tx.clock.now(), accepted, refused]);

/** Without a next try the target is stopped. */
export const recordError = (tx: Ctx, of: Of, { error, nextTryAt }: { error: FeedError; nextTryAt: Date | null }): Promise<boolean> =>
  update(
    tx, of, 'record-error',
    `${RUN}, attempts = attempts + 1, last_error = $6, status = case when $7::timestamptz is null then 'stopped' else 'active' end, next_try_at = coalesce($7::timestamptz, next_try_at)`,
    [tx.clock.now(), 0, 0, JSON.stringify(error), nextTryAt],
  );

/** The next try makes another feed: under another key, or a target that heeds keys would answer with the one that is gone. */
export const forgetFeed = (tx: Ctx, of: Of, generation: string): Promise<boolean> => update(tx, of, 'forget-feed', 'feed_id = null, generation = $3', [generation]);

/** The run is over when nothing waits any more. */
export const recordEnd = (tx: Ctx, of: Of): Promise<boolean> =>
  update(tx, of, 'record-end', `run_ended_at = case when run_started_at is null or exists (select from feed_change where merchant_id = $1) then run_ended_at else $3 end`, [tx.clock.now()]);

/** These items wait no more, those alone that have not changed again since. In the order of their ids, as purchases take their locks. */
export async function settleChanges(tx: Ctx, merchantId: string, changes: readonly FeedChange[]): Promise<void> {
  await tx.db.query({
    name: 'feed.settle-changes',
    text: `with told as (select * from unnest($2::text[], $3::bigint[]) as t (item_id, revision)),
                locked as (select c.item_id, c.revision from feed_change c join told t on t.item_id = c.item_id and t.revision = c.revision
                            where c.merchant_id = $1 order by c.item_id for update of c)
           delete from feed_change c using locked l where c.merchant_id = $1 and c.item_id = l.item_id and c.revision = l.revision`,
    values: [merchantId, changes.map(({ item }) => item.id), changes.map(({ revision }) => revision.toString())],
  });
}

export async function forgetRefusals(tx: Ctx, merchantId: string, changes: readonly FeedChange[]): Promise<void> {
  await tx.db.query({
    name: 'feed.forget-refusals',
    text: `delete from feed_refusal where merchant_id = $1 and item_id = any($2)`,
    values: [merchantId, changes.map(({ item }) => item.id)],
  });
}

export async function keepRefusal(tx: Ctx, refusal: { merchantId: string; itemId: string; status: number; code: string; message: string }): Promise<void> {
  await tx.db.query({
    name: 'feed.keep-refusal',
    text: `insert into feed_refusal (merchant_id, item_id, status, code, message, refused_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (merchant_id, item_id) do update set status = excluded.status, code = excluded.code, message = excluded.message, refused_at = excluded.refused_at`,
    values: [refusal.merchantId, refusal.itemId, refusal.status, refusal.code, refusal.message, tx.clock.now()],
  });
}
