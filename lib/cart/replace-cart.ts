import { err, ok, type Result } from '@/lib/kernel/result';
import { getMerchant } from '@/lib/merchant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockForChange } from './access';
import { asWritten, expiryOf, priceState } from './estimate';
import { writeCart } from './store';
import type { Cart, CartQuery, CartRefusal, CartState, EstimatedCart } from './types';

/** Puts a whole new state in the place of a cart's: what is not named is gone from it. Its time begins anew. */
export const replaceCart = (ctx: Ctx, command: CartQuery & CartState): Promise<Result<EstimatedCart, CartRefusal>> =>
  inTransaction<Ctx, Result<EstimatedCart, CartRefusal>>(ctx, async (tx) => {
    const cart = await lockForChange(tx, command);
    if (!cart) return err({ code: 'not_found' });
    const content = await priceState(tx, await getMerchant(tx, cart.merchantId), command);
    if (!content.ok) return content;
    const replaced: Cart = { ...cart, ...content.value, updatedAt: tx.clock.now(), expiresAt: expiryOf(tx) };
    await writeCart(tx, replaced);
    return ok(asWritten(replaced));
  });
