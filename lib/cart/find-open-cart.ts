import { isUuid } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { findCart } from './store';
import type { Cart } from './types';

/** A cart of this merchant that was neither canceled nor ran out, as it was written last, or null. For whoever was handed its id: it asks for no actor. */
export async function findOpenCart(ctx: Ctx, { merchantId, cartId }: { merchantId: string; cartId: string }): Promise<Cart | null> {
  const cart = isUuid(cartId) ? await findCart(ctx, cartId) : null;
  return cart?.merchantId === merchantId ? cart : null;
}
