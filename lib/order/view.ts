import { decodeJson } from '@/lib/db';
import { money, toCurrency, type Money } from '@/lib/kernel/money';
import type { Address, Ctx } from '@/lib/ports';
import { fulfillmentKind } from './ship-order';
import { goodsOf, leftToRefund, lineProgress, orderStage, type LineProgress, type OrderStage } from './progress';
import type { OrderFilter } from './order-filter';
import { nextStatuses } from './status';
import type { Adjustment, Fulfillment, FulfillmentKind, FulfillmentStatus, OrderContent, OrderEventKind, OrderPaymentStatus, OrderProgress, OrderStatus } from './types';

export type OrderRow = {
  readonly id: string;
  readonly number: string;
  readonly agentName: string | null;
  readonly wire: string;
  readonly total: Money;
  /** What of the total went back to the card. */
  readonly refunded: Money;
  readonly paymentStatus: OrderPaymentStatus;
  /** How far its goods are. */
  readonly stage: OrderStage;
  readonly humanPresent: boolean;
  /** An agent asks to return something, and the merchant has not decided. */
  readonly returnWaits: boolean;
  readonly createdAt: Date;
};

export type OrderLineView = LineProgress & { readonly id: string; readonly name: string; readonly quantity: number; readonly unit: Money; readonly total: Money };
export type OrderTotalView = { readonly label: string; readonly amount: Money };

/** `note`: what it was about, in words. */
export type TimelineEvent = { readonly kind: OrderEventKind; readonly note: string | null; readonly at: Date };

/** Goods on their way, or handed over. `next`: what may be told of them. */
export type FulfillmentView = {
  readonly id: string;
  readonly kind: FulfillmentKind;
  readonly status: FulfillmentStatus;
  readonly next: readonly FulfillmentStatus[];
  readonly goods: readonly { readonly name: string; readonly quantity: number }[];
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly at: Date;
};

export type AdjustmentView = {
  readonly id: string;
  readonly kind: Adjustment['kind'];
  readonly status: Adjustment['status'];
  readonly origin: Adjustment['origin'];
  readonly goods: readonly { readonly name: string; readonly quantity: number }[];
  readonly amount: Money;
  readonly reason: string | null;
  readonly description: string | null;
  readonly at: Date;
};

export type OrderDetailView = OrderRow & {
  readonly checkoutId: string;
  readonly status: OrderStatus;
  readonly fulfillmentKind: FulfillmentKind;
  readonly fulfillments: readonly FulfillmentView[];
  readonly adjustments: readonly AdjustmentView[];
  /** What can still be refunded. */
  readonly left: Money;
  readonly buyer: { readonly name: string | null; readonly email: string } | null;
  readonly address: Address | null;
  readonly lines: readonly OrderLineView[];
  readonly totals: readonly OrderTotalView[];
  readonly fulfillmentTitle: string | null;
  readonly timeline: readonly TimelineEvent[];
  readonly networkTransactionId: string | null;
};

export type OrderPermalinkView = Pick<
  OrderDetailView,
  'id' | 'number' | 'status' | 'stage' | 'paymentStatus' | 'total' | 'refunded' | 'lines' | 'totals' | 'createdAt' | 'fulfillmentTitle' | 'fulfillments'
> & {
  readonly merchantName: string;
  readonly merchantHandle: string;
  /** Fetched, not sent. */
  readonly isPickup: boolean;
};

type Row = {
  id: string;
  order_number: bigint;
  checkout_id: string;
  agent_name: string | null;
  wire: string;
  status: OrderStatus;
  payment_status: OrderPaymentStatus;
  human_present: boolean;
  return_waits: boolean;
  currency: string;
  total_amount: bigint;
  refunded_amount: bigint;
  content: unknown;
  progress: unknown;
  created_at: Date;
};

