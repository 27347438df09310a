import { applyBasisPoints, apportion, sum } from '@/lib/kernel/money';
import { holdsForLine } from './judge-discounts';
import type { Cut, Discount, DiscountCart } from './types';

/**
 * What discounts take from a cart, one after the other in the order given, each from what those before it left: nothing goes below zero, and
 * the shares of each are whole units that sum to what it takes. Pure.
 */
export function takeDiscounts(discounts: readonly Discount[], cart: DiscountCart): Cut[] {
  const left = { lines: cart.lines.map(({ amount }) => amount), fulfillment: [...cart.fulfillmentAmounts] };
  return discounts.map((discount) => {
    const isShipping = discount.scope === 'shipping';
    const from = isShipping ? left.fulfillment : left.lines;
    const base = isShipping ? from : from.map((amount, index) => (isFor(discount, cart, index) ? amount : 0n));
    const shares = sharesOf(discount, base);
    for (const [index, share] of shares.entries()) from[index] = (from[index] ?? 0n) - share;
    return { discount, shares, from: isShipping ? 'fulfillment' : discount.scope === 'order' && discount.method === 'across' ? 'order' : 'lines' };
  });
}

function isFor(discount: Discount, { lines }: DiscountCart, index: number): boolean {
  const line = lines[index];
  return line !== undefined && holdsForLine(discount, line);
}

/** each: of each amount by itself. across: of their sum, split in proportion. */
function sharesOf(discount: Discount, base: readonly bigint[]): bigint[] {
  if (discount.method === 'each') return base.map((amount) => offOf(discount, amount));
  return apportion(offOf(discount, sum(base)), base);
}

function offOf({ percentBasisPoints, offAmount }: Discount, amount: bigint): bigint {
  const off = percentBasisPoints === null ? (offAmount ?? 0n) : applyBasisPoints(amount, percentBasisPoints);
  return off < amount ? off : amount;
}
