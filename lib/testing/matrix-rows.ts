import type { CredentialKind } from '@/lib/http/endpoint';
import { newId, newUuid } from '@/lib/kernel/id';
import { money, toDecimal } from '@/lib/kernel/money';
import { REQUEST_JWK, type Tenants } from './tenants';

/** How an endpoint is asked for a resource: valid enough that nothing but the caller's right to it decides. */
export type MatrixRow = {
  /** Who owns the resource. */
  readonly as: readonly CredentialKind[];
  /** Into the path's [id], or into the body. */
  readonly idOf: (tenants: Tenants, as: CredentialKind) => string;
  readonly missingId: () => string;
  readonly body?: (id: string, tenants: Tenants) => object;
  /** What it needs beside the credential and what all of its wire need. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the path, beside [id]. */
  readonly params?: (tenants: Tenants) => Record<string, string>;
};

/** What names nothing of a tenant's, or is found by a secret alone. */
export const NAMES_NO_TENANT: readonly string[] = [
  'GET /api/agent/v1/products/[id]', // the catalogue is public
  'GET /art/[handle]/[file]', // pictures of the catalogue
  'GET /art/photos/[file]',
  'GET /docs/guides/[file]', // a text of docs/
  'GET /.well-known/oauth-protected-resource/m/[handle]',
  'GET /.well-known/oauth-protected-resource/m/[handle]/mcp',
  'GET /api/account/verify-email', // the link of a mail
  'GET /v1/merchants/[handle]/info', // a storefront is public
  'GET /v1/merchants/[handle]/legal',
  'GET /v1/merchants/[handle]/contact-details',
  'GET /v1/orders/[id]', // an id that nobody guesses is all it takes; lib/protocols/quote has the rows of a foreign handle
  'GET /v1/orders/checkout-sessions/[id]',
  'POST /testing/orders/[id]/ship', // the operator's, of any merchant
  'POST /testing/orders/[id]/refund',
  'POST /merchant/kitchen/items/[sku]/snooze', // an item by its merchant's own word for it
  'PATCH /merchant/menu/items/[sku]',
  'PUT /merchant/menu/items/[sku]/photo',
  'DELETE /merchant/menu/items/[sku]/photo',
  'PATCH /merchant/menu/sections/[key]', // likewise
  'GET /merchant/sheets/[sheet]', // a kind of table
  'POST /merchant/sheets/[sheet]/preview',
  'POST /merchant/sheets/[sheet]/import',
  'GET /api/v1/ops/traces/[id]', // the operator's, of any merchant
  'POST /partner/orders/[id]/ack', // the partner's, of any merchant
  'POST /partner/orders/[id]/ready',
  'POST /partner/orders/[id]/fulfill',
  'GET /partner/merchants/[id]/stripe-connect',
  'POST /partner/merchants/[id]/stripe-connect/account',
  'POST /partner/merchants/[id]/stripe-connect/reset',
  'POST /partner/merchants/[id]/stripe-connect/sync',
  'POST /partner/merchants/[id]/stripe-connect/account-links',
  'POST /partner/merchants/[id]/stripe-connect/fee-policy',
  'GET /bank/acs/challenge/[id]', // the bank's pages: a browser comes with an id that nobody guesses
  'POST /bank/acs/challenge/[id]',
  'GET /bank/acs/method/[id]',
  'POST /bank/acs/method/[id]',
  'GET /pay/[id]', // whoever has the id pays: it is told to one person, and never listed
  'POST /pay/[id]',
  'POST /pay/[id]/authentication',
  'GET /orders/[id]/pass', // whoever has the order's id, and the secret of its mails
  'GET /orders/[id]/pass/events',
  'POST /orders/[id]/pass/arrive',
  'POST /orders/[id]/pass/cancel',
  'POST /orders/[id]/pass/link',
];

const BOTH = ['agent_token', 'merchant_key'] as const;
/** A key reads what agents opened at its merchant, and changes what was opened with a key. */
const checkout = { as: BOTH, idOf: ({ checkout, keyCheckout }: Tenants, as: CredentialKind) => (as === 'merchant_key' ? keyCheckout.id : checkout.id), missingId: newUuid };
const cart = {
  as: BOTH, idOf: ({ cartId, keyCartId }: Tenants, as: CredentialKind) => (as === 'merchant_key' ? keyCartId : cartId), missingId: newUuid, headers: { 'api-version': '2026-04-17' },
};
const authentication = {
  as: BOTH,
  idOf: ({ authenticationId, keyAuthenticationId }: Tenants, as: CredentialKind) => (as === 'merchant_key' ? keyAuthenticationId : authenticationId),
  missingId: () => newId('authentication'),
  headers: { 'api-version': '2026-04-17' }, // there is no older one of it
};
const agent = { as: ['owner_session'], idOf: ({ owner }: Tenants) => owner.agent.agentId, missingId: () => newId('agent') } as const;
const payment = { idOf: ({ paymentId }: Tenants) => paymentId, missingId: () => newId('payment') };
const approval = { as: ['owner_session'], idOf: ({ approvalId }: Tenants) => approvalId, missingId: newUuid } as const;
const transaction = { as: ['merchant_key'], idOf: ({ transactionId }: Tenants) => transactionId, missingId: () => newId('transaction') } as const;
const card = { as: ['owner_session'], idOf: ({ cardId }: Tenants) => cardId, missingId: () => newId('bankCard') } as const;
const order = { as: BOTH, idOf: ({ orderId }: Tenants) => orderId, missingId: newUuid };
const orderReturn = { ...order, as: ['merchant_key', 'merchant_session'], params: ({ returnId }: Tenants) => ({ return_id: returnId }) } as const;
const passkey = { as: ['owner_session'], idOf: ({ passkeyId }: Tenants) => passkeyId, missingId: () => newId('passkey') } as const;
const assertion = () => ({ assertion: { id: 'x', rawId: 'x', type: 'public-key', response: {}, clientExtensionResults: {} } });
const nothing = () => ({});
const apiKey = { as: ['merchant_session'], idOf: ({ merchantKeyId }: Tenants) => merchantKeyId, missingId: () => newId('apiKey') } as const;

