import {
  selectedOptions,
  type Checkout,
  type CheckoutLine,
  type CheckoutTotals,
  type FulfillmentMethod,
  type FulfillmentOption,
} from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';
import type { Address } from '@/lib/ports';

// What the responses of all versions share.

export type Total = { readonly type: string; readonly display_text: string; readonly amount: number };

const total = (type: string, displayText: string, amount: bigint): Total => ({ type, display_text: displayText, amount: toWireAmount(amount) });
const unlessZero = (type: string, displayText: string, amount: bigint): Total[] => (amount === 0n ? [] : [total(type, displayText, amount)]);

const HANDOVER: Record<FulfillmentMethod, string> = { shipping: 'Shipping', digital: 'Digital delivery', pickup: 'Pickup', local_delivery: 'Local delivery' };

/** By the way that the goods are handed over; where there are several, by none. */
function handover(options: readonly FulfillmentOption[]): string {
  const [first] = options;
  return first && options.every(({ kind }) => kind === first.kind) ? HANDOVER[first.kind] : 'Delivery';
}

/** Of items alone: there is no tax where it is not known. */
export const itemTotals = (totals: CheckoutTotals, taxIsKnown: boolean): Total[] => [
  total('items_base_amount', 'Items', totals.itemsBaseAmount),
  ...unlessZero('items_discount', 'Item discounts', totals.itemsDiscountAmount),
  total('subtotal', 'Subtotal', totals.subtotalAmount),
  ...unlessZero('discount', 'Discount', totals.discountAmount),
  ...(taxIsKnown ? [total('tax', 'Estimated tax', totals.taxAmount)] : []),
  ...unlessZero('fee', 'Service fee', totals.feeAmount),
  total('total', 'Estimated total', totals.totalAmount),
];

/** total = items_base_amount - items_discount - discount + fulfillment + tax + fee; all amounts positive, in minor units. */
export function checkoutTotals(checkout: Checkout): Total[] {
  const { totals } = checkout;
  const chosen = selectedOptions(checkout);
  return [
    total('items_base_amount', 'Items', totals.itemsBaseAmount),
    ...unlessZero('items_discount', 'Item discounts', totals.itemsDiscountAmount),
    total('subtotal', 'Subtotal', totals.subtotalAmount),
    ...unlessZero('discount', 'Discount', totals.discountAmount),
    ...(chosen.length > 0 ? [total('fulfillment', handover(chosen), totals.fulfillmentAmount)] : []),
    total('tax', 'Tax', totals.taxAmount),
    ...unlessZero('fee', 'Service fee', totals.feeAmount),
    total('total', 'Total', totals.totalAmount),
  ];
}

export const lineTotals = (line: CheckoutLine): Total[] => [
  total('items_base_amount', 'Items', line.baseAmount),
  ...unlessZero('items_discount', 'Item discount', line.discountAmount),
  total('subtotal', 'Subtotal', line.subtotalAmount),
  total('tax', 'Tax', line.taxAmount),
  total('total', 'Total', line.totalAmount),
];

export const optionTotals = (option: FulfillmentOption): Total[] => [
  total('subtotal', HANDOVER[option.kind], option.subtotalAmount),
  total('tax', 'Tax', option.taxAmount),
  total('total', 'Total', option.totalAmount),
];

/** The items that a chosen option hands over, each once. */
export const itemIdsOf = ({ lines, selections }: Checkout, { id }: FulfillmentOption): string[] =>
  itemIdsOfLines(lines, selections.find(({ optionId }) => optionId === id)?.lineIds ?? []);

/** The items of some lines, each once. */
export const itemIdsOfLines = (lines: readonly CheckoutLine[], lineIds: readonly string[]): string[] => [
  ...new Set(lines.filter(({ id }) => lineIds.includes(id)).map(({ itemId }) => itemId)),
];

/** Address of every version but 2026-04-17: without `company`. */
export const toPlainAddress = ({ name, line_one, line_two, city, state, country, postal_code }: Address): Address => ({
  name,
  line_one,
  line_two,
  city,
  state,
  country,
  postal_code,
});

/** Where people look at the order; answers whoever holds the unguessable id. */
export const orderPermalink = (origin: string, orderId: string): string => `${origin}/orders/${orderId}`;

/** Empty text is no text: the field is left out. */
export const orAbsent = (value: string | null): string | undefined => value || undefined;
