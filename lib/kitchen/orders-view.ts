import { decodeJson } from '@/lib/db';
import { isUuid } from '@/lib/kernel/id';
import type { OrderContent } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import type { TicketStatus } from './status';
import { TICKET_COLUMNS, toTicket, type TicketRow } from './store';
import type { Ticket } from './types';

/** A ticket with its merchant and what is to be made, and nothing of who ordered. */
export type KitchenOrder = Omit<Ticket, 'contact' | 'locale' | 'notes'> & {
  readonly merchantHandle: string;
  readonly number: string;
  readonly lines: readonly { readonly name: string; readonly quantity: number }[];
};

type Row = TicketRow & { handle: string; order_number: bigint; content: unknown };

const SELECT = `select ${TICKET_COLUMNS}, m.handle, o.order_number, o.content from kitchen_ticket t
  join purchase_order o on o.merchant_id = t.merchant_id and o.id = t.order_id join merchant m on m.id = t.merchant_id`;

function toKitchenOrder(row: Row): KitchenOrder {
  const { contact: _c, locale: _l, notes: _n, ...ticket } = toTicket(row);
  const { lines } = decodeJson<OrderContent>(row.content);
  return { ...ticket, merchantHandle: row.handle, number: String(row.order_number), lines: lines.map(({ name, quantity }) => ({ name, quantity })) };
}

export type KitchenOrderQuery = {
  readonly merchantHandle: string | null;
  readonly status: TicketStatus | null;
  /** The last of the page before. */
  readonly after: { readonly placedAt: Date; readonly orderId: string } | null;
  readonly limit: number;
};

/** Orders in kitchens, of all merchants where none is named: for partners and operators. The newest first. */
export async function listKitchenOrders(ctx: Ctx, { merchantHandle, status, after, limit }: KitchenOrderQuery): Promise<KitchenOrder[]> {
  const rows = await ctx.db.query<Row>({
    name: 'kitchen.orders',
    text: `${SELECT} where ($1::text is null or m.handle = $1) and ($2::text is null or t.status = $2)
              and ($3::timestamptz is null or (t.placed_at, t.order_id) < ($3, $4)) order by t.placed_at desc, t.order_id desc limit $5`,
    values: [merchantHandle, status, after?.placedAt ?? null, after?.orderId ?? '', limit],
  });
  return rows.map(toKitchenOrder);
}

/** One of them, or null. */
export async function findKitchenOrder(ctx: Ctx, orderId: string): Promise<KitchenOrder | null> {
  if (!isUuid(orderId)) return null;
  const rows = await ctx.db.query<Row>({ name: 'kitchen.order', text: `${SELECT} where t.order_id = $1`, values: [orderId] });
  return rows[0] ? toKitchenOrder(rows[0]) : null;
}
