import type { Ctx } from '@/lib/ports';
import { insertRedemption, raiseCount, releaseAll, type Redemption } from './store';

/**
 * Counts the discounts that a checkout is paid with, all or none, in the caller's transaction: no more of one than its merchant allows, whoever
 * pays at the same moment. Answers the ids of those that are used up; the caller then rolls back. They are taken in the order of their ids, so
 * that two carts never wait for each other.
 */
export async function redeemDiscounts(ctx: Ctx, redemptions: readonly Redemption[]): Promise<{ refusedIds: string[] }> {
  const refusedIds: string[] = [];
  for (const redemption of redemptions.toSorted((a, b) => (a.discountId < b.discountId ? -1 : 1))) {
    const taken = (await raiseCount(ctx, redemption)) && (await insertRedemption(ctx, redemption));
    if (!taken) refusedIds.push(redemption.discountId);
  }
  return { refusedIds };
}

/** The payment came to nothing, or was given back before it was captured: the discounts of this checkout may be taken again. Called again, it changes nothing. */
export const releaseDiscounts = (ctx: Ctx, checkoutId: string): Promise<void> => releaseAll(ctx, checkoutId);