const WAITS = `exists (select from order_return r where r.merchant_id = o.merchant_id and r.order_id = o.id and r.status = 'requested')`;
const COLUMNS = `o.id, o.order_number, o.checkout_id, o.agent_name, o.wire, o.status, o.payment_status, o.human_present, o.currency, o.total_amount, o.refunded_amount,
  o.content, o.progress, o.created_at, ${WAITS} as return_waits`;
const PAGE_SIZE = 25;

const progressOf = (row: Row): OrderProgress => decodeJson<OrderProgress>(row.progress);
const goodsOfRow = (row: Row) => goodsOf({ status: row.status, content: decodeJson<OrderContent>(row.content), progress: progressOf(row) });

const toOrderRow = (row: Row): OrderRow => ({
  id: row.id,
  number: String(row.order_number),
  agentName: row.agent_name,
  wire: row.wire,
  total: money(row.total_amount, toCurrency(row.currency)),
  refunded: money(row.refunded_amount, toCurrency(row.currency)),
  paymentStatus: row.payment_status,
  stage: orderStage(goodsOfRow(row)),
  humanPresent: row.human_present,
  returnWaits: row.return_waits,
  createdAt: row.created_at,
});

function toContentView(row: Row) {
  const currency = toCurrency(row.currency);
  const content = decodeJson<OrderContent>(row.content);
  const { fulfillments, adjustments } = progressOf(row);
  const quantities = lineProgress(goodsOfRow(row));
  const goods = (lines: Fulfillment['lines']) =>
    lines.map(({ lineId, quantity }) => ({ name: content.lines.find(({ id }) => id === lineId)?.name ?? lineId, quantity }));
  return {
    fulfillmentKind: fulfillmentKind({ content }),
    fulfillments: fulfillments.map(({ id, kind, status, lines, carrier, trackingNumber, trackingUrl, events }) => ({
      id, kind, status, carrier, trackingNumber, trackingUrl, next: nextStatuses(status), goods: goods(lines), at: new Date(events[0]?.at ?? 0),
    })),
    adjustments: adjustments.map(({ lines, amount, at, id, kind, status, origin, reason, description }) => ({
      id, kind, status, origin, reason, description, goods: goods(lines), amount: money(amount, currency), at: new Date(at),
    })),
    left: money(leftToRefund({ totalAmount: row.total_amount, refundedAmount: row.refunded_amount, progress: progressOf(row) }), currency),
    lines: content.lines.map((line) => ({
      ...(quantities.get(line.id) ?? { ordered: line.quantity, current: line.quantity, fulfilled: 0 }),
      id: line.id,
      name: line.name,
      quantity: line.quantity,
      unit: money(line.unitAmount, currency),
      total: money(line.totalAmount, currency),
    })),
    totals: content.totals.map((total) => ({ label: total.label, amount: money(total.amount, currency) })),
    buyer: content.buyer,
    address: content.address,
    fulfillmentTitle: content.fulfillmentTitle,
  };
}

/** The first instant of a day of the store's calendar. */
const dayBegins = (day: string): string => `(select timezone(m.time_zone, (${day})::timestamp) from merchant m where m.id = $1)`;

/** One condition for each part of a filter that is given: a statement of its own per combination, so that each is planned for what it asks. */
function conditions(filter: OrderFilter, add: (value: unknown) => string): { name: string; text: string }[] {
  const { status, wire, from, until, search } = filter;
  const found: { name: string; text: string }[] = [];
  const push = (name: string, text: string): unknown => found.push({ name, text });
  if (status === 'return_requested') push('returns', `o.id in (select r.order_id from order_return r where r.merchant_id = $1 and r.status = 'requested')`);
  else if (status) push('status', `o.payment_status = ${add(status)}`);
  if (wire) push('wire', `o.wire = ${add(wire)}`);
  if (from) push('from', `o.created_at >= ${dayBegins(`${add(from)}::date`)}`);
  if (until) push('until', `o.created_at < ${dayBegins(`${add(until)}::date + 1`)}`);
  if (search) {
    const ours = 'select f.id from purchase_order f where f.merchant_id = $1 and';
    const [exact, first, last] = [add(search), add(search.toLowerCase()), add(`${search.toLowerCase()}\u{10ffff}`)];
    const number = /^#?\d{1,18}$/.test(search) ? ` union all ${ours} f.order_number = ${add(search.replace('#', ''))}::bigint` : '';
    const begins = (key: string): string => `union all ${ours} f.${key} >= ${first} and f.${key} < ${last}`;
    push(number ? 'number' : 'search', `o.id in (${ours} f.id = ${exact} ${begins('buyer_email_key')} ${begins('buyer_name_key')}${number})`);
  }
  return found;
}

