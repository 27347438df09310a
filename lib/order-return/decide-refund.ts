import { invariant } from '@/lib/kernel/invariant';
import { sum } from '@/lib/kernel/money';
import type { Order } from '@/lib/order';
import { counts, type ReturnStatus } from './status';
import type { OrderReturn } from './types';

/** What an order has of one item, over all its lines: how many, and what they cost with their tax. */
type Bought = { readonly name: string; readonly quantity: number; readonly totalAmount: bigint };

export function boughtItems(order: Pick<Order, 'content'>): Map<string, Bought> {
  const items = new Map<string, Bought>();
  for (const { itemId, name, quantity, totalAmount, taxAmount } of order.content.lines) {
    const known = items.get(itemId);
    items.set(itemId, { name, quantity: (known?.quantity ?? 0) + quantity, totalAmount: (known?.totalAmount ?? 0n) + totalAmount + taxAmount });
  }
  return items;
}

/** How many of an item are on their way back, or back. */
export const returningQuantity = (returns: readonly OrderReturn[], itemId: string): number =>
  returns
    .filter(({ status }) => counts(status))
    .flatMap(({ lines }) => lines)
    .filter((line) => line.itemId === itemId)
    .reduce((total, { quantity }) => total + quantity, 0);

type Paid = Pick<Order, 'totalAmount' | 'refundedAmount'>;

/** What of an order's total has neither gone back nor been laid claim to by a return. What the merchant refunded beside its returns counts. */
export function leftAmount(order: Paid, returns: readonly OrderReturn[]): bigint {
  const refunded = amountOf(returns, (status) => status === 'refunded');
  const gone = order.refundedAmount > refunded ? order.refundedAmount : refunded; // the order may not have been told of the last refund yet
  return order.totalAmount - gone - amountOf(returns, (status) => counts(status) && status !== 'refunded');
}

const amountOf = (returns: readonly OrderReturn[], which: (status: ReturnStatus) => boolean): bigint =>
  sum(returns.filter(({ status }) => which(status)).map(({ refundAmount }) => refundAmount));

/**
 * What is expected back for some of an order's items: their price and its tax, and with the last of the goods all that is left, delivery
 * included. Successive parts lose no unit. Never more than is left.
 */
export function expectedRefund(
  order: Pick<Order, 'content'> & Paid,
  returns: readonly OrderReturn[],
  wanted: readonly { readonly itemId: string; readonly quantity: number }[],
): bigint {
  const bought = boughtItems(order);
  const left = leftAmount(order, returns);
  const comingBack = (itemId: string): number => returningQuantity(returns, itemId) + (wanted.find((line) => line.itemId === itemId)?.quantity ?? 0);
  if ([...bought].every(([itemId, { quantity }]) => comingBack(itemId) === quantity)) return left;
  const goods = sum(
    wanted.map(({ itemId, quantity }) => {
      const item = bought.get(itemId);
      invariant(item, `the order has the item ${itemId}`);
      const before = returningQuantity(returns, itemId);
      return shareOf(item, before + quantity) - shareOf(item, before);
    }),
  );
  return goods < left ? goods : left;
}

/** The cost of the first `quantity` of an item, rounded down. */
const shareOf = ({ totalAmount, quantity: all }: Bought, quantity: number): bigint => (totalAmount * BigInt(quantity)) / BigInt(all);
