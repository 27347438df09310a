import type { Ctx } from '@/lib/ports';
import { isUuid } from '@/lib/kernel/id';
import { findCheckout, lockCheckout } from './store';
import { isEditable } from './status';
import type { Checkout, PayingActor } from './types';

/** A checkout by its id, for whom: what an actor may not see does not exist for it. */
export type CheckoutQuery = {
  readonly checkoutId: string;
  readonly actor: PayingActor;
  /** Set when a merchant was named beside the id: a foreign one makes the checkout unknown. */
  readonly merchantId?: string;
};

/**
 * An agent's checkout is that agent's alone; one opened with a merchant's key belongs to whichever agent was handed its unguessable id, one
 * opened by a guest to whoever has it.
 */
function maySee(checkout: Checkout, { actor, merchantId }: CheckoutQuery): boolean {
  if (merchantId !== undefined && checkout.merchantId !== merchantId) return false;
  if (actor.kind === 'guest') return isGuests(checkout);
  if (actor.kind === 'agent') return checkout.agentId === null || checkout.agentId === actor.agentId;
  return checkout.merchantId === actor.merchantId;
}

const isGuests = (checkout: Checkout): boolean => checkout.agentId === null && checkout.apiKeyId === null;

/** A merchant's key reads the checkouts that agents and guests opened, and leaves them alone, but for paying one with the token it was handed for it. */
function mayTouch(checkout: Checkout, query: CheckoutQuery): boolean {
  return maySee(checkout, query) && (query.actor.kind !== 'merchant' || checkout.apiKeyId !== null);
}

/** Past its time an unpaid checkout is expired, whether or not a job has written so. */
const withExpiry = (checkout: Checkout, now: Date): Checkout =>
  isEditable(checkout.status) && checkout.expiresAt <= now ? { ...checkout, status: 'expired' } : checkout;

export async function findForReading(ctx: Ctx, query: CheckoutQuery): Promise<Checkout | null> {
  if (!isUuid(query.checkoutId)) return null;
  const checkout = await findCheckout(ctx, query.checkoutId);
  return checkout && maySee(checkout, query) ? withExpiry(checkout, ctx.clock.now()) : null;
}

export async function lockForChange(ctx: Ctx, query: CheckoutQuery): Promise<Checkout | null> {
  if (!isUuid(query.checkoutId)) return null;
  const checkout = await lockCheckout(ctx, query.checkoutId);
  return checkout && mayTouch(checkout, query) ? withExpiry(checkout, ctx.clock.now()) : null;
}
