import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Send } from './client';

/** The orchestrator's calls, with the key of the merchant. */
export const CART_COMMAND = 'cart command';
export const EXECUTE = 'execute';

const Cart = z.object({ cart_id: z.string(), version: z.int(), total_minor: z.int() });
type Cart = z.infer<typeof Cart>;
/** A cart that waits for its payment, and the vault's token of a card for exactly what it costs. */
export type ReadyCart = Cart & { readonly token: string };

const asMerchant = (key: string): Record<string, string> => ({ 'content-type': 'application/json', authorization: `Bearer ${key}` });

async function command(send: Send, key: string, body: object): Promise<Cart> {
  return Cart.parse(JSON.parse(await send({ path: '/api/v1/cart/commands', headers: asMerchant(key), body: JSON.stringify(body), status: 200 })));
}

export const openCart = (send: Send, key: string): Promise<Cart> => command(send, key, { command: { kind: 'create_cart', merchant_id: 'regal-moose', currency: 'CAD' } });

/** What is measured as a command: one more piece. */
export const addItem = (send: Send, key: string, { cart_id }: Cart): Promise<Cart> => command(send, key, { cart_id, command: { kind: 'add_item', item_id: 'trail-guide', quantity: 1 } });

export async function readyCart(send: Send, key: string): Promise<ReadyCart> {
  const { cart_id, version } = await addItem(send, key, await openCart(send, key));
  const cart = await command(send, key, { command: { kind: 'start_checkout', cart_id, cart_version: version } });
  const card = {
    payment_method: { type: 'card', card_number_type: 'fpan', number: '4242424242424242', exp_month: '12', exp_year: '2030', cvc: '917', display_brand: 'visa', display_last4: '4242', display_card_funding_type: 'credit', metadata: {} },
    allowance: { reason: 'one_time', max_amount: cart.total_minor, currency: 'cad', checkout_session_id: cart.cart_id, merchant_id: 'regal-moose', expires_at: new Date(Date.now() + 600_000).toISOString() },
    risk_signals: [{ type: 'card_testing', score: 1, action: 'authorized' }], metadata: {},
  };
  const headers = { ...asMerchant(key), 'api-version': '2026-04-17', 'idempotency-key': randomUUID() };
  const text = await send({ path: '/agentic_commerce/delegate_payment', headers, body: JSON.stringify(card), status: 201 });
  return { ...cart, token: z.object({ id: z.string() }).parse(JSON.parse(text)).id };
}

export const execute = (send: Send, key: string, { cart_id, version, total_minor, token }: ReadyCart): Promise<string> =>
  send({
    path: '/api/v1/checkout/execute', headers: asMerchant(key), status: 200,
    body: JSON.stringify({
      tenant_id: 'regal-moose', merchant_id: 'regal-moose', cart_id, cart_version: version, currency: 'CAD', customer: { email: 'ada@example.com', full_name: 'Ada Martin' },
      payment_intent: { amount_minor: total_minor, token_or_reference: token }, idempotency_key: randomUUID(),
    }),
  });
