import { newId } from '@/lib/kernel/id';
import { money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { lockOrder, recordReturn, type Order } from '@/lib/order';
import { inTransaction, type Ctx } from '@/lib/ports';
import { tellStore } from '@/lib/store-notice';
import { boughtItems, expectedRefund, returningQuantity } from './decide-refund';
import { insertReturn, listReturns } from './store';
import type { OrderReturn, ReturnLine, ReturnReason, ReturnRefusal } from './types';

/** Refused ones count: a merchant is not asked for ever. */
const MAX_RETURNS = 20;
const MAX_NOTE_LENGTH = 200;

export type RequestReturn = {
  readonly orderId: string;
  readonly agentId: string;
  /** Set when a merchant was named beside the id. */
  readonly merchantId?: string;
  /** Each item once, at least one. */
  readonly lines: readonly { readonly itemId: string; readonly quantity: number }[];
  readonly reason: ReturnReason;
  readonly note: string | null;
};

/**
 * The agent that bought asks to send goods back; the merchant decides. What comes back never exceeds what was bought, under any number
 * of requests at once: they are judged one after the other, under the order's row lock.
 */
export const requestReturn = (ctx: Ctx, command: RequestReturn): Promise<Result<OrderReturn, ReturnRefusal>> =>
  inTransaction<Ctx, Result<OrderReturn, ReturnRefusal>>(ctx, async (tx) => {
    const { agentId, merchantId } = command;
    const order = await lockOrder(tx, { orderId: command.orderId, reader: { agentId, merchantId } });
    if (!order) return err({ code: 'not_found' });
    if (order.status === 'canceled') return err({ code: 'not_returnable' });
    const earlier = await listReturns(tx, [order.id]);
    if (earlier.length >= MAX_RETURNS) return err({ code: 'too_many_returns', max: MAX_RETURNS });
    const lines = judgeLines(order, earlier, command.lines);
    if (!lines.ok) return lines;
    const refundAmount = expectedRefund(order, earlier, lines.value);
    if (refundAmount <= 0n) return err({ code: 'nothing_to_refund' });
    const made = toReturn(tx, order, command, lines.value, refundAmount);
    await insertReturn(tx, made);
    await recordReturn(tx, order, { kind: 'return_requested', returnId: made.id });
    await tellStore(tx, { merchantId: made.merchantId, event: 'return', subject: made.id, money: money(made.refundAmount, made.currency), path: `/dashboard/orders/${order.id}` });
    return ok(made);
  });

function judgeLines(order: Order, earlier: readonly OrderReturn[], wanted: RequestReturn['lines']): Result<ReturnLine[], ReturnRefusal> {
  const bought = boughtItems(order);
  const lines: ReturnLine[] = [];
  for (const [index, { itemId, quantity }] of wanted.entries()) {
    const item = bought.get(itemId);
    if (!item) return err({ code: 'unknown_item', index, itemId });
    const leftQuantity = item.quantity - returningQuantity(earlier, itemId);
    if (quantity > leftQuantity) return err({ code: 'quantity_exceeded', index, itemId, leftQuantity });
    lines.push({ itemId, name: item.name, quantity });
  }
  return ok(lines);
}

function toReturn(tx: Ctx, order: Order, { agentId, reason, note }: RequestReturn, lines: readonly ReturnLine[], refundAmount: bigint): OrderReturn {
  const createdAt = tx.clock.now();
  return {
    id: newId('orderReturn', createdAt.getTime()),
    merchantId: order.merchantId,
    orderId: order.id,
    agentId,
    status: 'requested',
    reason,
    note: note === null ? null : cleanText(note, MAX_NOTE_LENGTH) || null,
    lines,
    currency: order.currency,
    refundAmount,
    message: null,
    decidedAt: null,
    refundedAt: null,
    createdAt,
  };
}
