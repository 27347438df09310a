import { isUuid } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { findCart, lockCart } from './store';
import type { Cart, CartQuery } from './types';

/**
 * An agent's cart is that agent's alone; one made with a merchant's key belongs to whichever agent was handed its unguessable id, as a checkout
 * does. A merchant's key sees the carts at its merchant.
 */
function maySee(cart: Cart, { actor, merchantId }: CartQuery): boolean {
  if (merchantId !== undefined && cart.merchantId !== merchantId) return false;
  if (actor.kind === 'guest') return false;
  if (actor.kind === 'agent') return cart.agentId === null || cart.agentId === actor.agentId;
  return cart.merchantId === actor.merchantId;
}

/** A merchant's key reads the carts of agents and leaves them alone. */
const mayTouch = (cart: Cart, query: CartQuery): boolean => maySee(cart, query) && (query.actor.kind !== 'merchant' || cart.apiKeyId !== null);

export async function findForReading(ctx: Ctx, query: CartQuery): Promise<Cart | null> {
  const cart = isUuid(query.cartId) ? await findCart(ctx, query.cartId) : null;
  return cart && maySee(cart, query) ? cart : null;
}

export async function lockForChange(tx: Ctx, query: CartQuery): Promise<Cart | null> {
  const cart = isUuid(query.cartId) ? await lockCart(tx, query.cartId) : null;
  return cart && mayTouch(cart, query) ? cart : null;
}
