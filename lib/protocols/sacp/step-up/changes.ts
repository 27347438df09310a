import type { CartChanges, SinceLast } from '@/lib/approval';
import { toDecimal, type Money } from '@/lib/kernel/money';

const amountOf = (value: Money): object => ({ amount: toDecimal(value), currency: value.currency });
const both = ({ before, after }: { before: Money; after: Money }): object => ({ before: amountOf(before), after: amountOf(after) });

/** What differs between two carts. Amounts are decimals in major units. */
export const toChangesWire = ({ added, removed, quantities, prices, total, address }: CartChanges): object => ({
  added: added.map((item) => ({ product_id: item.id, name: item.name, quantity: item.quantity, total: toDecimal(item.total) })),
  removed: removed.map((item) => ({ product_id: item.id, name: item.name, quantity: item.quantity })),
  quantities: quantities.map((item) => ({ product_id: item.id, name: item.name, before: item.before, after: item.after })),
  prices: prices.map((item) => ({ product_id: item.id, name: item.name, ...both(item) })),
  total: total && both(total),
  address,
});

/** Beside what was approved last for this agent at this merchant; `cardId` is the card that would pay now. */
export const toSinceLastWire = ({ approvalId, approvedAt, paymentMethodId, changes }: SinceLast, cardId: string | null): object => ({
  step_up_id: approvalId,
  approved_at: approvedAt.toISOString(),
  ...toChangesWire(changes),
  new_card: cardId !== null && cardId !== paymentMethodId,
});
