import type { Checkout } from '@/lib/checkout';
import { canonicalJson } from '@/lib/kernel/hash';
import { toWireAmount } from '@/lib/kernel/money';
import { lineIdOf, totalsOf } from './projection';

/** The receipt of a paid cart, as JSON text: what was bought, for how much, under which order. */
export const receiptOf = (checkout: Checkout): string | null =>
  checkout.order &&
  canonicalJson({
    order_id: checkout.order.id,
    order_number: checkout.order.number,
    merchant: checkout.merchantName,
    merchant_id: checkout.merchantHandle,
    currency: checkout.currency,
    lines: checkout.lines.map((line) => ({ line_id: lineIdOf(line), title: line.name, quantity: line.quantity, total_minor: toWireAmount(line.baseAmount) })),
    ...totalsOf(checkout),
    issued_at: checkout.order.createdAt.toISOString(),
  });