const inMerchant = ['merchant_session'] as const;
const member = { as: inMerchant, idOf: ({ members }: Tenants) => members.staff, missingId: () => newId('user') };

/** What an agent asks for; the merchant is the one that the session is at. */
const payRequest = (id: string, { checkout: { totals, currency }, shop }: Tenants) => ({
  merchant_id: shop.handle,
  session_id: id,
  amount: toDecimal(money(totals.totalAmount, currency)),
  currency,
});

/** Every endpoint that names a resource, by path or in its body. A new one needs its row here: the test says so. */
export const MATRIX: Readonly<Record<string, MatrixRow>> = {
  'GET /checkout_sessions/[id]': checkout,
  'POST /checkout_sessions/[id]': { ...checkout, body: () => ({ buyer: { email: 'ada@buyer.example', first_name: 'Ada', last_name: 'Test' } }) },
  'POST /checkout_sessions/[id]/complete': { ...checkout, body: () => ({ payment_data: { token: 'vt_none', provider: 'stripe' } }) },
  'POST /checkout_sessions/[id]/cancel': { ...checkout, body: nothing },
  'GET /carts/[id]': cart,
  'PUT /carts/[id]': { ...cart, body: () => ({ line_items: [{ id: 'tea', quantity: 2 }] }) },
  'POST /carts/[id]/cancel': { ...cart, body: nothing },
  'GET /delegate_authentication/[id]': authentication,
  'POST /delegate_authentication/[id]/authenticate': { ...authentication, body: () => ({ fingerprint_completion: 'Y' }) },
  'GET /api/agent/v1/sessions/[id]': checkout,
  'PATCH /api/agent/v1/sessions/[id]': { ...checkout, body: () => ({ items: [{ product_id: 'tea', quantity: 2 }] }) },
  'POST /api/agent/v1/sessions/[id]/complete': { ...checkout, body: () => ({ payment_token: 'vt_none' }) },
  'DELETE /api/agent/v1/sessions/[id]': checkout,
  'GET /api/agent/v1/agents/[id]': agent,
  'PATCH /api/agent/v1/agents/[id]': { ...agent, body: () => ({ name: 'Renamed' }) },
  'DELETE /api/agent/v1/agents/[id]': agent,
  'POST /api/agent/v1/agents/[id]/confirm': { ...agent, body: assertion },
  'POST /api/agent/v1/agents/[id]/rotate-secret': { ...agent, body: nothing },
  'POST /api/agent/v1/payments/token': { ...checkout, as: ['agent_token'], body: payRequest },
  'POST /api/agent/v1/payments/authorize': { ...checkout, as: ['agent_token'], body: payRequest },
  'GET /api/agent/v1/payments/[id]/status': { ...payment, as: ['agent_token'] },
  'GET /api/agent/v1/payments/[id]/evidence': { ...payment, as: ['agent_token', 'owner_session'] },
  'GET /api/agent/v1/payments/[id]/events': { ...payment, as: ['agent_token'] },
  'GET /api/step-up/[id]/events': approval,
  'GET /api/step-up/[id]': approval,
  'POST /api/step-up/[id]/approve': { ...approval, body: assertion },
  'POST /api/step-up/[id]/reject': { ...approval, body: nothing },
  'POST /api/step-up/[id]/suggestion': { ...approval, body: nothing },
  'DELETE /api/step-up/[id]/suggestion': approval,
  'POST /api/step-up/[id]/rule-change': { ...approval, body: nothing },
  'POST /api/step-up/[id]/change': { ...approval, body: () => ({ items: [{ product_id: 'tea', quantity: 1 }] }) },
  'DELETE /api/agent/v1/wallet/push-subscriptions/[id]': { as: ['owner_session'], idOf: ({ pushSubscriptionId }) => pushSubscriptionId, missingId: () => newId('pushSubscription') },
  'PATCH /api/bank/cards/[id]': { ...card, body: () => ({ status: 'frozen' }) },
  'POST /api/bank/cards/[id]/confirm': { ...card, body: assertion },
  'POST /api/v1/payments/authorize': {
    ...checkout,
    as: ['merchant_key'],
    body: (id, { keyCheckout: { totals, currency } }) => ({ amount: toDecimal(money(totals.totalAmount, currency)), currency, cardToken: 'vt_none', orderId: id }),
  },
  'DELETE /api/agent/v1/webhooks/[id]': {
    as: BOTH, idOf: ({ webhookId, merchantWebhookId }, as) => (as === 'merchant_key' ? merchantWebhookId : webhookId), missingId: () => newId('webhook'),
  },
  'GET /api/v1/payments/[id]': transaction,
  'POST /api/v1/payments/[id]/capture': { ...transaction, body: nothing },
  'POST /api/v1/payments/[id]/void': { ...transaction, body: nothing },
  'POST /api/v1/payments/[id]/refund': { ...transaction, body: nothing },
  'POST /api/dashboard/orders/[id]/refund': { ...order, as: ['merchant_session'], body: () => ({ refund_id: newUuid(), amount: '0.01' }) },
  'POST /api/dashboard/api-keys/[id]/request-keys': { ...apiKey, body: () => ({ jwk: REQUEST_JWK }) },
  'DELETE /api/dashboard/api-keys/[id]/request-keys/[key_id]': { ...apiKey, params: ({ requestKeyId }) => ({ key_id: requestKeyId }) },
  'POST /api/dashboard/orders/[id]/ship': { ...order, as: ['merchant_session'], body: () => ({ fulfillment_id: newUuid() }) },
  'POST /api/dashboard/orders/[id]/progress': { ...order, as: ['merchant_session'], body: (_id, { fulfillmentId }) => ({ fulfillment_id: fulfillmentId, status: 'in_transit' }) },
  'POST /api/dashboard/orders/[id]/cancel': { ...order, as: ['merchant_session'], body: () => ({ cancellation_id: newUuid(), lines: [{ line_id: 'line_9', quantity: 1 }] }) },
  'DELETE /api/v1/ops/webhooks/[id]': { as: ['merchant_key'], idOf: ({ opsWebhookId }) => opsWebhookId, missingId: () => newId('webhook') },
  'DELETE /api/dashboard/webhooks/[id]': { as: ['merchant_session'], idOf: ({ consoleWebhookId }) => consoleWebhookId, missingId: () => newId('webhook') },
  'POST /api/dashboard/webhooks/deliveries/[id]/resend': { as: ['merchant_session'], idOf: ({ deliveryId }) => deliveryId, missingId: () => newId('delivery'), body: nothing },
  'GET /api/agent/v1/orders/[id]': order,
  'GET /api/agent/v1/orders/[id]/returns': order,
  'POST /api/agent/v1/orders/[id]/returns': { ...order, as: ['agent_token'], body: () => ({ items: [{ product_id: 'tea', quantity: 1 }], reason: 'faulty' }) },
  'POST /api/agent/v1/orders/[id]/returns/[return_id]/approve': { ...orderReturn, body: nothing },
  'POST /api/agent/v1/orders/[id]/returns/[return_id]/refuse': { ...orderReturn, body: () => ({ message: 'Worn.' }) },
  'GET /api/agent/v1/agents/[id]/policy': agent,
  'PATCH /api/agent/v1/agents/[id]/policy': { ...agent, body: nothing },
  'POST /api/agent/v1/agents/[id]/policy/confirm': { ...agent, body: assertion },
  'DELETE /api/agent/v1/authorizations/[id]': { as: ['owner_session'], idOf: ({ authorizationId }) => authorizationId, missingId: () => newId('authorization') },
  'PATCH /api/account/passkeys/[id]': { ...passkey, body: () => ({ label: 'Phone' }) },
  'DELETE /api/account/passkeys/[id]': passkey,
  'POST /api/account/passkeys/[id]/confirm': { ...passkey, body: assertion },
  'DELETE /api/account/sessions/[id]': { as: ['owner_session'], idOf: ({ sessionHandle }) => sessionHandle, missingId: newUuid },
  'DELETE /merchant/sessions/[id]': { as: inMerchant, idOf: ({ memberSessionHandle }) => memberSessionHandle, missingId: newUuid },
  'DELETE /merchant/passkeys/[id]': { as: inMerchant, idOf: ({ memberPasskeyId }) => memberPasskeyId, missingId: () => newId('passkey') },
  'DELETE /merchant/staff/invitations/[id]': { as: inMerchant, idOf: ({ invitationId }) => invitationId, missingId: () => newId('invitation') },
  'PATCH /merchant/staff/members/[id]': { ...member, body: () => ({ role: 'staff' }) },
  'DELETE /merchant/staff/members/[id]': member,
  'PATCH /merchant/ingredients/[id]': { as: inMerchant, idOf: ({ ingredientId }) => ingredientId, missingId: newUuid, body: () => ({ name: 'Basil' }) },
  'POST /api/agent/v1/oauth/consents/[id]/confirm': { as: ['owner_session'], idOf: ({ grantId }) => grantId, missingId: () => newId('grant'), body: assertion },
};
