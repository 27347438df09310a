import type { Checkout } from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { lineIdOf, totalsOf } from './projection';

/** The receipt of a paid cart: what was bought, for how much, under which order. Null where there is no order. */
export const receiptOf = async (ctx: Ctx, checkout: Checkout): Promise<string | null> =>
  checkout.order && ctx.ports.receipt.generate(ctx, { merchantId: checkout.merchantId, orderId: checkout.order.id, facts: factsOf(checkout, checkout.order) });

const factsOf = (checkout: Checkout, order: NonNullable<Checkout['order']>): object => ({
  order_id: order.id,
  order_number: order.number,
  merchant: checkout.merchantName,
  merchant_id: checkout.merchantHandle,
  currency: checkout.currency,
  lines: checkout.lines.map((line) => ({ line_id: lineIdOf(line), title: line.name, quantity: line.quantity, total_minor: toWireAmount(line.baseAmount) })),
  ...totalsOf(checkout),
  issued_at: order.createdAt.toISOString(),
});
