import { z } from 'zod';
import type { CartState } from '@/lib/cart';
import { parseWith } from '../schema';
import { buyer, toBuyer } from '../capability-session/buyer';
import { items } from '../capability-session/schema';

// ACP 2026-04-17, schema.cart.json. Closed where the official schema is closed.

const cart = { line_items: items, buyer: buyer.optional() };

const toState = (request: { readonly line_items: CartState['items']; readonly buyer?: z.output<typeof buyer> }): CartState => ({
  items: request.line_items,
  ...(request.buyer && { buyer: toBuyer(request.buyer) }),
});

/** CartCreateRequest. Our words are in one language: `locale` is taken and changes nothing. */
export const parseCreate = parseWith(z.strictObject({ ...cart, locale: z.string().optional() }), toState);

/** CartUpdateRequest: the whole state that the cart is to have. */
export const parseReplace = parseWith(z.strictObject(cart), toState);

/** An open object, or no body. */
export const parseCancel = parseWith(z.looseObject({}).optional(), () => undefined);
