import { jsonHash } from '@/lib/kernel/hash';
import type { CheckoutContent } from './types';

/** JSON of the value with bigint as decimal text and undefined left out: signed and hashed records hold no fractional numbers. */
const plain = (value: object): object => JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))) as object;

type Subject = { readonly id: string; readonly merchantHandle: string; readonly currency: string; readonly content: CheckoutContent };

/**
 * Everything that a person approves and a token pays for: rules.md, "Snapshot hash". What is not in it (descriptions, messages, delivery
 * estimates) may change without voiding either. Amounts are minor units as text; lib/evidence/bundle.ts reads the same shape.
 */
export function snapshotFacts({ id, merchantHandle, currency, content }: Subject): object {
  return plain({
    checkout_id: id,
    merchant: merchantHandle,
    currency,
    items: content.lines.map((line) => ({ id: line.itemId, quantity: line.quantity, unit: line.unitAmount, discount: line.discountAmount, total: line.totalAmount })),
    discount: content.totals.discountAmount,
    ...discountFacts(content),
    fulfillment: fulfillmentFacts(content),
    ...groupFacts(content),
    address: content.address,
    buyer: content.buyer,
    tax: content.totals.taxAmount,
    ...(content.totals.feeAmount > 0n && { fee: content.totals.feeAmount }),
    total: content.totals.totalAmount,
  });
}

/** Left out where nothing was taken off: their sum is `discount` and the items' discounts. */
const discountFacts = ({ discounts: { applied } }: CheckoutContent): object =>
  applied.length === 0 ? {} : { discounts: applied.map(({ couponId, code, amount }) => ({ id: couponId, code, amount })) };

/** One way for all goods is one record; several, or those of groups, are a list with the lines that each hands over. */
function fulfillmentFacts({ options, selections, groups }: CheckoutContent): object | null {
  const facts = selections.map(({ optionId, lineIds }) => ({ id: optionId, amount: options.find(({ id }) => id === optionId)?.subtotalAmount ?? 0n, lines: lineIds }));
  const [first] = facts;
  if (first === undefined) return null;
  return facts.length === 1 && groups.length === 0 ? { id: first.id, amount: first.amount } : facts;
}

/** Where goods go that do not all go to `address`. Left out where the agent made no groups. */
const groupFacts = ({ groups }: CheckoutContent): object =>
  groups.length === 0 ? {} : { groups: groups.map(({ id, method, lineIds, address, locationId }) => ({ id, method, lines: lineIds, address, location: locationId })) };

/** SHA-256 of the canonical JSON of those facts. */
export const snapshotHash = (subject: Subject): string => jsonHash(snapshotFacts(subject));
