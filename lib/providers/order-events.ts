import { findCheckout, type Checkout } from '@/lib/checkout';
import { newId } from '@/lib/kernel/id';
import { eventsOf, getOrder, NO_PROGRESS } from '@/lib/order';
import { emit, type Ctx, type OrderEventPort } from '@/lib/ports';
import { orderEventData } from '@/lib/protocols/acp/order-events';
import { hasOrderListener, promiseOrderEvent } from '@/lib/webhook';

/** Joins orders, the shapes that ACP tells them in, and who listens. Orders of other wires have no such events. */
export const acpOrderEvents: OrderEventPort = {
  async promiseCreated(ctx, { merchantId, orderId }) {
    if (!(await hasOrderListener(ctx, { merchantId, type: 'order_create' }))) return;
    const order = await getOrder(ctx, orderId);
    const checkout = order && (await findCheckout(ctx, order.checkoutId));
    const data = checkout && render(ctx, asPlaced(checkout), order.wireVersion);
    // Named after its order, which is placed once: promised again it is the same event.
    if (data) await promiseOrderEvent(ctx, { merchantId, orderId, eventId: `evt_${orderId.replaceAll('-', '')}`, type: 'order_create', data });
  },

  async promiseUpdate(ctx, { merchantId, orderId, checkoutId }) {
    if (!(await hasOrderListener(ctx, { merchantId, type: 'order_update' }))) return;
    const [order, checkout] = [await getOrder(ctx, orderId), await findCheckout(ctx, checkoutId)];
    const data = order && checkout && render(ctx, checkout, order.wireVersion);
    if (!data) return;
    const payload = { merchantId, orderId, eventId: newId('event', ctx.clock.now().getTime()), type: 'order_update', data };
    await emit(ctx, { topic: 'order.changed', aggregateId: eventsOf(orderId), tenantId: merchantId, payload });
  },
};

/** As the order began, whatever has become of it since. */
const asPlaced = (checkout: Checkout): Checkout =>
  checkout.order ? { ...checkout, order: { ...checkout.order, status: 'confirmed', paymentStatus: 'authorized', progress: NO_PROGRESS } } : checkout;

/** In the version of the call that completed the session; where the merchant took its payment to the network itself, in the one that opened it. */
const render = (ctx: Ctx, checkout: Checkout, paidIn: string): object | null =>
  orderEventData(paidIn, checkout, ctx.settings.publicOrigin) ?? (checkout.wire === 'acp' ? orderEventData(checkout.wireVersion, checkout, ctx.settings.publicOrigin) : null);
