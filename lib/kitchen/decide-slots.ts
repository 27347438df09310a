import { addSeconds } from '@/lib/kernel/clock';
import { openSpans, type Storefront } from '@/lib/storefront';
import { slotAfter } from './decide-eta';
import { SLOT_MINUTES, type KitchenLoad, type PickupSlot } from './types';

/** A kitchen that is paused until someone resumes offers nothing for so long. */
const OPEN_PAUSE_MINUTES = 60;
export const SLOT_DAYS_MAX = 14;

export type SlotsInput = {
  readonly storefront: Storefront;
  readonly load: KitchenLoad;
  readonly now: Date;
  /** The first moment that is wanted, and for how many days. */
  readonly from: Date;
  readonly days: number;
  /** Places that are taken, by the slot's time in ms. */
  readonly taken: ReadonlyMap<number, number>;
};

/** Quarters of an hour in which an order can be fetched: within opening hours, and after prep time, busy delay and a pause. Full ones are there, with nothing left. */
export function decideSlots({ storefront, load, now, from, days, taken }: SlotsInput): PickupSlot[] {
  const soonest = addSeconds(now, (storefront.prepMinutes + load.busyMinutes) * 60);
  const resumesAt = load.paused ? (load.pausedUntil ?? addSeconds(now, OPEN_PAUSE_MINUTES * 60)) : now;
  const first = [from, soonest, resumesAt].reduce((latest, at) => (at > latest ? at : latest));
  const slots: PickupSlot[] = [];
  for (const span of openSpans(storefront.hours, from, Math.min(days, SLOT_DAYS_MAX))) {
    const begin = span.from > first ? span.from : first;
    for (let startsAt = slotAfter(begin), endsAt = endOf(startsAt); endsAt <= span.until; startsAt = endsAt, endsAt = endOf(startsAt)) {
      slots.push({ startsAt, endsAt, left: Math.max(0, storefront.slotCapacity - (taken.get(startsAt.getTime()) ?? 0)) });
    }
  }
  return slots;
}

const endOf = (startsAt: Date): Date => addSeconds(startsAt, SLOT_MINUTES * 60);
