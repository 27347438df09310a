import { selectedOption, type Checkout } from '@/lib/checkout';
import { orderStage, type OrderStage } from '@/lib/order';
import { writeMessage } from '../capability-session/messages';
import { paymentHandler } from '../capability-session/payment-handler';
import { toCommonSession, type Dialect } from '../capability-session/to-wire';
import { orderPermalink, toPlainAddress } from '../render';
import { goodsOfCheckout } from '../v2026-04-17/order';

export { paramOf } from '../capability-session/messages';

export const VERSION = '2026-01-30';

const DIALECT: Dialect = { version: VERSION, writeAddress: toPlainAddress, writeMessage, paymentHandler };

/** CheckoutSession of 2026-01-30; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  ...toCommonSession(checkout, origin, DIALECT),
  order: checkout.order === null ? undefined : toOrder(checkout, checkout.order, origin),
});

/** This version has no word for an order that was canceled: then nothing is said of its status. */
const ORDER_STATUS: Record<OrderStage, string | undefined> = { confirmed: 'confirmed', processing: 'processing', shipped: 'shipped', completed: 'delivered', canceled: undefined };

function toOrder(checkout: Checkout, order: NonNullable<Checkout['order']>, origin: string): object {
  const option = selectedOption(checkout);
  return {
    id: order.id,
    checkout_session_id: checkout.id,
    order_number: order.number,
    permalink_url: orderPermalink(origin, order.id),
    status: ORDER_STATUS[orderStage(goodsOfCheckout(checkout, order))],
    ...(option?.earliestAt && option.latestAt && { estimated_delivery: { earliest: option.earliestAt, latest: option.latestAt } }),
    confirmation: { confirmation_number: order.number },
  };
}
