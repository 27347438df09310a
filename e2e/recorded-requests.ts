import { randomUUID } from 'node:crypto';
import type { DemoFile } from '@/lib/demo';
import { endpoints } from '@/lib/entrance/routes';

/** What earlier answers gave: ids and tokens for later requests. */
type Memory = Record<string, string>;

export type RecordedRequest = {
  readonly name: string;
  readonly method: string;
  readonly path: string | ((memory: Memory) => string);
  readonly headers?: (memory: Memory) => Record<string, string>;
  readonly body?: (memory: Memory) => string;
  /** Keeps what later requests need. */
  readonly remember?: (body: Record<string, unknown>, memory: Memory) => void;
};

export type RecordedAnswer = { readonly name: string; readonly status: number; readonly headers: Record<string, unknown>; readonly body: unknown };

const JSON_TYPE = { 'content-type': 'application/json' };
const ADDRESS = { name: 'Ada Martin', line_one: '1 King Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5H 1A1' };

/** Every endpoint without a credential, with a wrong one and with a broken body; then one purchase from discovery to order. */
export const recordedRequests = (demo: DemoFile): RecordedRequest[] => [...refusals(), ...lookups(demo), ...purchase(demo)];

const withIds = (path: string): string => path.replace(/\[\w+\]/g, '00000000-0000-4000-8000-000000000000');

function refusals(): RecordedRequest[] {
  return endpoints.flatMap(({ method, path }) => {
    const at = { method, path: withIds(path) };
    const write = method === 'GET' || method === 'DELETE' ? {} : { body: () => '{"broken":' };
    return [
      { ...at, name: `${method} ${path} without a credential` },
      { ...at, name: `${method} ${path} with a wrong credential`, headers: () => ({ authorization: 'Bearer wrong', 'api-version': '2026-04-17' }) },
      { ...at, ...write, name: `${method} ${path} with a broken body`, headers: () => ({ ...JSON_TYPE, 'api-version': '2026-04-17', 'request-id': 'r-1' }) },
    ];
  });
}

const UNKNOWN = ['/checkout_sessions/1/2/3', '/carts/1', '/agentic_commerce', '/api/agent/v1/nothing', '/api/agent/v1/oauth/nothing', '/api/nothing'];
const MORE_UNKNOWN = ['/api/account/nothing', '/testing/nothing', '/.well-known/nothing', '/ucp/v1/x', '/health/x', '/m/regal-moose/carts/1', '/m/regal-moose/x'];

