import { z } from 'zod';
import { decodeJson } from '@/lib/db';
import type { TicketStatus } from '@/lib/kitchen';
import { isUuid } from '@/lib/kernel/id';
import { money, toCurrency } from '@/lib/kernel/money';
import type { OrderContent, OrderPaymentStatus } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { toLanguage } from './language';
import type { Ticket } from './types';

type Row = {
  order_id: string;
  merchant_id: string;
  order_number: bigint;
  merchant_name: string;
  merchant_handle: string;
  time_zone: string;
  address: string | null;
  storefront_phone: string | null;
  storefront_status: 'draft' | 'live' | null;
  default_locale: string | null;
  status: TicketStatus;
  pickup_code: string;
  contact: unknown;
  locale: string | null;
  notes: string | null;
  eta_at: Date;
  eta_status: 'provisional' | 'confirmed';
  window_starts_at: Date | null;
  window_ends_at: Date | null;
  placed_at: Date;
  acknowledged_at: Date | null;
  ready_at: Date | null;
  fulfilled_at: Date | null;
  arrived_at: Date | null;
  closed_at: Date | null;
  revision: number;
  content: unknown;
  currency: string;
  total_amount: bigint;
  refunded_amount: bigint;
  payment_status: OrderPaymentStatus;
};

const SELECT = `select t.order_id, t.merchant_id, o.order_number, m.name as merchant_name, m.handle as merchant_handle, m.time_zone, s.address, s.phone as storefront_phone,
       s.status as storefront_status, s.default_locale, t.status, t.pickup_code, t.contact, t.locale, t.notes, t.eta_at, t.eta_status, t.window_starts_at, t.window_ends_at,
       t.placed_at, t.acknowledged_at, t.ready_at, t.fulfilled_at, t.arrived_at, t.closed_at, t.revision, o.content, o.currency, o.total_amount, o.refunded_amount, o.payment_status
  from kitchen_ticket t
  join purchase_order o on o.merchant_id = t.merchant_id and o.id = t.order_id
  join merchant m on m.id = t.merchant_id
  left join merchant_storefront s on s.merchant_id = t.merchant_id`;

/** An order's ticket by its unguessable id, or null where it is no order that is fetched. */
export async function findTicket(ctx: Ctx, orderId: string): Promise<Ticket | null> {
  if (!isUuid(orderId)) return null;
  const rows = await ctx.db.query<Row>({ name: 'order-pass.find', text: `${SELECT} where t.order_id = $1`, values: [orderId] });
  return rows[0] ? toTicket(rows[0]) : null;
}

const text = z.string().nullish().transform((value) => value ?? null);
const Contact = z.object({ name: text, email: text, phone: text });

function toTicket(row: Row): Ticket {
  const currency = toCurrency(row.currency);
  const content = decodeJson<OrderContent>(row.content);
  return {
    ...Contact.parse(row.contact),
    orderId: row.order_id,
    merchantId: row.merchant_id,
    number: String(row.order_number),
    merchantName: row.merchant_name,
    merchantHandle: row.merchant_handle,
    address: row.address,
    merchantPhone: row.storefront_phone,
    hasStorefront: row.storefront_status === 'live',
    timeZone: row.time_zone,
    language: toLanguage(row.locale ?? row.default_locale),
    status: row.status,
    pickupCode: row.pickup_code,
    etaAt: row.eta_at,
    etaConfirmed: row.eta_status === 'confirmed',
    window: row.window_starts_at && row.window_ends_at && { startsAt: row.window_starts_at, endsAt: row.window_ends_at },
    notes: row.notes,
    placedAt: row.placed_at,
    acknowledgedAt: row.acknowledged_at,
    readyAt: row.ready_at,
    fulfilledAt: row.fulfilled_at,
    arrivedAt: row.arrived_at,
    closedAt: row.closed_at,
    lines: content.lines.map(({ name, quantity, unitAmount, totalAmount }) => ({ name, quantity, unit: money(unitAmount, currency), total: money(totalAmount, currency) })),
    totals: content.totals.map(({ label, amount }) => ({ label, amount: money(amount, currency) })),
    total: money(row.total_amount, currency),
    refunded: money(row.refunded_amount, currency),
    paymentStatus: row.payment_status,
    revision: row.revision,
  };
}

/** Locks an order's ticket for the transaction under way: what its customer asks for is decided one after the other. */
export async function lockTicket(ctx: Ctx, orderId: string): Promise<Ticket | null> {
  await ctx.db.write({ name: 'order-pass.lock', text: 'select from kitchen_ticket where order_id = $1 for update', values: [orderId] });
  return findTicket(ctx, orderId);
}

/** False when the customer was told this before. In the transaction that promises the words. */
export async function noteTold(ctx: Ctx, { merchantId, orderId }: Ticket, key: string): Promise<boolean> {
  const rows = await ctx.db.query<{ key: string }>({
    name: 'order-pass.note',
    text: `insert into order_notice (merchant_id, order_id, key, at) values ($1, $2, $3, $4) on conflict do nothing returning key`,
    values: [merchantId, orderId, key, ctx.clock.now()],
  });
  return rows.length > 0;
}

/** When the link of an order was sent again since `since`, oldest first. */
export async function linksSince(ctx: Ctx, { merchantId, orderId }: Ticket, since: Date): Promise<Date[]> {
  const rows = await ctx.db.query<{ at: Date }>({
    name: 'order-pass.links',
    text: `select at from order_notice where merchant_id = $1 and order_id = $2 and key like 'link:%' and at > $3 order by at`,
    values: [merchantId, orderId, since],
  });
  return rows.map(({ at }) => at);
}

/** The link of the receipt was opened. The first time counts. */
export async function markSeen(ctx: Ctx, orderId: string): Promise<void> {
  await ctx.db.query({
    name: 'order-pass.seen',
    text: `update kitchen_ticket set receipt_seen_at = $2 where order_id = $1 and receipt_seen_at is null`,
    values: [orderId, ctx.clock.now()],
  });
}

/** The customer stands at the counter. Answers the ticket's new revision; null when it is closed, or was said before. */
export async function markArrived(ctx: Ctx, orderId: string): Promise<{ revision: number; status: TicketStatus } | null> {
  const rows = await ctx.db.query<{ revision: number; status: TicketStatus }>({
    name: 'order-pass.arrived',
    text: `update kitchen_ticket set arrived_at = $2, revision = revision + 1
            where order_id = $1 and arrived_at is null and status in ('paid', 'acknowledged', 'ready') returning revision, status`,
    values: [orderId, ctx.clock.now()],
  });
  return rows[0] ?? null;
}
