import { openingAt, type Storefront } from '@/lib/storefront';
import { SLOT_MINUTES, type KitchenLoad } from './types';

const MINUTE_MS = 60_000;
const SLOT_MS = SLOT_MINUTES * MINUTE_MS;

/** The quarter of an hour that a moment is in. Every time zone's quarters begin at the same moments. */
export const slotOf = (at: Date): Date => new Date(Math.floor(at.getTime() / SLOT_MS) * SLOT_MS);
export const slotAfter = (at: Date): Date => new Date(Math.ceil(at.getTime() / SLOT_MS) * SLOT_MS);

/**
 * When an order that is paid now can be fetched: from the later of now, the next opening and the end of a pause, so many minutes on as
 * prep time + busy delay + 15 x open orders / orders that 15 minutes take, up to the full minute. Where nothing opens in sight, from now.
 */
export function decideEta({ storefront, load, now }: { storefront: Storefront; load: KitchenLoad; now: Date }): Date {
  const { isOpen, nextOpenAt } = openingAt(storefront.hours, now);
  const opensAt = isOpen || nextOpenAt === null ? now : nextOpenAt;
  const from = load.paused && load.pausedUntil !== null && load.pausedUntil > opensAt ? load.pausedUntil : opensAt;
  const minutes = storefront.prepMinutes + load.busyMinutes + queueMinutes(load.openOrders, storefront.slotCapacity);
  return new Date(Math.ceil(from.getTime() / MINUTE_MS + minutes) * MINUTE_MS);
}

/** How long a kitchen that makes `slotCapacity` orders in a quarter of an hour is at those before. */
const queueMinutes = (openOrders: number, slotCapacity: number): number => (slotCapacity === 0 ? 0 : Math.ceil((SLOT_MINUTES * openOrders) / slotCapacity));