function lookups(demo: DemoFile): RecordedRequest[] {
  const [, comptoir] = demo.merchants;
  const key = { authorization: `Bearer ${comptoir?.apiKey}` };
  return [
    ...[...UNKNOWN, ...MORE_UNKNOWN].map((path) => ({ name: `GET ${path}`, method: 'GET', path })),
    { name: 'profile of the default merchant', method: 'GET', path: '/.well-known/ucp' },
    { name: 'profile of another merchant', method: 'GET', path: '/m/au-comptoir-a-patons/.well-known/ucp' },
    { name: 'profile of nobody', method: 'GET', path: '/m/nobody-at-all/.well-known/ucp' },
    { name: 'products by header', method: 'GET', path: '/api/agent/v1/products?limit=2', headers: () => ({ 'x-merchant-handle': 'au-comptoir-a-patons' }) },
    { name: 'two merchants named', method: 'GET', path: '/m/regal-moose/api/agent/v1/products', headers: () => ({ 'x-merchant-handle': 'au-comptoir-a-patons' }) },
    { name: 'a key and a foreign handle', method: 'GET', path: `/m/regal-moose/checkout_sessions/${randomUUID()}`, headers: () => ({ ...key, 'api-version': '2026-04-17' }) },
    { name: 'an id with an encoded slash', method: 'GET', path: '/checkout_sessions/a%2Fb', headers: () => ({ ...key, 'api-version': '2026-04-17' }) },
    { name: 'an id with an encoded NUL', method: 'GET', path: '/checkout_sessions/a%00b', headers: () => ({ ...key, 'api-version': '2026-04-17' }) },
    { name: 'a body over the limit', method: 'POST', path: '/checkout_sessions', headers: () => ({ ...key, ...JSON_TYPE, 'api-version': '2026-04-17' }), body: () => 'x'.repeat(1024 * 1024 + 1) },
  ];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function purchase({ agent }: DemoFile): RecordedRequest[] {
  const bearer = (memory: Memory) => ({ authorization: `Bearer ${memory.token}` });
  const acp = (memory: Memory) => ({ ...bearer(memory), ...JSON_TYPE, 'api-version': '2026-04-17', 'idempotency-key': randomUUID() });
  const buyer = { first_name: 'Ada', last_name: 'Martin', email: 'ada@example.com' };
  return [
    {
      name: 'access token',
      method: 'POST',
      path: '/api/agent/v1/oauth/token',
      headers: () => ({
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${agent.clientId}:${agent.clientSecret}`).toString('base64')}`,
      }),
      body: () => 'grant_type=client_credentials',
      remember: (body, memory) => (memory.token = text(body.access_token)),
    },
    {
      name: 'products',
      method: 'GET',
      path: '/m/regal-moose/api/agent/v1/products',
      remember: (body, memory) => {
        const products = body.products as { id: string; price: string; available: boolean }[];
        const cheapest = products.filter(({ available }) => available).toSorted((a, b) => Number(a.price) - Number(b.price))[0];
        memory.product = cheapest?.id ?? '';
      },
    },
    {
      name: 'create',
      method: 'POST',
      path: '/m/regal-moose/checkout_sessions',
      headers: acp,
      body: ({ product }) =>
        JSON.stringify({ currency: 'cad', line_items: [{ id: product }], capabilities: {}, buyer, fulfillment_details: { name: ADDRESS.name, email: buyer.email, address: ADDRESS } }),
      remember: (body, memory) => {
        memory.session = text(body.id);
        const totals = body.totals as { type: string; amount: number }[];
        memory.total = String(totals.find(({ type }) => type === 'total')?.amount ?? 0).padStart(3, '0');
      },
    },
    { name: 'read', method: 'GET', path: ({ session }) => `/checkout_sessions/${session}`, headers: acp },
    {
      name: 'payment token',
      method: 'POST',
      path: '/api/agent/v1/payments/token',
      headers: (memory) => ({ ...bearer(memory), ...JSON_TYPE }),
      body: ({ session, total = '' }) =>
        JSON.stringify({ merchant_id: 'regal-moose', session_id: session, amount: `${total.slice(0, -2)}.${total.slice(-2)}`, currency: 'CAD' }),
      remember: (body, memory) => (memory.paymentToken = text(body.payment_token)),
    },
    {
      name: 'complete',
      method: 'POST',
      path: ({ session }) => `/checkout_sessions/${session}/complete`,
      headers: acp,
      body: ({ paymentToken }) =>
        JSON.stringify({
          buyer,
          payment_data: { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token: paymentToken } } },
        }),
    },
    { name: 'limits', method: 'GET', path: '/api/agent/v1/limits', headers: bearer },
  ];
}

/** Sends the requests in order. Answers are kept without what differs from call to call: ids, tokens, times, counts. */
export async function replay(baseUrl: string, requests: readonly RecordedRequest[]): Promise<RecordedAnswer[]> {
  const memory: Memory = {};
  const answers: RecordedAnswer[] = [];
  for (const { name, method, path, headers, body, remember } of requests) {
    const response = await fetch(baseUrl + (typeof path === 'string' ? path : path(memory)), {
      method,
      redirect: 'manual',
      headers: headers?.(memory),
      body: body?.(memory),
    });
    const received = await response.text();
    const parsed = parse(received);
    if (response.ok && remember) remember(parsed as Record<string, unknown>, memory);
    answers.push({ name, status: response.status, headers: comparable(response.headers), body: path === '/metrics' ? 'what one process counted' : settle(parsed) });
  }
  return answers;
}

const COMPARED = [
  'content-type', 'content-security-policy', 'referrer-policy', 'x-content-type-options', 'x-frame-options', 'cache-control', 'permissions-policy',
  'www-authenticate', 'request-id', 'idempotent-replayed', 'retry-after', 'allow', 'location',
];

const comparable = (headers: Headers): Record<string, unknown> => Object.fromEntries(COMPARED.map((name) => [name, settle(headers.get(name))]));

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Differ from purchase to purchase, whichever entrance it took. */
const VOLATILE_KEYS = new Set(['order_number', 'confirmation_number', 'stock', 'used', 'remaining', 'spent_today', 'spent_this_month', 'challenge']);

const VOLATILE_TEXT: readonly (readonly [RegExp, string])[] = [
  [/nonce(-|=")[\w+/]{22}==/g, 'nonce$1<nonce>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, '<uuid>'],
  [/\b([a-z]+)_[0-9a-hjkmnp-tv-z]{26}\b/g, '$1_<id>'],
  [/\bvt_[A-Za-z0-9]+/g, 'vt_<token>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b[\w-]{43}\b/g, '<256 bits>'],
];

function settle(value: unknown): unknown {
  if (typeof value === 'string') return VOLATILE_TEXT.reduce((text, [pattern, name]) => text.replace(pattern, name), value);
  if (Array.isArray(value)) return value.map(settle);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, VOLATILE_KEYS.has(key) ? '<volatile>' : settle(inner)]));
}
