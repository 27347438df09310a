import { decodeJson, encodeJson } from '@/lib/db';
import { isUuid } from '@/lib/kernel/id';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { NewOrder, Order, OrderContent, OrderEventKind, OrderPaymentStatus, OrderProgress, OrderReader, OrderStatus } from './types';

type OrderRow = {
  id: string;
  order_number: bigint;
  merchant_id: string;
  merchant_handle: string;
  checkout_id: string;
  agent_id: string | null;
  status: OrderStatus;
  payment_status: OrderPaymentStatus;
  human_present: boolean;
  currency: string;
  total_amount: bigint;
  refunded_amount: bigint;
  content: unknown;
  progress: unknown;
  wire_version: string;
  capture_method: Order['captureMethod'];
  attempt_id: string;
  network_transaction_id: string | null;
  created_at: Date;
  updated_at: Date;
};

const SELECT = `select o.id, o.order_number, o.merchant_id, m.handle as merchant_handle, o.checkout_id, o.agent_id, o.status, o.payment_status, o.human_present,
       o.currency, o.total_amount, o.refunded_amount, o.content, o.progress, o.wire_version, o.attempt_id, a.capture_method, a.network_transaction_id, o.created_at, o.updated_at
  from purchase_order o
  join merchant m on m.id = o.merchant_id
  join payment_attempt a on a.id = o.attempt_id`;

