import { jsonHash } from '@/lib/kernel/hash';
import type { CheckoutContent } from './types';

/** JSON of the value with bigint as decimal text and undefined left out: signed and hashed records hold no fractional numbers. */
const plain = (value: unknown): unknown =>
  value === null ? null : JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner)));

/**
 * SHA-256 of JCS over everything that a person approves and a token pays for: rules.md, "Snapshot hash". What is not in it
 * (descriptions, messages, delivery estimates) may change without voiding either.
 */
export function snapshotHash(facts: { id: string; merchantHandle: string; currency: string; content: CheckoutContent }): string {
  const { content } = facts;
  const option = content.options.find((candidate) => candidate.id === content.selectedOptionId);
  return jsonHash(
    plain({
      checkout_id: facts.id,
      merchant: facts.merchantHandle,
      currency: facts.currency,
      items: content.lines.map((line) => ({ id: line.itemId, quantity: line.quantity, unit: line.unitAmount, discount: line.discountAmount, total: line.totalAmount })),
      discount: content.totals.discountAmount,
      fulfillment: option ? { id: option.id, amount: option.subtotalAmount } : null,
      address: content.address,
      buyer: content.buyer,
      tax: content.totals.taxAmount,
      total: content.totals.totalAmount,
    }),
  );
}