/** Orders of a merchant, newest first, 25 to a page; `cursor` is the last order number of the page before. */
export async function loadMerchantOrders(ctx: Ctx, query: { merchantId: string; cursor?: string; filter?: OrderFilter }): Promise<{ orders: OrderRow[]; nextCursor: string | null }> {
  const values: unknown[] = [query.merchantId];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const wanted = conditions(query.filter ?? {}, add);
  if (query.cursor && /^\d{1,18}$/.test(query.cursor)) wanted.push({ name: 'cursor', text: `o.order_number < ${add(query.cursor)}` });
  const rows = await ctx.db.query<Row>({
    name: ['order.list', ...wanted.map(({ name }) => name)].join('.'),
    text: `select ${COLUMNS} from purchase_order o where ${['o.merchant_id = $1', ...wanted.map(({ text }) => text)].join(' and ')} order by o.order_number desc limit ${PAGE_SIZE + 1}`,
    values,
  });
  const orders = rows.slice(0, PAGE_SIZE).map(toOrderRow);
  return { orders, nextCursor: rows.length > PAGE_SIZE ? (orders.at(-1)?.number ?? null) : null };
}

/** One order of this merchant, or null: another's is as unknown as none. */
export async function loadMerchantOrder(ctx: Ctx, query: { merchantId: string; orderId: string }): Promise<OrderDetailView | null> {
  const rows = await ctx.db.query<Row & { network_transaction_id: string | null }>({
    name: 'order.detail',
    text: `select ${COLUMNS}, a.network_transaction_id from purchase_order o left join payment_attempt a on a.id = o.attempt_id
            where o.merchant_id = $1 and o.id = $2`,
    values: [query.merchantId, query.orderId],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    ...toOrderRow(row),
    ...toContentView(row),
    checkoutId: row.checkout_id,
    status: row.status,
    timeline: await loadTimeline(ctx, query),
    networkTransactionId: row.network_transaction_id,
  };
}

async function loadTimeline(ctx: Ctx, query: { merchantId: string; orderId: string }): Promise<TimelineEvent[]> {
  return ctx.db.query<TimelineEvent>({
    name: 'order.timeline',
    text: `select kind, detail->>'note' as note, at from order_event where merchant_id = $1 and order_id = $2 order by id`,
    values: [query.merchantId, query.orderId],
  });
}

/** What the bearer of an order's id may see: no buyer, no address, no payment identifiers. */
export async function loadOrderPermalink(ctx: Ctx, orderId: string): Promise<OrderPermalinkView | null> {
  const rows = await ctx.db.query<Row & { merchant_name: string; merchant_handle: string }>({
    name: 'order.permalink',
    text: `select ${COLUMNS}, m.name as merchant_name, m.handle as merchant_handle
             from purchase_order o join merchant m on m.id = o.merchant_id where o.id = $1`,
    values: [orderId],
  });
  const row = rows[0];
  if (!row) return null;
  const { id, number, paymentStatus, stage, total, refunded, createdAt } = toOrderRow(row);
  const { lines, totals, fulfillmentTitle, fulfillmentKind: kind, fulfillments } = toContentView(row);
  return {
    id, number, paymentStatus, stage, total, refunded, createdAt, lines, totals, fulfillmentTitle, fulfillments,
    status: row.status,
    merchantName: row.merchant_name,
    merchantHandle: row.merchant_handle,
    isPickup: kind === 'pickup',
  };
}
