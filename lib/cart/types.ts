import type { Buyer, CheckoutActor, CheckoutMessage, CheckoutTotals, EstimatedLine, ItemRequest } from '@/lib/checkout';
import type { Currency } from '@/lib/kernel/money';

/** What is kept as one document. Amounts are minor units of the cart's currency. */
export type CartContent = {
  readonly lines: readonly EstimatedLine[];
  readonly totals: CheckoutTotals;
  readonly taxIsKnown: boolean;
  readonly buyer: Buyer | null;
};

/** Items with their estimate. A cart has no status: it is there until it is canceled or runs out. */
export type Cart = CartContent & {
  readonly id: string;
  readonly merchantId: string;
  readonly agentId: string | null;
  readonly apiKeyId: string | null;
  readonly currency: Currency;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
};

/** A cart as it is answered: at today's prices, with what there is to say of them. */
export type EstimatedCart = Cart & { readonly messages: readonly CheckoutMessage[] };

/** All that a cart is made of. It replaces what was there. */
export type CartState = { readonly items: readonly ItemRequest[]; readonly buyer?: Buyer };

/** A cart by its id, for whom: what an actor may not see does not exist for it. */
export type CartQuery = {
  readonly cartId: string;
  readonly actor: CheckoutActor;
  /** Set when a merchant was named beside the id: a foreign one makes the cart unknown. */
  readonly merchantId?: string;
};

export type CartRefusal =
  | { readonly code: 'not_found' }
  /** The merchant sells over ACP no more, or not for now. */
  | { readonly code: 'channel_closed' }
  | { readonly code: 'unknown_item'; readonly index: number; readonly itemId: string }
  /** Nothing of what was asked for can be bought at the moment. */
  | { readonly code: 'all_out_of_stock' };
