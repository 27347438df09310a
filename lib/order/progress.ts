import { sum } from '@/lib/kernel/money';
import type { Adjustment, LineQuantity, Order, OrderContent, OrderProgress, OrderStatus } from './types';

// What follows from an order's fulfilments and adjustments. Nothing of it is kept: it is worked out where it is needed.

export const NO_PROGRESS: OrderProgress = { fulfillments: [], adjustments: [] };

/** ordered: as bought. current: less what was canceled. fulfilled: handed over, or on its way. (ACP 2026-04-17, OrderLineItemQuantity.) */
export type LineProgress = { readonly ordered: number; readonly current: number; readonly fulfilled: number };

type Goods = { readonly status: OrderStatus; readonly lines: readonly { readonly id: string; readonly quantity: number }[]; readonly progress: OrderProgress };

/** What goods an order is about, for the functions below. */
export const goodsOf = ({ status, content, progress }: { status: OrderStatus; content: OrderContent; progress: OrderProgress }): Goods => ({ status, lines: content.lines, progress });

const quantityOf = (lists: Iterable<{ readonly lines: readonly LineQuantity[] }>, lineId: string): number => {
  let total = 0;
  for (const { lines } of lists) for (const line of lines) if (line.lineId === lineId) total += line.quantity;
  return total;
};

/** How far each line of an order is, by the line's id. Of a canceled order nothing is left but what went out before. */
export function lineProgress({ status, lines, progress }: Goods): Map<string, LineProgress> {
  const sent = progress.fulfillments.filter((each) => each.status !== 'failed');
  const canceled = progress.adjustments.filter(({ kind }) => kind === 'cancellation');
  return new Map(
    lines.map(({ id, quantity }) => {
      const fulfilled = quantityOf(sent, id);
      return [id, { ordered: quantity, current: status === 'canceled' ? fulfilled : quantity - quantityOf(canceled, id), fulfilled }];
    }),
  );
}

/** Goods that are neither canceled nor handed over. */
export const openLines = (goods: Goods): LineQuantity[] =>
  [...lineProgress(goods)].flatMap(([lineId, { current, fulfilled }]) => (current > fulfilled ? [{ lineId, quantity: current - fulfilled }] : []));

/** confirmed: nothing went out. processing: a part did. shipped: all did. completed: all has arrived (ACP 2026-04-17, Order.status). */
export type OrderStage = 'confirmed' | 'processing' | 'shipped' | 'completed' | 'canceled';

export function orderStage(goods: Goods): OrderStage {
  if (goods.status === 'canceled') return 'canceled';
  const sent = goods.progress.fulfillments.filter(({ status }) => status !== 'failed');
  if (sent.length === 0) return 'confirmed';
  if (openLines(goods).length > 0) return 'processing';
  return sent.every(({ status }) => status === 'delivered') ? 'completed' : 'shipped';
}

const refunds = ({ adjustments }: OrderProgress, status: Adjustment['status']): bigint =>
  sum(adjustments.filter((each) => each.kind === 'refund' && each.status === status).map(({ amount }) => amount));

/** The sum of completed refunds, in minor units. */
export const refundedAmount = (progress: OrderProgress): bigint => refunds(progress, 'completed');

export const pendingRefundAmount = (progress: OrderProgress): bigint => refunds(progress, 'pending');

/** What of an order's total has neither gone back nor is on its way back. What the network told of and is not listed yet counts as gone. */
export function leftToRefund({ totalAmount, refundedAmount: told, progress }: Pick<Order, 'totalAmount' | 'refundedAmount' | 'progress'>): bigint {
  const listed = refundedAmount(progress) + pendingRefundAmount(progress);
  return totalAmount - (told > listed ? told : listed);
}
