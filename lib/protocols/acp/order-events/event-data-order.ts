import type { Checkout } from '@/lib/checkout';
import { toWireAmount } from '@/lib/kernel/money';
import { orderStage, type OrderStage } from '@/lib/order';
import { orderPermalink } from '../render';
import { goodsOfCheckout } from '../v2026-04-17/order';

type PlacedOrder = NonNullable<Checkout['order']>;

/** These versions have no word for an order of which a part went out. */
const STATUS: Record<OrderStage, string> = { confirmed: 'confirmed', processing: 'confirmed', shipped: 'shipped', completed: 'fulfilled', canceled: 'canceled' };

/** EventDataOrder of 2025-09-29 to 2026-01-30. `refunds` are those that were made. */
export const toEventDataOrder = (checkout: Checkout, order: PlacedOrder, origin: string): object => ({
  type: 'order',
  checkout_session_id: checkout.id,
  permalink_url: orderPermalink(origin, order.id),
  status: STATUS[orderStage(goodsOfCheckout(checkout, order))],
  refunds: order.progress.adjustments
    .filter(({ kind, status }) => kind === 'refund' && status === 'completed')
    .map(({ amount }) => ({ type: 'original_payment', amount: toWireAmount(amount) })),
});
