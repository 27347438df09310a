import { jsonHash } from '@/lib/kernel/hash';
import { selectedOption } from './selected-options';
import type { CheckoutContent } from './types';

/** JSON of the value with bigint as decimal text and undefined left out: signed and hashed records hold no fractional numbers. */
const plain = (value: object): object => JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))) as object;

type Subject = { readonly id: string; readonly merchantHandle: string; readonly currency: string; readonly content: CheckoutContent };

/**
 * Everything that a person approves and a token pays for: rules.md, "Snapshot hash". What is not in it (descriptions, messages, delivery
 * estimates) may change without voiding either. Amounts are minor units as text; lib/evidence/bundle.ts reads the same shape.
 */
export function snapshotFacts({ id, merchantHandle, currency, content }: Subject): object {
  const option = selectedOption(content);
  return plain({
    checkout_id: id,
    merchant: merchantHandle,
    currency,
    items: content.lines.map((line) => ({ id: line.itemId, quantity: line.quantity, unit: line.unitAmount, discount: line.discountAmount, total: line.totalAmount })),
    discount: content.totals.discountAmount,
    fulfillment: option ? { id: option.id, amount: option.subtotalAmount } : null,
    address: content.address,
    buyer: content.buyer,
    tax: content.totals.taxAmount,
    total: content.totals.totalAmount,
  });
}

/** SHA-256 of the canonical JSON of those facts. */
export const snapshotHash = (subject: Subject): string => jsonHash(snapshotFacts(subject));
