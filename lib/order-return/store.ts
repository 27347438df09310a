import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { ReturnStatus } from './status';
import type { OrderReturn, ReturnLine, ReturnReason } from './types';

type ReturnRow = {
  id: string;
  merchant_id: string;
  order_id: string;
  agent_id: string;
  status: ReturnStatus;
  reason: ReturnReason;
  note: string | null;
  lines: ReturnLine[];
  currency: string;
  refund_amount: bigint;
  message: string | null;
  decided_at: Date | null;
  refunded_at: Date | null;
  created_at: Date;
};

const SELECT = `select r.id, r.merchant_id, r.order_id, r.agent_id, r.status, r.reason, r.note, r.currency, r.refund_amount, r.message, r.decided_at,
       r.refunded_at, r.created_at,
       (select json_agg(json_build_object('itemId', l.item_id, 'name', l.name, 'quantity', l.quantity) order by l.item_id)
          from order_return_line l where l.merchant_id = r.merchant_id and l.return_id = r.id) as lines
  from order_return r`;

const toReturn = (row: ReturnRow): OrderReturn => ({
  id: row.id,
  merchantId: row.merchant_id,
  orderId: row.order_id,
  agentId: row.agent_id,
  status: row.status,
  reason: row.reason,
  note: row.note,
  lines: row.lines,
  currency: toCurrency(row.currency),
  refundAmount: row.refund_amount,
  message: row.message,
  decidedAt: row.decided_at,
  refundedAt: row.refunded_at,
  createdAt: row.created_at,
});

export async function insertReturn(ctx: Ctx, made: OrderReturn): Promise<void> {
  await ctx.db.query({
    name: 'order-return.insert',
    text: `insert into order_return (merchant_id, id, order_id, agent_id, status, reason, note, currency, refund_amount, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      made.merchantId, made.id, made.orderId, made.agentId, made.status, made.reason, made.note, made.currency, made.refundAmount.toString(), made.createdAt,
    ],
  });
  await ctx.db.query({
    name: 'order-return.insert-lines',
    text: `insert into order_return_line (merchant_id, return_id, item_id, name, quantity)
           select $1, $2, l.item_id, l.name, l.quantity from unnest($3::text[], $4::text[], $5::int[]) as l (item_id, name, quantity)`,
    values: [
      made.merchantId, made.id, made.lines.map(({ itemId }) => itemId), made.lines.map(({ name }) => name), made.lines.map(({ quantity }) => quantity),
    ],
  });
}

/** The returns of these orders, which their reader may see, oldest first. */
export async function listReturns(ctx: Ctx, orderIds: readonly string[]): Promise<OrderReturn[]> {
  if (orderIds.length === 0) return [];
  const rows = await ctx.db.query<ReturnRow>({
    name: 'order-return.of-orders',
    text: `${SELECT} where r.order_id = any($1) order by r.created_at, r.id`,
    values: [orderIds],
  });
  return rows.map(toReturn);
}

export async function findReturn(ctx: Ctx, id: string): Promise<OrderReturn | null> {
  const rows = await ctx.db.query<ReturnRow>({ name: 'order-return.find', text: `${SELECT} where r.id = $1`, values: [id] });
  return rows[0] ? toReturn(rows[0]) : null;
}

/** Moves a return that was requested; false when somebody decided first. */
export async function writeDecision(
  ctx: Ctx,
  { id, refundAmount, message }: OrderReturn,
  decision: { to: 'approved' | 'refused'; by: string; at: Date },
): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'order-return.decide',
    text: `update order_return set status = $2, refund_amount = $3, message = $4, decided_by = $5, decided_at = $6
            where id = $1 and status = 'requested' returning id`,
    values: [id, decision.to, refundAmount.toString(), message, decision.by, decision.at],
  });
  return rows.length === 1;
}

/** Moves a return that was approved; false when it was refunded before. */
export async function writeRefund(ctx: Ctx, refund: { id: string; at: Date }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'order-return.refunded',
    text: `update order_return set status = 'refunded', refunded_at = $2 where id = $1 and status = 'approved' returning id`,
    values: [refund.id, refund.at],
  });
  return rows.length === 1;
}
