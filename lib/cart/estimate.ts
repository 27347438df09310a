import { cleanWords, estimateItems } from '@/lib/checkout';
import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import { invariant } from '@/lib/kernel/invariant';
import { getMerchant, type Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { decideMessages } from './decide-messages';
import type { Cart, CartContent, CartRefusal, CartState, EstimatedCart } from './types';

/** A cart lives so long after it was written last. */
const TTL_SECONDS = 24 * 3600;

/** Prices what a cart is to hold. Refuses an item that the merchant never sold, and a cart of which nothing can be bought. */
export async function priceState(ctx: Ctx, merchant: Merchant, { items, buyer }: CartState): Promise<Result<CartContent, CartRefusal>> {
  const estimate = await estimateItems(ctx, merchant, items);
  if (!estimate.ok) return estimate;
  if (estimate.value.lines.every(({ isSoldOut }) => isSoldOut)) return err({ code: 'all_out_of_stock' });
  return ok({ ...estimate.value, buyer: buyer === undefined ? null : cleanWords(buyer) });
}

/** When a cart that is written now runs out. */
export const expiryOf = (ctx: Ctx): Date => addSeconds(ctx.clock.now(), TTL_SECONDS);

/** A cart that was just written: its prices are today's. */
export const asWritten = (cart: Cart): EstimatedCart => ({ ...cart, messages: decideMessages(cart.lines, cart.lines, cart.currency) });

/** A cart at today's prices, with what changed since it was written. Reads only. */
export async function estimateCart(ctx: Ctx, cart: Cart): Promise<EstimatedCart> {
  const merchant = await getMerchant(ctx, cart.merchantId);
  const estimate = await estimateItems(ctx, merchant, cart.lines.map(({ itemId, quantity }) => ({ id: itemId, quantity })));
  invariant(estimate.ok, 'no item that a cart holds is ever deleted');
  return { ...cart, ...estimate.value, messages: decideMessages(estimate.value.lines, cart.lines, cart.currency) };
}
