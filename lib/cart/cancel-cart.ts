import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockForChange } from './access';
import { estimateCart } from './estimate';
import { deleteCart } from './store';
import type { CartQuery, CartRefusal, EstimatedCart } from './types';

/** Ends a cart for good and answers what it held: from then on there is none of this id. */
export const cancelCart = (ctx: Ctx, query: CartQuery): Promise<Result<EstimatedCart, CartRefusal>> =>
  inTransaction<Ctx, Result<EstimatedCart, CartRefusal>>(ctx, async (tx) => {
    const cart = await lockForChange(tx, query);
    if (!cart) return err({ code: 'not_found' });
    const last = await estimateCart(tx, cart);
    await deleteCart(tx, cart);
    return ok(last);
  });
