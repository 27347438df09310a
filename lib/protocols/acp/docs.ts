import { z } from 'zod';
import type { AnswerDoc, Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { parseCancel, parseCreate, parseReplace } from './carts/schema';
import { authenticateRequest, createRequest } from './delegate-authentication/schema';
import { VAULT_WIRES } from './delegate-payment/version';
import { SUPPORTED_VERSIONS, WIRES } from './version';
import type { AcpWire, Parser } from './wire';

const open = z.looseObject;
const id = z.uuid();

/** What each version reads a body by. */
const byVersion = <W extends Pick<AcpWire, 'version'>>(wires: readonly W[], parserOf: (wire: W) => Parser<unknown>) =>
  Object.fromEntries(wires.map((wire) => [wire.version, parserOf(wire).schema]));

const total = open({ type: z.string(), display_text: z.string(), amount: z.int().describe('Minor units.') });
const Session = open({
  id,
  status: z.string().describe('not_ready_for_payment, ready_for_payment, authentication_required, completed, canceled, and further ones of later versions.'),
  currency: z.string(),
  line_items: z.array(open({ id: z.string() })),
  totals: z.array(total),
  messages: z.array(open({ type: z.string(), content: z.string() })),
  links: z.array(open({ type: z.string(), url: z.url() })),
  order: open({ id, checkout_session_id: id, permalink_url: z.url() }).optional(),
});
const session: AnswerDoc = { words: 'CheckoutSession, as the schema of this version has it.', schema: Session };
const NO_SESSION = 'There is no such session of yours.';

const sessions: Docs = {
  'POST /checkout_sessions': { summary: 'Open a checkout session', body: byVersion(WIRES, ({ parseCreate: parse }) => parse), key: 'optional', answers: { 201: session, 400: 'A field does not fit, or an item does not exist.' } },
  'GET /checkout_sessions/[id]': { summary: 'Read a checkout session', answers: { 200: session, 404: NO_SESSION } },
  'POST /checkout_sessions/[id]': { summary: 'Change a checkout session', details: 'What an owner has approved is void when the cart changes.', body: byVersion(WIRES, ({ parseUpdate }) => parseUpdate), key: 'optional', answers: { 200: session, 404: NO_SESSION, 409: 'It is over, or being paid.' } },
  'POST /checkout_sessions/[id]/complete': {
    summary: 'Pay a checkout session',
    details: 'With a token of the wallet or of the vault. A decline is a 200 whose messages say so; authentication_required asks for 3-D Secure.',
    body: byVersion(WIRES, ({ parseComplete }) => parseComplete), key: 'optional',
    answers: { 200: session, 400: 'A field or the token does not fit.', 404: NO_SESSION, 409: 'It is not ready, is being paid, or is over.' },
  },
  'POST /checkout_sessions/[id]/cancel': { summary: 'Cancel a checkout session', body: byVersion(WIRES, ({ parseCancel: parse }) => parse), bodyOptional: true, key: 'optional', answers: { 200: session, 404: NO_SESSION, 405: 'It is over.' } },
};

const vault: Docs = {
  'POST /agentic_commerce/delegate_payment': {
    summary: 'Put a buyer’s card into the vault',
    details: 'Answers a token for one session, one merchant and at most one amount. The number is not kept longer than the session lives.',
    body: byVersion(VAULT_WIRES, ({ parse }) => parse), key: 'optional',
    example: {
      payment_method: {
        type: 'card', card_number_type: 'fpan', number: '4242424242424242', exp_month: '12', exp_year: '2034', name: 'Ada Martin', cvc: '917', display_card_funding_type: 'credit',
        display_brand: 'visa', display_last4: '4242', metadata: {},
      },
      allowance: { reason: 'one_time', max_amount: 2540, currency: 'cad', checkout_session_id: '11111111-0000-4000-8000-000000000000', merchant_id: 'regal-moose', expires_at: '2030-01-01T12:00:00Z' },
      risk_signals: [{ type: 'card_testing', score: 5, action: 'authorized' }],
      metadata: { source: 'docs' },
    },
    answers: { 201: { words: 'The token.', schema: open({ id: z.string(), created: z.iso.datetime() }) }, 400: 'A field does not fit.', 402: 'The card is refused.', 409: 'The key was used, or its first request is being answered.' },
  },
};

const cart: AnswerDoc = { words: 'Cart.', schema: open({ id, line_items: z.array(open({})), totals: z.array(total) }) };
const carts: Docs = {
  'POST /carts': { summary: 'Make a cart', details: 'From 2026-04-17 on.', body: { '2026-04-17': parseCreate.schema }, key: 'required', answers: { 201: cart, 400: 'A field does not fit, or an item does not exist.', 422: 'All of it is out of stock.' } },
  'GET /carts/[id]': { summary: 'Read a cart', answers: { 200: cart, 404: 'There is no such cart of yours.' } },
  'PUT /carts/[id]': { summary: 'Replace a cart', body: { '2026-04-17': parseReplace.schema }, key: 'required', answers: { 200: cart, 404: 'There is no such cart of yours.' } },
  'POST /carts/[id]/cancel': { summary: 'Throw a cart away', body: { '2026-04-17': parseCancel.schema }, bodyOptional: true, key: 'required', answers: { 200: cart, 404: 'There is no such cart of yours.' } },
};

const authentication: Docs = {
  'POST /delegate_authentication': {
    summary: 'Begin the authentication of a card holder', details: '3-D Secure, from 2026-04-17 on.', body: { '2026-04-17': createRequest }, key: 'required',
    answers: { 201: { words: 'A fingerprint to take, pending, or not_supported.', schema: open({ authentication_session_id: z.string(), status: z.string() }) } },
  },
  'POST /delegate_authentication/[id]/authenticate': { summary: 'Authenticate, or be sent to a challenge', body: { '2026-04-17': authenticateRequest }, key: 'required', answers: { 200: 'How it ended, or the challenge to take the person to.', 404: 'There is no such authentication of yours.' } },
  'GET /delegate_authentication/[id]': { summary: 'Read an authentication', answers: { 200: 'With authentication_result once it ended.', 404: 'There is no such authentication of yours.' } },
};

const feed: Docs = {
  'GET /feed/metadata.json': { summary: 'Read what the product feed is', answers: { 200: 'FeedMetadata.' } },
  'GET /feed/products.jsonl': { summary: 'Read the whole product feed', answers: { 200: { words: 'One Product on each line.', mediaType: 'application/jsonl' } } },
  'GET /.well-known/acp.json': { summary: 'Read what of ACP is served', answers: { 200: { words: 'DiscoveryResponse.', schema: open({ protocol: open({ name: z.literal('acp'), supported_versions: z.array(z.string()) }), api_base_url: z.url() }) } } },
};

/** The discovery document and the files of the feed are the same in all versions. */
const isVersioned = (endpoint: string): boolean => !/^GET \/(feed|\.well-known)\//.test(endpoint);

export const docs: WireDoc = {
  title: 'ACP: the Agentic Commerce Protocol',
  words: 'Checkout, card vault, carts, 3-D Secure and product feed in all five versions. The header API-Version decides what a request and an answer look like; unknown fields are refused where the official schema is closed. Amounts are minor units.',
  error: {
    schema: open({
      type: z.enum(['invalid_request', 'processing_error', 'service_unavailable', 'rate_limit_exceeded']),
      code: z.string(),
      message: z.string(),
      param: z.string().optional().describe('RFC 9535 path of the field at fault.'),
      supported_versions: z.array(z.string()).optional(),
    }),
  },
  headers: [
    { name: 'API-Version', words: 'There is no default.', required: true, values: SUPPORTED_VERSIONS, on: isVersioned },
    { name: 'Signature', words: 'Of the canonical body, where the key or the agent must sign (docs/signed-requests.md).', required: false, on: (endpoint) => endpoint.startsWith('POST') || endpoint.startsWith('PUT') },
    { name: 'Timestamp', words: 'When it was signed, RFC 3339.', required: false, on: (endpoint) => endpoint.startsWith('POST') || endpoint.startsWith('PUT') },
  ],
  groups: { 'Checkout sessions': sessions, 'Card vault': vault, 'Carts': carts, '3-D Secure': authentication, 'Feed and discovery': feed },
};
