import type { Ctx } from '@/lib/ports';

type Place = { readonly merchantId: string; readonly checkoutId: string };
type Times = { readonly slotAt: Date; readonly etaAt: Date };

/** A hold counts until its time is over; what an order took counts for good. */
const COUNTS = `(status = 'taken' or (status = 'held' and expires_at > $3))`;

/**
 * Holds a place in a quarter of an hour, in the caller's transaction; false when all are gone. Of one quarter one payment is judged at a time:
 * the lock ends with the transaction, and what those before took is seen by the statement after it.
 */
export async function holdPlace(tx: Ctx, place: Place & Times & { readonly capacity: number; readonly expiresAt: Date }): Promise<boolean> {
  await tx.db.write({
    name: 'kitchen.lock-slot',
    text: `select pg_advisory_xact_lock(hashtextextended('pickup:' || $1 || ':' || $2, 0))`,
    values: [place.merchantId, place.slotAt.toISOString()],
  });
  const rows = await tx.db.query<{ checkout_id: string }>({
    name: 'kitchen.hold-place',
    text: `insert into pickup_place (merchant_id, checkout_id, slot_at, eta_at, status, expires_at)
           select $1, $4, $2, $5, 'held', $6
            where (select count(*) from pickup_place where merchant_id = $1 and slot_at = $2 and checkout_id <> $4 and ${COUNTS}) < $7
           on conflict (merchant_id, checkout_id) do update set slot_at = excluded.slot_at, eta_at = excluded.eta_at, status = 'held', expires_at = excluded.expires_at
           returning checkout_id`,
    values: [place.merchantId, place.slotAt, tx.clock.now(), place.checkoutId, place.etaAt, place.expiresAt, place.capacity],
  });
  return rows.length === 1;
}

/** held -> taken: the order stands. One whose hold ran out while its payment was under way is taken too: what is paid is honoured. */
export async function takePlace(tx: Ctx, { merchantId, checkoutId }: Place): Promise<void> {
  await tx.db.write({
    name: 'kitchen.take-place',
    text: `update pickup_place set status = 'taken' where merchant_id = $1 and checkout_id = $2 and status = 'held'`,
    values: [merchantId, checkoutId],
  });
}

/** The place is free again. */
export async function releasePlace(tx: Ctx, { merchantId, checkoutId }: Place): Promise<void> {
  await tx.db.write({
    name: 'kitchen.release-place',
    text: `update pickup_place set status = 'released' where merchant_id = $1 and checkout_id = $2 and status <> 'released'`,
    values: [merchantId, checkoutId],
  });
}

export async function findPlace(ctx: Ctx, { merchantId, checkoutId }: Place): Promise<Times | null> {
  const rows = await ctx.db.query<{ slot_at: Date; eta_at: Date }>({
    name: 'kitchen.place',
    text: `select slot_at, eta_at from pickup_place where merchant_id = $1 and checkout_id = $2 and status <> 'released'`,
    values: [merchantId, checkoutId],
  });
  return rows[0] ? { slotAt: rows[0].slot_at, etaAt: rows[0].eta_at } : null;
}

/** How many places are gone in the quarters from one moment until before another, by the quarter's time in ms. Quarters that nobody asked for are left out. */
export async function countTaken(ctx: Ctx, query: { merchantId: string; from: Date; until: Date }): Promise<ReadonlyMap<number, number>> {
  const rows = await ctx.db.query<{ slot_at: Date; count: bigint }>({
    name: 'kitchen.count-taken',
    text: `select slot_at, count(*) from pickup_place where merchant_id = $1 and slot_at >= $2 and slot_at < $4 and ${COUNTS} group by slot_at`,
    values: [query.merchantId, query.from, ctx.clock.now(), query.until],
  });
  return new Map(rows.map(({ slot_at, count }) => [slot_at.getTime(), Number(count)]));
}
