import { findCheckout, type Checkout } from '@/lib/checkout';
import { newId } from '@/lib/kernel/id';
import { eventsOf, getOrder, NO_PROGRESS } from '@/lib/order';
import { emit, type Ctx, type OrderEventPort } from '@/lib/ports';
import { orderEventData } from '@/lib/protocols/acp/order-events';
import { announceOrder, hasOrderListener, promiseOrderEvent } from '@/lib/webhook';

/** Joins orders, the shapes that they are told in, and who listens: in ACP's, which orders of other wires have none of, and in plain facts. */
export const orderEvents: OrderEventPort = {
  async promiseCreated(ctx, order) {
    await promiseAcpCreated(ctx, order);
    await announcePlainly(ctx, 'order.created', { ...order, eventId: `evt_created_${order.orderId.replaceAll('-', '')}` });
  },
  async promiseUpdate(ctx, order) {
    await promiseAcpUpdate(ctx, order);
    await announcePlainly(ctx, 'order.updated', { ...order, eventId: newId('event', ctx.clock.now().getTime()) });
  },
};

async function announcePlainly(ctx: Ctx, type: 'order.created' | 'order.updated', { merchantId, orderId, eventId }: { merchantId: string; orderId: string; eventId: string }): Promise<void> {
  const order = await getOrder(ctx, orderId);
  if (!order) return;
  const { checkoutId, status, paymentStatus, totalAmount, refundedAmount, currency } = order;
  const data = { order_id: orderId, cart_id: checkoutId, status, payment_status: paymentStatus, total_minor: String(totalAmount), refunded_minor: String(refundedAmount), currency };
  await announceOrder(ctx, { type, merchantId, orderId, eventId, data });
}

async function promiseAcpCreated(ctx: Ctx, { merchantId, orderId }: { merchantId: string; orderId: string }): Promise<void> {
  if (!(await hasOrderListener(ctx, { merchantId, type: 'order_create' }))) return;
  const order = await getOrder(ctx, orderId);
  const checkout = order && (await findCheckout(ctx, order.checkoutId));
  const data = checkout && render(ctx, asPlaced(checkout), order.wireVersion);
  // Named after its order, which is placed once: promised again it is the same event.
  if (data) await promiseOrderEvent(ctx, { merchantId, orderId, eventId: `evt_${orderId.replaceAll('-', '')}`, type: 'order_create', data });
}

async function promiseAcpUpdate(ctx: Ctx, { merchantId, orderId, checkoutId }: { merchantId: string; orderId: string; checkoutId: string }): Promise<void> {
  if (!(await hasOrderListener(ctx, { merchantId, type: 'order_update' }))) return;
  const [order, checkout] = [await getOrder(ctx, orderId), await findCheckout(ctx, checkoutId)];
  const data = order && checkout && render(ctx, checkout, order.wireVersion);
  if (!data) return;
  const payload = { merchantId, orderId, eventId: newId('event', ctx.clock.now().getTime()), type: 'order_update', data };
  await emit(ctx, { topic: 'order.changed', aggregateId: eventsOf(orderId), tenantId: merchantId, payload });
}

/** As the order began, whatever has become of it since. */
const asPlaced = (checkout: Checkout): Checkout =>
  checkout.order ? { ...checkout, order: { ...checkout.order, status: 'confirmed', paymentStatus: 'authorized', progress: NO_PROGRESS } } : checkout;

/** In the version of the call that completed the session; where the merchant took its payment to the network itself, in the one that opened it. */
const render = (ctx: Ctx, checkout: Checkout, paidIn: string): object | null =>
  orderEventData(paidIn, checkout, ctx.settings.publicOrigin) ?? (checkout.wire === 'acp' ? orderEventData(checkout.wireVersion, checkout, ctx.settings.publicOrigin) : null);
