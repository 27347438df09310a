import { handoverTitle } from './selected-options';
import type { Checkout } from './types';

/** What a checkout comes to, row by row, in words for people; the rows but the last add up to the last. */
export function totalRows(checkout: Checkout): { readonly label: string; readonly amount: bigint }[] {
  const { totals } = checkout;
  const title = handoverTitle(checkout);
  return [
    { label: 'Items', amount: totals.subtotalAmount },
    ...(totals.discountAmount > 0n ? [{ label: 'Discount', amount: -totals.discountAmount }] : []),
    ...(title === null ? [] : [{ label: title, amount: totals.fulfillmentAmount }]),
    ...(totals.taxAmount > 0n ? [{ label: 'Tax', amount: totals.taxAmount }] : []),
    ...(totals.feeAmount > 0n ? [{ label: 'Service fee', amount: totals.feeAmount }] : []),
    { label: 'Total', amount: totals.totalAmount },
  ];
}
