import { err, ok, type Result } from '@/lib/kernel/result';
import { goodsOf, openLines } from './progress';
import type { LineQuantity, Order } from './types';

export type LinesRefusal =
  | { readonly code: 'unknown_line'; readonly lineId: string }
  | { readonly code: 'quantity_exceeded'; readonly lineId: string; readonly leftQuantity: number }
  /** Everything was handed over or canceled before. */
  | { readonly code: 'nothing_left' };

/** Goods of an order that are neither handed over nor canceled: those that are asked for, or all of them for null. */
export function judgeLines(order: Order, wanted: readonly LineQuantity[] | null): Result<readonly LineQuantity[], LinesRefusal> {
  const open = openLines(goodsOf(order));
  if (open.length === 0) return err({ code: 'nothing_left' });
  if (wanted === null) return ok(open);
  for (const { lineId, quantity } of wanted) {
    if (!order.content.lines.some(({ id }) => id === lineId)) return err({ code: 'unknown_line', lineId });
    const leftQuantity = open.find((line) => line.lineId === lineId)?.quantity ?? 0;
    if (quantity > leftQuantity) return err({ code: 'quantity_exceeded', lineId, leftQuantity });
  }
  return wanted.length === 0 ? err({ code: 'nothing_left' }) : ok(wanted);
}

/** "2 × Tea, 1 × Honey", for the order's timeline. */
export const goodsText = ({ content }: Order, lines: readonly LineQuantity[]): string =>
  lines.map(({ lineId, quantity }) => `${quantity} × ${content.lines.find(({ id }) => id === lineId)?.name ?? lineId}`).join(', ');
