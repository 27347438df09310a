import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import { emit, inTransaction, type Ctx } from '@/lib/ports';
import { changeOrder } from './change-order';
import { cancellationRefund } from './decide-cancellation';
import { goodsText, judgeLines, type LinesRefusal } from './judge-lines';
import { goodsOf, lineProgress } from './progress';
import { recordRequest } from './request-refund';
import { lockOrder } from './store';
import type { Adjustment, LineQuantity, Order } from './types';

const MAX_REASON_LENGTH = 300;

export type CancelOrder = {
  readonly merchantId: string;
  readonly orderId: string;
  /** Names this wish among those of its order: the same key cancels once. */
  readonly key: string;
  /** Null: all that is not handed over yet. Each line once. */
  readonly lines: readonly LineQuantity[] | null;
  /** The merchant's words. */
  readonly reason: string | null;
};

export type CancelRefusal = { readonly code: 'not_found' | 'order_canceled' } | LinesRefusal;

/** How the money of a cancellation goes back: the authorisation is voided, so much is refunded, or nothing was to be paid. */
export type CancelledMoney = { readonly how: 'void' } | { readonly how: 'refund'; readonly adjustmentId: string } | { readonly how: 'nothing' };

type Canceled = { readonly order: Order; readonly cancellation: Adjustment; readonly money: CancelledMoney };

/**
 * Takes goods off an order that are not handed over yet; with the last of them, and nothing handed over, the order is canceled. Promises what
 * is due for it, in the same transaction: what is captured is refunded (or captured first, where that is on its way), and the authorisation
 * of an order that is canceled wholly is voided. Judged under the order's row lock, so goods are handed over or canceled, never both.
 */
export const cancelOrder = (ctx: Ctx, command: CancelOrder): Promise<Result<Canceled, CancelRefusal>> =>
  inTransaction<Ctx, Result<Canceled, CancelRefusal>>(ctx, async (tx) => {
    const order = await lockOrder(tx, { orderId: command.orderId, reader: { merchantId: command.merchantId } });
    if (!order) return err({ code: 'not_found' });
    const earlier = order.progress.adjustments.find(({ key, kind }) => kind === 'cancellation' && key === command.key);
    if (earlier) return ok({ order, cancellation: earlier, money: moneyOf(order, earlier) });
    if (order.status === 'canceled') return err({ code: 'order_canceled' });
    const lines = judgeLines(order, command.lines);
    if (!lines.ok) return lines;
    return ok(await record(tx, order, command, lines.value));
  });

async function record(tx: Ctx, order: Order, { key, reason }: CancelOrder, lines: readonly LineQuantity[]): Promise<Canceled> {
  const cancellation: Adjustment = {
    id: newId('adjustment', tx.clock.now().getTime()),
    key,
    kind: 'cancellation',
    status: 'completed',
    lines,
    amount: 0n,
    reason: null,
    description: reason === null ? null : cleanText(reason, MAX_REASON_LENGTH) || null,
    origin: 'merchant',
    at: tx.clock.now().toISOString(),
  };
  const amount = cancellationRefund(order, lines);
  const canceled: Order = { ...order, progress: { ...order.progress, adjustments: [...order.progress.adjustments, cancellation] } };
  const isWhole = [...lineProgress(goodsOf(canceled)).values()].every(({ current }) => current === 0);
  const changed = await changeOrder(
    tx,
    isWhole ? { ...canceled, status: 'canceled' } : canceled,
    { kind: isWhole ? 'canceled' : 'lines_canceled', detail: { adjustmentId: cancellation.id }, note: goodsText(order, lines) },
  );
  if (isWhole && order.paymentStatus === 'authorized') {
    await emit(tx, { topic: 'order.void', aggregateId: cancellation.id, tenantId: order.merchantId, payload: { orderId: order.id, adjustmentId: cancellation.id } });
    return { order: changed, cancellation, money: { how: 'void' } };
  }
  // What its merchant captures itself it captures less of.
  const isDue = order.paymentStatus === 'captured' || (order.paymentStatus === 'authorized' && order.captureMethod === 'automatic');
  if (!isDue || amount <= 0n) return { order: changed, cancellation, money: { how: 'nothing' } };
  const { merchantId, id: orderId } = order;
  const requested = await recordRequest(tx, changed, { merchantId, orderId, amount, refundKey: cancellation.id, origin: 'merchant', lines, reason: 'cancellation', description: cancellation.description });
  return { order: requested.order, cancellation, money: { how: 'refund', adjustmentId: requested.refund.id } };
}

/** Of a cancellation that was made before. */
function moneyOf(order: Order, { id }: Adjustment): CancelledMoney {
  const refund = order.progress.adjustments.find(({ kind, key }) => kind === 'refund' && key === id);
  if (refund) return { how: 'refund', adjustmentId: refund.id };
  return order.status === 'canceled' && order.paymentStatus === 'authorized' ? { how: 'void' } : { how: 'nothing' };
}
