import type { Checkout } from '@/lib/checkout';
import { toOrder } from '../v2026-04-17/order';
import { toEventDataOrder } from './event-data-order';

type PlacedOrder = NonNullable<Checkout['order']>;
type ToData = (checkout: Checkout, order: PlacedOrder, origin: string) => object;

/** The schema of webhooks was not given the confirmation's order_notes, that of sessions was: they are told there alone. */
const toOrderWithoutNotes: ToData = (checkout, order, origin) => toOrder({ ...checkout, details: { ...checkout.details, orderNotes: null } }, order, origin);

/** `data` of WebhookEvent in each version. The closed EventDataOrder of the older ones was published four times without a change. */
const TO_DATA: Readonly<Record<string, ToData>> = {
  '2025-09-29': toEventDataOrder,
  '2025-12-12': toEventDataOrder,
  '2026-01-16': toEventDataOrder,
  '2026-01-30': toEventDataOrder,
  '2026-04-17': toOrderWithoutNotes,
};

/** The versions that orders are told in, oldest first. */
export const ORDER_EVENT_VERSIONS: readonly string[] = Object.keys(TO_DATA);

/** The order of a completed session as a webhook of that version tells it; null for a version that is none of ACP's. */
export function orderEventData(version: string, checkout: Checkout, origin: string): object | null {
  const toData = Object.hasOwn(TO_DATA, version) ? TO_DATA[version] : undefined;
  return toData && checkout.order ? toData(checkout, checkout.order, origin) : null;
}
