import { selectedOption, type Checkout, type CheckoutLine } from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';
import { checkoutTotals, lineTotals, orderPermalink } from '../render';

type PlacedOrder = NonNullable<Checkout['order']>;

/** The rich Order of 2026-04-17. Nothing has been handed over or refunded yet, so fulfillments and adjustments are empty. */
export function toOrder(checkout: Checkout, order: PlacedOrder, origin: string): object {
  const option = selectedOption(checkout);
  const canceled = order.paymentStatus === 'voided';
  return {
    type: 'order',
    id: order.id,
    checkout_session_id: checkout.id,
    order_number: order.number,
    permalink_url: orderPermalink(origin, order.id),
    status: canceled ? 'canceled' : 'confirmed',
    ...(option?.earliestAt && option.latestAt && { estimated_delivery: { earliest: option.earliestAt, latest: option.latestAt } }),
    confirmation: { confirmation_number: order.number },
    line_items: checkout.lines.map((line) => toOrderLine(line, canceled ? 0 : line.quantity)),
    fulfillments: [],
    adjustments: [],
    totals: checkoutTotals(checkout),
  };
}

const toOrderLine = (line: CheckoutLine, current: number): object => ({
  id: line.id,
  title: line.name,
  product_id: line.itemId,
  quantity: { ordered: line.quantity, current, fulfilled: 0 },
  unit_price: toWireAmount(line.unitAmount),
  subtotal: toWireAmount(line.subtotalAmount),
  totals: lineTotals(line),
  status: orderLineStatus(current, 0),
});

/** Derived, never kept (ACP 2026-04-17, OrderLineItem.status). */
export function orderLineStatus(current: number, fulfilled: number): 'removed' | 'fulfilled' | 'partial' | 'processing' {
  if (current === 0) return 'removed';
  if (fulfilled === current) return 'fulfilled';
  return fulfilled > 0 ? 'partial' : 'processing';
}
