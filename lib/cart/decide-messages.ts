import type { CheckoutMessage, EstimatedLine } from '@/lib/checkout';
import { formatMoney, type Currency } from '@/lib/kernel/money';

/** What is to be said of the lines as they are now, beside those of the last time that the cart was written. No line is left out of a cart for it. */
export function decideMessages(lines: readonly EstimatedLine[], before: readonly EstimatedLine[], currency: Currency): CheckoutMessage[] {
  return lines.flatMap((line, index) => [...stockMessages(line, index), ...priceMessages(line, before[index], index, currency)]);
}

function stockMessages({ name, quantity, inStock, isSoldOut }: EstimatedLine, index: number): CheckoutMessage[] {
  if (inStock) return [];
  const text = isSoldOut ? `${name}: sold out.` : `${name}: not enough in stock for ${quantity}.`;
  return [{ kind: 'error', code: 'out_of_stock', subject: { field: 'line', index }, text }];
}

function priceMessages({ name, unitAmount }: EstimatedLine, before: EstimatedLine | undefined, index: number, currency: Currency): CheckoutMessage[] {
  if (before === undefined || before.unitAmount === unitAmount) return [];
  const [was, is] = [before.unitAmount, unitAmount].map((amount) => formatMoney({ amount, currency }));
  return [{ kind: 'warning', code: 'price_change', subject: { field: 'line', index }, text: `${name}: the price went from ${was} to ${is}.` }];
}
