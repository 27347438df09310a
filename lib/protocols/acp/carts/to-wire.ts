import type { EstimatedCart } from '@/lib/cart';
import { itemTotals, lineTotals } from '../render';
import { writeBuyer } from '../capability-session/buyer';
import { toLineItem } from '../capability-session/to-wire';
import { toMessage } from '../v2026-04-17/to-wire';

/** Cart (ACP 2026-04-17, schema.cart.json). Its totals are estimates; `continue_url` is a page for whoever has the cart's id. */
export const toCart = (cart: EstimatedCart, origin: string): object => ({
  id: cart.id,
  line_items: cart.lines.map((line) => ({ ...toLineItem(line, origin), totals: lineTotals(line).filter(({ type }) => cart.taxIsKnown || type !== 'tax') })),
  ...(cart.buyer && { buyer: writeBuyer(cart.buyer) }),
  currency: cart.currency.toLowerCase(),
  totals: itemTotals(cart.totals, cart.taxIsKnown),
  ...(cart.messages.length > 0 && { messages: cart.messages.map(toMessage) }),
  continue_url: `${origin}/cart/${cart.id}`,
  expires_at: cart.expiresAt.toISOString(),
});
