import type { CheckoutActor } from '@/lib/checkout';
import { newUuid } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { getMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { asWritten, expiryOf, priceState } from './estimate';
import { insertCart } from './store';
import type { Cart, CartRefusal, CartState, EstimatedCart } from './types';

/** Makes a cart at a merchant, with an estimate of what it costs. Nothing is set aside. Its id cannot be guessed. */
export async function createCart(ctx: Ctx, command: CartState & { merchantId: string; actor: CheckoutActor }): Promise<Result<EstimatedCart, CartRefusal>> {
  const { merchantId, actor } = command;
  const merchant = await getMerchant(ctx, merchantId);
  if (merchant.closedChannels.includes('acp')) return err({ code: 'channel_closed' });
  const content = await priceState(ctx, merchant, command);
  if (!content.ok) return content;
  const now = ctx.clock.now();
  const cart: Cart = {
    ...content.value,
    id: newUuid(),
    merchantId,
    agentId: actor.kind === 'agent' ? actor.agentId : null,
    apiKeyId: actor.kind === 'merchant' ? actor.keyId : null,
    currency: merchant.currency,
    createdAt: now,
    updatedAt: now,
    expiresAt: expiryOf(ctx),
  };
  await insertCart(ctx, cart);
  return ok(asWritten(cart));
}
