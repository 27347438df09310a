import { findHostedCheckout } from '@/lib/hosted-checkout';
import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { toWireAmount } from '@/lib/kernel/money';
import { loadPickupOrder, windowText, type PickupOrderView } from '@/lib/quote';
import { anyone, refuse } from './common';

/** An id that nobody guesses is all it takes; a merchant that is named beside it must be its own. */
const common = { ...anyone, method: 'GET', tenant: 'named_merchant', keyScope: 'order:read' } as const;

/** GET /v1/orders/checkout-sessions/{id}: whether the person has paid, and the order once they have. */
export const getCheckoutSession: Endpoint = endpoint({
  ...common,
  path: '/v1/orders/checkout-sessions/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const hosted = await findHostedCheckout(ctx, id);
    if (!hosted || (ctx.merchant && ctx.merchant.id !== hosted.merchantId)) return refuse(404, 'CHECKOUT_SESSION_NOT_FOUND', 'There is no such checkout session.');
    const { status, paymentStatus, orderId } = hosted;
    return answerCoded(200, { checkoutSessionId: hosted.id, status, paymentStatus, ready: orderId !== null, orderId });
  },
});

/** GET /v1/orders/{id}: how far an order is. Who fetches it is not told. */
export const getOrder: Endpoint = endpoint({
  ...common,
  path: '/v1/orders/[id]',
  handle: async (ctx, _request, { id = '' }) => {
    const order = await loadPickupOrder(ctx, { orderId: id, merchantId: ctx.merchant?.id });
    return order ? answerCoded(200, toWire(order)) : refuse(404, 'ORDER_NOT_FOUND', 'There is no such order.');
  },
});

const toWire = (order: PickupOrderView): object => ({
  id: order.id,
  status: order.status,
  paymentMethod: order.paymentMethod,
  currency: order.currency,
  totalCents: toWireAmount(order.totalAmount),
  items: order.items.map(({ sku, name, quantity, unitAmount }) => ({ sku, name, qty: quantity, unitPriceCents: toWireAmount(unitAmount) })),
  contact: { verified: order.isContactVerified },
  fulfillment: { type: 'pickup', window: order.window && windowText(order.window) },
  notes: order.notes,
  pickupETA: order.etaAt?.toISOString() ?? null,
  etaStatus: order.etaStatus,
  pickupCode: order.pickupCode,
  acknowledgedAt: order.acknowledgedAt?.toISOString() ?? null,
  readyAt: order.readyAt?.toISOString() ?? null,
  fulfilledAt: order.fulfilledAt?.toISOString() ?? null,
});
