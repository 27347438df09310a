import { decodeCursor, encodeCursor } from '@/lib/kernel/cursor';
import type { Ctx } from '@/lib/ports';
import { RESERVATION_STATUSES, type Reservation, type ReservationQuery, type ReservationStatus } from './types';

type Row = {
  checkout_id: string; merchant_id: string; handle: string; item_id: string; name: string | null; quantity: number; status: ReservationStatus; overdue: boolean;
  held_at: Date | null; expires_at: Date; order_id: string | null;
};

/** Goods set aside one by one, those that end last first. Reads rows of every tenant: an operator's alone. */
export async function listReservations(ctx: Ctx, { status, overdue, merchant, after, limit }: ReservationQuery): Promise<Reservation[]> {
  const statuses = overdue ? ['held'] : RESERVATION_STATUSES;
  const rows = await ctx.db.query<Row>({
    name: 'operations.list-reservations',
    text: LIST,
    values: [statuses.filter((each) => status === null || each === status), merchant, ctx.clock.now(), overdue, after?.expiresAt ?? null, after?.checkoutId ?? null, after?.itemId ?? null, limit],
  });
  return rows.map(toReservation);
}

/** Each status by the index of the sweep, the newest of each alone. */
const LIST = `
  select s.checkout_id, s.merchant_id, m.handle, s.item_id, i.name, s.quantity::int, s.status, s.status = 'held' and s.expires_at < $3 as overdue, s.held_at, s.expires_at, o.id as order_id
    from unnest($1::text[]) as wanted (status)
   cross join lateral (
           select * from stock_reservation r
            where r.status = wanted.status and ($2::text is null or r.merchant_id in (select id from merchant where handle = $2 or id = $2)) and (not $4::boolean or r.expires_at < $3)
              and ($5::timestamptz is null or (r.expires_at <= $5 and (r.expires_at, r.checkout_id, r.item_id) < ($5, $6, $7)))
            order by r.expires_at desc, r.checkout_id desc, r.item_id desc limit $8) s
    join merchant m on m.id = s.merchant_id
    left join item i on i.merchant_id = s.merchant_id and i.id = s.item_id
    left join purchase_order o on o.merchant_id = s.merchant_id and o.checkout_id = s.checkout_id
   order by s.expires_at desc, s.checkout_id desc, s.item_id desc limit $8`;

const toReservation = (row: Row): Reservation => ({
  checkoutId: row.checkout_id, merchant: { id: row.merchant_id, handle: row.handle }, item: { id: row.item_id, name: row.name }, quantity: row.quantity, status: row.status, isOverdue: row.overdue,
  heldAt: row.held_at, expiresAt: row.expires_at, orderId: row.order_id,
});

/** Where a page ended. */
export const encodeReservationCursor = ({ expiresAt, checkoutId, item }: Reservation): string => encodeCursor(expiresAt.toISOString(), checkoutId, item.id);

/** Null without one, and for a text that was made up. */
export function decodeReservationCursor(cursor = ''): ReservationQuery['after'] {
  const [at = '', checkoutId = '', itemId = ''] = decodeCursor(cursor, 3) ?? [];
  const expiresAt = new Date(at);
  return Number.isNaN(expiresAt.getTime()) ? null : { expiresAt, checkoutId, itemId };
}
