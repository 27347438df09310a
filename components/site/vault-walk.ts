/** One request of the walk. In `path` and `body`, `$NAME` stands for what an earlier answer was kept as. */
export type WalkStep = {
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly body: object;
  /** What of the answer later steps need. */
  readonly keeps?: { readonly name: string; readonly field: 'id' };
  readonly status: number;
};

/** Newest first. */
export const WALK_VERSIONS = ['2026-04-17', '2026-01-30', '2026-01-16', '2025-12-12', '2025-09-29'] as const;
export type WalkVersion = (typeof WALK_VERSIONS)[number];

/** Of two shapes the versions write a cart in: flat requests until 2026-01-16, and those that negotiate capabilities after. */
const isEarly = (version: WalkVersion): boolean => version < '2026-01-30';

const BUYER = { first_name: 'Jane', last_name: 'Doe', email: 'jane@example.com' };
const ADDRESS = { name: 'Jane Doe', line_one: '123 Main Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5V 2T6' };
const ITEM = 'moose-mug';

function cart(version: WalkVersion): object {
  const items = [{ id: ITEM, quantity: 1 }];
  if (version === '2025-09-29') return { items, buyer: BUYER, fulfillment_address: ADDRESS };
  const fulfillment = { fulfillment_details: { name: ADDRESS.name, email: BUYER.email, address: ADDRESS } };
  if (isEarly(version)) return { items, buyer: BUYER, ...fulfillment };
  return { line_items: items, currency: 'cad', capabilities: {}, buyer: BUYER, ...fulfillment };
}

function delivery(version: WalkVersion): object {
  if (version === '2025-09-29') return { fulfillment_option_id: 'express-ca' };
  const chosen = { option_id: 'express-ca', item_ids: [ITEM] };
  return { selected_fulfillment_options: [isEarly(version) ? { type: 'shipping', shipping: chosen } : { type: 'shipping', ...chosen }] };
}

const payment = (version: WalkVersion): object => ({
  payment_data: isEarly(version)
    ? { token: '$VAULT_TOKEN', provider: 'stripe' }
    : { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token: '$VAULT_TOKEN' } } },
});

const card = (expiresAt: string): object => ({
  payment_method: {
    type: 'card', card_number_type: 'fpan', number: '4242424242424242', exp_month: '12', exp_year: '2030', cvc: '123', display_card_funding_type: 'credit',
    display_last4: '4242', metadata: {},
  },
  allowance: { reason: 'one_time', max_amount: 20000, currency: 'cad', checkout_session_id: '$CHECKOUT_ID', merchant_id: 'regal-moose', expires_at: expiresAt },
  risk_signals: [{ type: 'card_testing', score: 5, action: 'authorized' }],
  metadata: { source: 'walk' },
});

/**
 * How an agent platform buys with a card of its buyer, in one version of ACP: a checkout, the card put into the vault for this checkout
 * alone, another delivery, the payment, and the refusal of the same token at another checkout. `expiresAt`: RFC 3339, until when the token lives.
 */
export const vaultWalk = (version: WalkVersion, expiresAt: string): readonly WalkStep[] => [
  { title: 'Open a checkout', text: 'With the buyer and the address in it, the cheapest delivery is chosen.', path: '/checkout_sessions', body: cart(version), keeps: { name: 'CHECKOUT_ID', field: 'id' }, status: 201 },
  {
    title: 'Put the card into the vault', text: 'For this checkout, up to this amount, once. The token stands for the card from here on; this one always approves.',
    path: '/agentic_commerce/delegate_payment', body: card(expiresAt), keeps: { name: 'VAULT_TOKEN', field: 'id' }, status: 201,
  },
  { title: 'Choose another delivery', text: 'The checkout is priced anew. The token holds as long as the total is within its allowance.', path: '/checkout_sessions/$CHECKOUT_ID', body: delivery(version), status: 200 },
  { title: 'Complete the checkout', text: 'The card is charged once. The answer carries the order.', path: '/checkout_sessions/$CHECKOUT_ID/complete', body: payment(version), status: 200 },
  { title: 'Open another checkout', text: 'To see what a spent token is worth.', path: '/checkout_sessions', body: cart(version), keeps: { name: 'OTHER_CHECKOUT_ID', field: 'id' }, status: 201 },
  { title: 'Try the same token again', text: 'It is refused: it was for the first checkout, and used.', path: '/checkout_sessions/$OTHER_CHECKOUT_ID/complete', body: payment(version), status: 400 },
];

/** A step as a command for a shell, in which API_KEY and what was kept are variables. */
export function toCurl(step: WalkStep, { origin, version, number }: { origin: string; version: WalkVersion; number: number }): string {
  const body = JSON.stringify(step.body, null, 2).replace(/"\$(\w+)"/g, `"'$$$1'"`);
  return [
    `curl -s ${origin}${step.path} \\`,
    `  -H "Authorization: Bearer $API_KEY" -H "API-Version: ${version}" \\`,
    `  -H "Idempotency-Key: walk-${number}-$RANDOM$RANDOM" -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join('\n');
}
