import type { Item } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import { applyBasisPoints, sum } from '@/lib/kernel/money';
import type { ShippingQuote, TaxRate } from '@/lib/ports';
import type { CheckoutLine, CheckoutTotals, FulfillmentOption, ItemRequest, TaxShare } from './types';

const DAY_MS = 86_400_000;

/** The basis points that hold for a category: its own row, else the one for every category, else none. */
export const rateFor = (rates: readonly TaxRate[], category: string): number => entryFor(rates, category)?.rateBasisPoints ?? 0;

const entryFor = (rates: readonly TaxRate[], category: string): TaxRate | undefined =>
  rates.find((rate) => rate.category === category) ?? rates.find((rate) => rate.category === '');

/** The one tax of a category, by its name. */
function taxShares(rates: readonly TaxRate[], category: string, amount: bigint): TaxShare[] {
  const entry = entryFor(rates, category);
  return entry && amount !== 0n ? [{ name: entry.name, rateBasisPoints: entry.rateBasisPoints, amount }] : [];
}

/** Lines at today's prices. Tax is taken per line, half away from zero. Quantities of one item add up against its stock. */
export function priceLines(requests: readonly ItemRequest[], items: ReadonlyMap<string, Item>, rates: readonly TaxRate[]): CheckoutLine[] {
  const wanted = new Map<string, bigint>();
  for (const { id, quantity } of requests) wanted.set(id, (wanted.get(id) ?? 0n) + BigInt(quantity));
  return requests.flatMap(({ id, quantity }, index) => {
    const item = items.get(id);
    if (!item) return [];
    const baseAmount = item.amount * BigInt(quantity);
    const taxAmount = applyBasisPoints(baseAmount, rateFor(rates, item.category));
    return [
      {
        id: `line_${index + 1}`,
        itemId: item.id,
        name: item.name,
        category: item.category,
        description: item.description,
        imagePath: item.imagePath,
        quantity,
        unitAmount: item.amount,
        baseAmount,
        discountAmount: 0n,
        subtotalAmount: baseAmount,
        taxAmount,
        taxes: taxShares(rates, item.category, taxAmount),
        totalAmount: baseAmount + taxAmount,
        inStock: item.stock === null || item.stock >= (wanted.get(id) ?? 0n),
      },
    ];
  });
}

/** Shipping quotes as options, with the tax that shipping bears at the destination. */
export function toShippingOptions(quotes: readonly ShippingQuote[], lines: readonly CheckoutLine[], rates: readonly TaxRate[], now: Date): FulfillmentOption[] {
  return quotes.map((quote) => {
    const taxAmount = applyBasisPoints(quote.amount, rateFor(rates, ''));
    return {
      kind: 'shipping',
      id: quote.id,
      lineIds: lines.map(({ id }) => id),
      groupId: null,
      title: quote.title,
      description: quote.description,
      carrier: quote.carrier,
      earliestAt: new Date(now.getTime() + quote.minDeliveryDays * DAY_MS).toISOString(),
      latestAt: new Date(now.getTime() + quote.maxDeliveryDays * DAY_MS).toISOString(),
      subtotalAmount: quote.amount,
      taxAmount,
      totalAmount: quote.amount + taxAmount,
      taxes: taxShares(rates, '', taxAmount),
      location: null,
    };
  });
}

/** The one way a pickup merchant hands over. */
export function pickupOption(merchant: Merchant, lines: readonly CheckoutLine[]): FulfillmentOption {
  return {
    kind: 'pickup',
    id: 'pickup',
    lineIds: lines.map(({ id }) => id),
    groupId: null,
    title: 'Pickup',
    description: merchant.pickupLocation ? `At ${merchant.pickupLocation.name}` : 'At the counter',
    carrier: '',
    earliestAt: null,
    latestAt: null,
    subtotalAmount: 0n,
    taxAmount: 0n,
    totalAmount: 0n,
    taxes: [],
    location: merchant.pickupLocation,
  };
}

export function addUp(lines: readonly CheckoutLine[], option: FulfillmentOption | undefined): CheckoutTotals {
  const itemsBaseAmount = sum(lines.map((line) => line.baseAmount));
  const itemsDiscountAmount = sum(lines.map((line) => line.discountAmount));
  const subtotalAmount = itemsBaseAmount - itemsDiscountAmount;
  const fulfillmentAmount = option?.subtotalAmount ?? 0n;
  const taxAmount = sum(lines.map((line) => line.taxAmount)) + (option?.taxAmount ?? 0n);
  return {
    itemsBaseAmount,
    itemsDiscountAmount,
    subtotalAmount,
    discountAmount: 0n,
    fulfillmentAmount,
    taxAmount,
    totalAmount: subtotalAmount + fulfillmentAmount + taxAmount,
  };
}

