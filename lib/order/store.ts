import { encodeJson } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import type { NewOrder, OrderEventKind, OrderPaymentStatus } from './types';

/** Answers the order's number. */
export async function insertOrder(ctx: Ctx, order: NewOrder & { id: string; createdAt: Date }): Promise<string> {
  const rows = await ctx.db.query<{ order_number: bigint }>({
    name: 'order.insert',
    text: `insert into purchase_order (merchant_id, id, checkout_id, attempt_id, agent_id, agent_name, wire, wire_version, status, payment_status,
                                       human_present, currency, total_amount, content, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 'confirmed', 'authorized', $9, $10, $11, $12, $13, $13) returning order_number`,
    values: [
      order.merchantId, order.id, order.checkoutId, order.attemptId, order.agentId, order.agentName, order.wire, order.wireVersion,
      order.humanPresent, order.currency, order.totalAmount.toString(), encodeJson(order.content), order.createdAt,
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

/** Moves the payment status of a checkout's order and answers the order's id; null when it was not in `from`. A void cancels the order. */
export async function movePaymentStatus(
  ctx: Ctx,
  key: { merchantId: string; checkoutId: string },
  from: OrderPaymentStatus,
  to: OrderPaymentStatus,
): Promise<string | null> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'order.move-payment-status',
    text: `update purchase_order set payment_status = $4, status = case when $4 = 'voided' then 'canceled' else status end, updated_at = $5
            where merchant_id = $1 and checkout_id = $2 and payment_status = $3 returning id`,
    values: [key.merchantId, key.checkoutId, from, to, ctx.clock.now()],
  });
  return rows[0]?.id ?? null;
}
