import type { Ctx } from '@/lib/ports';
import { insertReservation, markCommitted, returnStock, takeStock } from './store';
import type { Reservation } from './types';

/**
 * Sets the goods of a checkout aside, all or none, in the caller's transaction. Answers today's price of a piece of each, and the ids that
 * fell short; the caller then rolls back. Items are taken in the order of their ids, so that two carts of the same goods never wait for each other.
 */
export async function reserveStock(ctx: Ctx, reservation: Reservation): Promise<{ shortItemIds: string[]; amounts: ReadonlyMap<string, bigint> }> {
  const shortItemIds: string[] = [];
  const amounts = new Map<string, bigint>();
  for (const { itemId, quantity } of reservation.lines.toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1))) {
    const taken = await takeStock(ctx, reservation.merchantId, itemId, quantity);
    if (!taken) {
      shortItemIds.push(itemId);
      continue;
    }
    amounts.set(itemId, taken.amount);
    await insertReservation(ctx, { checkoutId: reservation.checkoutId, merchantId: reservation.merchantId, itemId, quantity, expiresAt: reservation.expiresAt });
  }
  return { shortItemIds, amounts };
}

/** The order stands: what was set aside is sold. */
export const commitReservation = (ctx: Ctx, checkoutId: string): Promise<void> => markCommitted(ctx, checkoutId);

/** The payment came to nothing: the goods are for sale again. */
export const releaseReservation = (ctx: Ctx, checkoutId: string): Promise<void> => returnStock(ctx, checkoutId);
