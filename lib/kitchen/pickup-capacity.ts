import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx, PickupCapacityPort } from '@/lib/ports';
import { findStorefront, openingAt } from '@/lib/storefront';
import { decideEta, slotOf } from './decide-eta';
import { holdPlace, releasePlace, takePlace } from './place-store';
import { findAskedPickup, kitchenLoad } from './store';

/** As long as stock is set aside for (lib/checkout). */
const HOLD_SECONDS = 300;

/** Only payment takes a place: who pays holds one, the order takes it, a decline gives it back. */
export const pickupCapacity: PickupCapacityPort = { hold, take: takePlace, release: releasePlace };

/**
 * Holds a place for a checkout that is about to be paid, in the caller's transaction: in the quarter of an hour that its customer chose, else in the one
 * that it would be ready in. A merchant without a storefront has places without end. A pause stops what nobody quoted: a quote was answered
 * before it, and is kept.
 */
async function hold(tx: Ctx, { merchantId, checkoutId }: { merchantId: string; checkoutId: string }): ReturnType<PickupCapacityPort['hold']> {
  const storefront = await findStorefront(tx, merchantId);
  if (!storefront) return { ok: true };
  const [load, asked] = await Promise.all([kitchenLoad(tx, merchantId), findAskedPickup(tx, { merchantId, checkoutId })]);
  const now = tx.clock.now();
  if (asked === null) {
    const { isOpen, nextOpenAt } = openingAt(storefront.hours, now);
    if (load.paused || (!isOpen && nextOpenAt === null)) return { ok: false, reason: 'closed' };
  }
  const soonestAt = decideEta({ storefront, load, now });
  const etaAt = asked === null ? soonestAt : asked.windowStartsAt !== null || asked.etaAt > soonestAt ? asked.etaAt : soonestAt;
  const slotAt = slotOf(asked?.windowStartsAt ?? etaAt);
  const held = await holdPlace(tx, { merchantId, checkoutId, slotAt, etaAt, capacity: storefront.slotCapacity, expiresAt: addSeconds(now, HOLD_SECONDS) });
  return held ? { ok: true } : { ok: false, reason: 'slot_full' };
}
