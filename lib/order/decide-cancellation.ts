import { sum } from '@/lib/kernel/money';
import { goodsOf, leftToRefund, lineProgress } from './progress';
import type { LineQuantity, Order, OrderLine } from './types';

/**
 * What goes back when these goods are taken off an order: their price and its tax, and all that is left, delivery included, when nothing
 * of the order stays. Successive parts of a line lose no unit. Never more than is left.
 */
export function cancellationRefund(order: Order, lines: readonly LineQuantity[]): bigint {
  const left = leftToRefund(order);
  const before = lineProgress(goodsOf(order));
  const takes = (lineId: string): number => lines.find((line) => line.lineId === lineId)?.quantity ?? 0;
  if ([...before].every(([lineId, { current }]) => current === takes(lineId))) return left;
  const goods = sum(
    order.content.lines.map((line) => {
      const { ordered, current } = before.get(line.id) ?? { ordered: line.quantity, current: line.quantity };
      const canceled = ordered - current;
      return shareOf(line, canceled + takes(line.id)) - shareOf(line, canceled);
    }),
  );
  return goods < left ? goods : left;
}

/** The cost of the first `quantity` of a line with its tax, rounded down. */
const shareOf = ({ totalAmount, taxAmount, quantity: all }: OrderLine, quantity: number): bigint => ((totalAmount + taxAmount) * BigInt(quantity)) / BigInt(all);
