import { addSeconds } from '@/lib/kernel/clock';
import type { Ctx } from '@/lib/ports';
import type { Storefront } from '@/lib/storefront';
import { decideEta, slotOf } from './decide-eta';
import { decideSlots, SLOT_DAYS_MAX } from './decide-slots';
import { countTaken } from './place-store';
import { kitchenLoad } from './store';
import { SLOT_MINUTES, type KitchenLoad, type PickupSlot } from './types';

/** When an order that is paid now can be fetched, and the load that says so. A pause is told, not judged: whoever quotes refuses. */
export async function quoteEta(ctx: Ctx, { storefront, now }: { storefront: Storefront; now: Date }): Promise<{ etaAt: Date; load: KitchenLoad }> {
  const load = await kitchenLoad(ctx, storefront.merchantId);
  return { etaAt: decideEta({ storefront, load, now }), load };
}

/** The quarters of an hour from a moment's day on, for so many days (14 at most), in which an order can be fetched. Full ones are among them. */
export async function slotsOf(ctx: Ctx, { storefront, from, days }: { storefront: Storefront; from: Date; days: number }): Promise<PickupSlot[]> {
  const until = addSeconds(from, (Math.min(days, SLOT_DAYS_MAX) + 2) * 86_400);
  const [load, taken] = await Promise.all([kitchenLoad(ctx, storefront.merchantId), countTaken(ctx, { merchantId: storefront.merchantId, from: slotOf(from), until })]);
  return decideSlots({ storefront, load, now: ctx.clock.now(), from, days, taken });
}

/** Whether the quarter of an hour that a moment is in takes one more. Payments under way count. */
export async function slotHasRoom(ctx: Ctx, { storefront, at }: { storefront: Storefront; at: Date }): Promise<boolean> {
  const from = slotOf(at);
  const taken = await countTaken(ctx, { merchantId: storefront.merchantId, from, until: addSeconds(from, SLOT_MINUTES * 60) });
  return (taken.get(from.getTime()) ?? 0) < storefront.slotCapacity;
}