const toOrder = (row: OrderRow): Order => ({
  id: row.id,
  number: String(row.order_number),
  merchantId: row.merchant_id,
  merchantHandle: row.merchant_handle,
  checkoutId: row.checkout_id,
  agentId: row.agent_id,
  status: row.status,
  paymentStatus: row.payment_status,
  humanPresent: row.human_present,
  currency: toCurrency(row.currency),
  totalAmount: row.total_amount,
  refundedAmount: row.refunded_amount,
  content: decodeJson<OrderContent>(row.content),
  progress: decodeJson<OrderProgress>(row.progress),
  wireVersion: row.wire_version,
  captureMethod: row.capture_method,
  attemptId: row.attempt_id,
  networkTransactionId: row.network_transaction_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** At least one of the two names who reads. */
const READER = '($1::text is not null or $2::text is not null) and ($1::text is null or o.agent_id = $1) and ($2::text is null or o.merchant_id = $2)';
const readerValues = ({ agentId, merchantId }: OrderReader): (string | null)[] => [agentId ?? null, merchantId ?? null];

/** An order of this reader, or null. */
export async function findOrder(ctx: Ctx, query: { orderId: string; reader: OrderReader }): Promise<Order | null> {
  if (!isUuid(query.orderId)) return null;
  const values = [...readerValues(query.reader), query.orderId];
  const rows = await ctx.db.query<OrderRow>({ name: 'order.find', text: `${SELECT} where ${READER} and o.id = $3`, values });
  return rows[0] ? toOrder(rows[0]) : null;
}

/** The same with a row lock, for the transaction under way: what is decided about an order is decided one after the other. */
export async function lockOrder(ctx: Ctx, query: { orderId: string; reader: OrderReader }): Promise<Order | null> {
  if (!isUuid(query.orderId)) return null;
  const values = [...readerValues(query.reader), query.orderId];
  const rows = await ctx.db.query<OrderRow>({ name: 'order.lock', text: `${SELECT} where ${READER} and o.id = $3 for update of o`, values });
  return rows[0] ? toOrder(rows[0]) : null;
}

/** The order of a checkout, locked like the above; null while there is none. */
export async function lockOrderOf(ctx: Ctx, { merchantId, checkoutId }: { merchantId: string; checkoutId: string }): Promise<Order | null> {
  const rows = await ctx.db.query<OrderRow>({
    name: 'order.lock-of-checkout',
    text: `${SELECT} where o.merchant_id = $1 and o.checkout_id = $2 for update of o`,
    values: [merchantId, checkoutId],
  });
  return rows[0] ? toOrder(rows[0]) : null;
}

/** An order by its unguessable id alone: for tests and for jobs that were promised it. */
export async function getOrder(ctx: Ctx, orderId: string): Promise<Order | null> {
  if (!isUuid(orderId)) return null;
  const rows = await ctx.db.query<OrderRow>({ name: 'order.get', text: `${SELECT} where o.id = $1`, values: [orderId] });
  return rows[0] ? toOrder(rows[0]) : null;
}

/** Writes what changed of a locked order. */
export async function writeProgress(ctx: Ctx, { id, merchantId, status, refundedAmount, progress }: Order): Promise<void> {
  await ctx.db.query({
    name: 'order.write-progress',
    text: `update purchase_order set progress = $3, status = $4, refunded_amount = $5, updated_at = $6 where merchant_id = $1 and id = $2`,
    values: [merchantId, id, encodeJson(progress), status, refundedAmount.toString(), ctx.clock.now()],
  });
}

/** Orders of a reader, newest first, those alone before the number `before`, at most `limit`. */
export async function listOrders(
  ctx: Ctx,
  query: { reader: OrderReader; status: OrderStatus | null; before: string | null; limit: number },
): Promise<Order[]> {
  const rows = await ctx.db.query<OrderRow>({
    name: 'order.list-own',
    text: `${SELECT} where ${READER} and ($3::text is null or o.status = $3) and ($4::bigint is null or o.order_number < $4)
            order by o.order_number desc limit $5`,
    values: [...readerValues(query.reader), query.status, query.before, query.limit],
  });
  return rows.map(toOrder);
}

/** Answers the order's number. */
export async function insertOrder(ctx: Ctx, order: NewOrder & { id: string; createdAt: Date }): Promise<string> {
  const rows = await ctx.db.query<{ order_number: bigint }>({
    name: 'order.insert',
    text: `with placed as (
             insert into purchase_order (merchant_id, id, checkout_id, attempt_id, agent_id, agent_name, wire, wire_version, status, payment_status,
                                         human_present, currency, total_amount, content, created_at, updated_at, buyer_email_key, buyer_name_key)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'confirmed', 'authorized', $9, $10, $11, $12, $13, $13, $14, $15) returning order_number),
           sold as (
             insert into sold_line (merchant_id, order_id, line_id, item_id, name, quantity, amount, sold_at)
             select $1, $2, l->>'id', l->>'itemId', l->>'name', (l->>'quantity')::int, (l->>'totalAmount')::bigint, $13 from jsonb_array_elements($12::jsonb->'lines') l)
           select order_number from placed`,
    values: [
      order.merchantId, order.id, order.checkoutId, order.attemptId, order.agentId, order.agentName, order.wire, order.wireVersion,
      order.humanPresent, order.currency, order.totalAmount.toString(), encodeJson(order.content), order.createdAt,
      order.content.buyer?.email.toLowerCase() ?? null, order.content.buyer?.name?.toLowerCase() ?? null,
    ],
  });
  return String(rows[0]?.order_number);
}

export async function insertEvent(ctx: Ctx, event: { merchantId: string; orderId: string; kind: OrderEventKind; detail: object }): Promise<void> {
  await ctx.db.write({
    name: 'order.insert-event',
    text: `insert into order_event (merchant_id, order_id, kind, detail, at) values ($1, $2, $3, $4, $5)`,
    values: [event.merchantId, event.orderId, event.kind, JSON.stringify(event.detail), ctx.clock.now()],
  });
}

/**
 * Moves the payment status of a checkout's order and answers the order's id, and whether that ended the order; null when it was not in `from`.
 * A void or the end of the authorisation's life cancels the order.
 */
export async function movePaymentStatus(
  ctx: Ctx,
  key: { merchantId: string; checkoutId: string },
  from: OrderPaymentStatus,
  to: OrderPaymentStatus,
): Promise<{ orderId: string; ended: boolean } | null> {
  const rows = await ctx.db.query<{ id: string; ended: boolean }>({
    name: 'order.move-payment-status',
    text: `with before as (
             select id, status from purchase_order where merchant_id = $1 and checkout_id = $2 and payment_status = $3 for no key update
           )
           update purchase_order o set payment_status = $4, status = case when $4 in ('voided', 'expired') then 'canceled' else o.status end, updated_at = $5
             from before where o.merchant_id = $1 and o.id = before.id
           returning o.id, o.status = 'canceled' and before.status <> 'canceled' as ended`,
    values: [key.merchantId, key.checkoutId, from, to, ctx.clock.now()],
  });
  return rows[0] ? { orderId: rows[0].id, ended: rows[0].ended } : null;
}
