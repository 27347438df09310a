import { selectedOption, type Checkout, type CheckoutLine } from '@/lib/checkout';
import { invariant } from '@/lib/kernel/invariant';
import { toWireAmount } from '@/lib/kernel/money';
import {
  lineProgress, orderStage, refundedAmount, type Adjustment, type Fulfillment, type FulfillmentStatus, type LineProgress, type LineQuantity,
} from '@/lib/order';
import { allTaxes, withTaxBreakdown } from '../capability-session/tax-breakdown';
import { checkoutTotals, lineTotals, orAbsent, orderPermalink } from '../render';

type PlacedOrder = NonNullable<Checkout['order']>;

/** The goods of an order, as the session that it came from lists them. */
export const goodsOfCheckout = ({ lines }: Checkout, { status, progress }: PlacedOrder) => ({ status, lines, progress });

/** The rich Order of 2026-04-17, in sessions and in webhooks. The total stays what was charged; `amount_refunded` is what went back of it. */
export function toOrder(checkout: Checkout, order: PlacedOrder, origin: string): object {
  const option = selectedOption(checkout);
  const goods = goodsOfCheckout(checkout, order);
  const progress = lineProgress(goods);
  const refunded = refundedAmount(order.progress);
  return {
    type: 'order',
    id: order.id,
    checkout_session_id: checkout.id,
    order_number: order.number,
    permalink_url: orderPermalink(origin, order.id),
    status: orderStage(goods),
    ...(option?.earliestAt && option.latestAt && { estimated_delivery: { earliest: option.earliestAt, latest: option.latestAt } }),
    confirmation: { confirmation_number: order.number, order_notes: orAbsent(checkout.details.orderNotes) },
    line_items: checkout.lines.map((line) => toOrderLine(line, progress.get(line.id))),
    fulfillments: order.progress.fulfillments.map(toFulfillment),
    adjustments: order.progress.adjustments.map((adjustment) => toAdjustment(adjustment, checkout.currency)),
    totals: [...withTaxBreakdown(checkoutTotals(checkout), checkout.totals.taxAmount, allTaxes(checkout)), ...(refunded > 0n ? [{ type: 'amount_refunded', display_text: 'Refunded', amount: toWireAmount(refunded) }] : [])],
  };
}

function toOrderLine(line: CheckoutLine, quantity: LineProgress | undefined): object {
  invariant(quantity, `the order knows the line ${line.id}`);
  return {
    id: line.id,
    title: line.name,
    product_id: line.itemId,
    quantity,
    unit_price: toWireAmount(line.unitAmount),
    subtotal: toWireAmount(line.subtotalAmount),
    totals: withTaxBreakdown(lineTotals(line), line.taxAmount, line.taxes),
    status: orderLineStatus(quantity.current, quantity.fulfilled),
  };
}

/** Derived, never kept (ACP 2026-04-17, OrderLineItem.status). */
export function orderLineStatus(current: number, fulfilled: number): 'removed' | 'fulfilled' | 'partial' | 'processing' {
  if (current === 0) return 'removed';
  if (fulfilled === current) return 'fulfilled';
  return fulfilled > 0 ? 'partial' : 'processing';
}

const toReferences = (lines: readonly LineQuantity[]): object[] => lines.map(({ lineId, quantity }) => ({ id: lineId, quantity }));

/** An event has no word for a failure as such: what could not be handed over came back. */
const EVENT_TYPE: Record<FulfillmentStatus, string> = {
  shipped: 'shipped',
  in_transit: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  ready_for_pickup: 'ready_for_pickup',
  delivered: 'delivered',
  failed: 'undeliverable',
};

const toFulfillment = ({ id, kind, status, lines, carrier, trackingNumber, trackingUrl, events }: Fulfillment): object => ({
  id,
  type: kind,
  status,
  line_items: toReferences(lines),
  carrier: orAbsent(carrier),
  tracking_number: orAbsent(trackingNumber),
  tracking_url: orAbsent(trackingUrl),
  events: events.map((event) => ({ id: event.id, type: EVENT_TYPE[event.status], occurred_at: event.at, description: orAbsent(event.description) })),
});

function toAdjustment({ id, kind, status, lines, amount, reason, description, at }: Adjustment, currency: string): object {
  const code = currency.toLowerCase();
  return {
    id,
    type: kind,
    occurred_at: at,
    status,
    ...(lines.length > 0 && { line_items: toReferences(lines) }),
    ...(kind === 'refund' && { amount: toWireAmount(amount), ...(code.length === 3 && { currency: code }) }),
    description: orAbsent(description),
    reason: orAbsent(reason),
  };
}
