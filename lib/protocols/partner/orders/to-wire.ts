import type { KitchenOrder } from '@/lib/kitchen';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** An order without a word of who ordered it: the code is what a counter asks for. */
export const toOrderBody = (order: KitchenOrder) => ({
  id: order.orderId,
  merchantHandle: order.merchantHandle,
  number: order.number,
  status: order.status,
  items: order.lines.map(({ name, quantity }) => ({ name, qty: quantity })),
  pickupCode: order.pickupCode,
  window: order.windowStartsAt && order.windowEndsAt ? `${order.windowStartsAt.toISOString()}/${order.windowEndsAt.toISOString()}` : null,
  pickupETA: order.etaAt.toISOString(),
  etaStatus: order.etaStatus,
  placedAt: order.placedAt.toISOString(),
  acknowledgedAt: iso(order.acknowledgedAt),
  readyAt: iso(order.readyAt),
  fulfilledAt: iso(order.fulfilledAt),
  closedAt: iso(order.closedAt),
  revision: order.revision,
});
