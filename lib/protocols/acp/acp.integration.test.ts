import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { addSeconds, type Clock } from '@/lib/kernel/clock';
import { err } from '@/lib/kernel/result';
import type { Method, Params } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { insertMerchant, type NewMerchant } from '@/lib/merchant';
import type { PaymentCredentialPort, PaymentPort, PaymentState } from '@/lib/ports';
import { cataloguePrices, ownCatalog } from '@/lib/providers/built-in';
import { tableShipping } from '@/lib/providers/table-shipping';
import { tableTax } from '@/lib/providers/table-tax';
import { ACP_VERSIONS, acpCart, acpDestination, acpOption, acpPayment, itemsField, type AcpVersion } from '@/lib/testing/acp-words';
import { expectOfficial } from '@/lib/testing/official-answers';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { shippingAddress } from './fixtures';
import { endpoints, renderFailure, SUPPORTED_VERSIONS } from './index';

// The five operations over the real checkout and a real database. Wallet and payment network are doubles: a token `vt_good...` is claimed
// once, and the network answers what the test says.

let ctx: TestCtx;
let moose: NewMerchant;
let pizza: NewMerchant;
const claimed = new Set<string>();
const charged: string[] = [];
let network: () => Promise<PaymentState> = async () => ({ status: 'authorized', reference: 'txn_1', refundedAmount: 0n });

const credentials: PaymentCredentialPort = {
  claim: async (_ctx, { token }) => {
    if (!token.startsWith('vt_good')) return { ok: false, refusal: 'unknown' };
    if (claimed.has(token)) return { ok: false, refusal: 'used' };
    claimed.add(token);
    const credential = {
      kind: 'wallet' as const,
      tokenId: token,
      paymentId: 'pay_1',
      cardId: 'card_1',
      agentId: 'agent_a',
      agentName: 'Shopper',
      ownerId: 'usr_1',
      humanPresent: false,
      mandateId: 'mandate_1',
    };
    return { ok: true, credential };
  },
  identify: async (_ctx, token) => token,
  describe: async () => null,
  settle: async () => undefined,
  invalidate: async () => undefined,
};

const payment: PaymentPort = {
  authorize: async (_ctx, { checkoutId }) => {
    charged.push(checkoutId);
    return network();
  },
  retrieve: async () => null,
  capture: async (_ctx, { reference }) => ({ status: 'captured', reference, refundedAmount: 0n }),
  void: async (_ctx, reference) => ({ status: 'voided', reference }),
  refund: async () => err({ code: 'refused' }),
};

const merchant = (id: string, handle: string, more: Partial<NewMerchant>): NewMerchant => ({
  id,
  handle,
  name: handle,
  description: '',
  currency: 'CAD',
  country: 'CA',
  timeZone: 'America/Toronto',
  supportEmail: `${handle}@example.com`,
  verifiedDomain: null,
  fulfillmentKind: 'shipping',
  pickupLocation: null,
  ...more,
});

beforeAll(async () => {
  ctx = await testCtx({ ports: { shipping: tableShipping, tax: tableTax, catalog: ownCatalog, pricing: cataloguePrices, credentials, payment } });
  moose = merchant('5c1f3a52-6f7b-4d55-9f0e-3f7d3b0a9a11', 'moose', {});
  const location = { name: 'Au Comptoir', address: { ...shippingAddress, country: 'FR', city: 'Paris' } };
  pizza = merchant('0f6c2a3b-95a4-4d5c-8a6c-6b1b4c1d2e3f', 'pizza', {
    currency: 'EUR',
    country: 'FR',
    fulfillmentKind: 'pickup',
    pickupLocation: location,
  });
  for (const each of [moose, pizza]) {
    await insertMerchant(ctx, each, 'secret');
    const item = { merchantId: each.id, description: '', category: 'goods', imagePath: null, amount: 1200n, currency: each.currency, stock: 1_000n };
    await insertItem(ctx, { ...item, id: 'mug', name: 'Mug' }, 1);
    await insertItem(ctx, { ...item, id: 'sold-out', name: 'Lamp', stock: 0n }, 2);
  }
  await ctx.db.query({
    name: 'test.shipping',
    text: `insert into shipping_rate (merchant_id, id, title, description, carrier, country, region, amount, min_delivery_days, max_delivery_days, sort_order)
           values ($1, 'standard', 'Standard', '', 'Post', 'CA', '', 500, 3, 5, 1), ($1, 'express', 'Express', '', 'Post', 'CA', '', 1500, 1, 2, 2)`,
    values: [moose.id],
  });
  await ctx.db.query({
    name: 'test.tax',
    text: `insert into tax_rate (merchant_id, country, region, category, name, rate_basis_points) values ($1, 'CA', 'ON', '', 'HST', 1300)`,
    values: [moose.id],
  });
});

beforeEach(() => {
  network = async () => ({ status: 'authorized', reference: 'txn_1', refundedAmount: 0n });
});

const agent = (agentId: string): Principal => ({
  kind: 'agent',
  agentId,
  clientId: `${agentId}_c`,
  walletId: 'wallet_1',
  scopes: [],
  tokenId: 'tok_1',
});
const platform = (keyId: string): Principal => ({ kind: 'merchant_key', keyId, merchantId: moose.id, scopes: [] });

type Call = {
  version?: string | null;
  key?: string | null;
  body?: unknown;
  text?: string;
  principal?: Principal;
  merchant?: NewMerchant;
  named?: boolean;
  headers?: Record<string, string>;
  clock?: Clock;
};
type Reply = { status: number; headers: Headers; body: Record<string, unknown> };

const PATHS = [
  /^\/checkout_sessions$/,
  /^\/checkout_sessions\/([^/]+)$/,
  /^\/checkout_sessions\/([^/]+)\/complete$/,
  /^\/checkout_sessions\/([^/]+)\/cancel$/,
];
const SPELLED = ['/checkout_sessions', '/checkout_sessions/[id]', '/checkout_sessions/[id]/complete', '/checkout_sessions/[id]/cancel'];
let keys = 0;

/** Calls the handler of an ACP endpoint as the entrance would, for 2026-04-17, a fresh key and agent_a unless said otherwise. */
async function acpCall(method: Method, path: string, call: Call = {}): Promise<Reply> {
  const index = PATHS.findIndex((pattern) => pattern.test(path));
  const target = endpoints.find((candidate) => candidate.method === method && candidate.path === SPELLED[index]);
  if (!target) throw new Error(`no endpoint ${method} ${path}`);
  const id = PATHS[index]?.exec(path)?.[1];
  const params: Params = id === undefined ? {} : { id };
  const headers = new Headers(call.headers);
  const version = call.version === undefined ? '2026-04-17' : call.version;
  const key = call.key === undefined ? `key-${(keys += 1)}` : call.key;
  if (version !== null) headers.set('api-version', version);
  if (key !== null) headers.set('idempotency-key', key);
  const body = method === 'GET' ? undefined : (call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body)));
  const request = new Request(`http://localhost:3000${path}`, { method, headers, body });
  const { id: merchantId, handle, currency } = call.merchant ?? moose;
  const requestCtx: RequestCtx = {
    ...ctx,
    ...(call.clock && { clock: call.clock }),
    requestId: 'r',
    clientAddress: '127.0.0.1',
    principal: call.principal ?? agent('agent_a'),
    merchant: { id: merchantId, handle, currency, named: call.named ?? false },
  };
  const response = await target.handle(requestCtx, request, params).catch((error: unknown) => {
    if (isHttpFailure(error)) return renderFailure(error.failure, request);
    throw error;
  });
  const text = await response.text();
  await expectOfficial({ method, path, version, status: response.status, text });
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Record<string, unknown> };
}

const buyer = { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' };

/** What a version calls the things of this test. */
const wordsOf = (version: AcpVersion) => ({
  create: (id = 'mug', quantity = 2) => ({ ...acpCart(version, [{ id, quantity }]), ...acpDestination(version, buyer, shippingAddress) }),
  bare: acpCart(version, [{ id: 'mug' }]),
  destination: acpDestination(version, buyer, shippingAddress),
  option: (id: string) => acpOption(version, id, ['mug']),
  pay: (token: string) => acpPayment(version, token),
});

let tokens = 0;
const goodToken = () => `vt_good${(tokens += 1)}`;
const amountOf = ({ body }: Reply, type: string) => (body.totals as { type: string; amount: number }[]).find((total) => total.type === type)?.amount;
const codes = ({ body }: Reply) => (body.messages as { code?: string; type: string }[]).map(({ code, type }) => code ?? type);

async function opened(version: AcpVersion = '2026-04-17', body: object = wordsOf(version).create(), call: Call = {}): Promise<string> {
  const reply = await acpCall('POST', '/checkout_sessions', { version, body, ...call });
  expect(reply.status).toBe(201);
  return `/checkout_sessions/${String(reply.body.id)}`;
}

it('every version that is served is tested here', () => expect([...ACP_VERSIONS].reverse()).toEqual(SUPPORTED_VERSIONS));

describe.each(ACP_VERSIONS)('%s', (version) => {
  const words = wordsOf(version);
  const call = (method: Method, path: string, more: Call = {}) => acpCall(method, path, { version, ...more });

  it('opens, fills, chooses, pays and shows the order from then on; GET equals the last POST', async () => {
    const created = await call('POST', '/checkout_sessions', { body: words.bare });
    expect(created.status).toBe(201);
    const path = `/checkout_sessions/${String(created.body.id)}`;
    expect((await call('GET', path)).body).toEqual(created.body);

    const filled = await call('POST', path, { body: words.destination });
    expect([filled.status, filled.body.status, amountOf(filled, 'total')]).toEqual([200, 'ready_for_payment', 1200 + 156 + 500 + 65]);

    const chosen = await call('POST', path, { body: words.option('express') });
    expect(amountOf(chosen, 'fulfillment')).toBe(1500);
    expect((await call('POST', path, { body: {} })).body).toMatchObject({ status: 'ready_for_payment', totals: chosen.body.totals });

    const completed = await call('POST', `${path}/complete`, { body: words.pay(goodToken()) });
    expect([completed.status, completed.body.status]).toEqual([200, 'completed']);
    expect((await call('GET', path)).body).toEqual(completed.body);
    for (const other of SUPPORTED_VERSIONS) expect((await call('GET', path, { version: other })).body).toHaveProperty('order.permalink_url');
  });

  it('a terminal session: update and complete 409, cancel 405 with Allow', async () => {
    const path = await opened(version);
    expect(await call('POST', `${path}/cancel`)).toMatchObject({ status: 200, body: { status: 'canceled' } });
    const again = await call('POST', `${path}/cancel`);
    expect([again.status, again.headers.get('allow')]).toEqual([405, '']);
    expect(await call('POST', path, { body: {} })).toMatchObject({ status: 409, body: { code: 'session_not_editable' } });
    expect(await call('POST', `${path}/complete`, { body: words.pay(goodToken()) })).toMatchObject({
      status: 409,
      body: { code: 'session_not_editable' },
    });

    const paid = await opened(version);
    await call('POST', `${paid}/complete`, { body: words.pay(goodToken()) });
    expect(await call('POST', `${paid}/complete`, { body: words.pay(goodToken()) })).toMatchObject({
      status: 409,
      body: { code: 'already_completed' },
    });
    expect((await call('POST', `${paid}/cancel`)).status).toBe(405);
  });

  it('GET equals the last POST, though time passes within each', async () => {
    let seconds = 0;
    const clock: Clock = { now: () => addSeconds(ctx.clock.now(), (seconds += 1)) };
    const created = await call('POST', '/checkout_sessions', { body: words.create(), clock });
    const path = `/checkout_sessions/${String(created.body.id)}`;
    expect((await call('GET', path)).body).toEqual(created.body);
    const updated = await call('POST', path, { body: {}, clock });
    expect((await call('GET', path)).body).toEqual(updated.body);
    const canceled = await call('POST', `${path}/cancel`, { clock });
    expect((await call('GET', path)).body).toEqual(canceled.body);
  });

  it('a decline is 200 with a message, and the session can be paid with another token', async () => {
    const path = await opened(version);
    network = async () => ({ status: 'declined', reference: 'txn_2', reason: 'insufficient_funds' });
    const declined = await call('POST', `${path}/complete`, { body: words.pay(goodToken()) });
    expect([declined.status, declined.body.status, codes(declined)]).toEqual([200, 'ready_for_payment', ['payment_declined']]);
    network = async () => ({ status: 'authorized', reference: 'txn_3', refundedAmount: 0n });
    expect((await call('POST', `${path}/complete`, { body: words.pay(goodToken()) })).body.status).toBe('completed');
  });

  it('a token that is unknown or was used is 400 invalid', async () => {
    const token = goodToken();
    await call('POST', `${await opened(version)}/complete`, { body: words.pay(token) });
    const path = await opened(version);
    for (const wrong of ['vt_unknown', token]) {
      const reply = await call('POST', `${path}/complete`, { body: words.pay(wrong) });
      expect(reply).toMatchObject({ status: 400, body: { type: 'invalid_request', code: 'invalid', param: '$.payment_data.token' } });
    }
    expect((await call('GET', path)).body.status).toBe('ready_for_payment');
  });

  it('goods that are sold out are a message, and complete answers with it, not with an error', async () => {
    const created = await call('POST', '/checkout_sessions', { body: words.create('sold-out', 1) });
    expect([created.status, codes(created)]).toEqual([201, ['out_of_stock']]);
    const reply = await call('POST', `/checkout_sessions/${String(created.body.id)}/complete`, { body: words.pay(goodToken()) });
    expect([reply.status, codes(reply)]).toEqual([200, ['out_of_stock']]);
  });

  it('completing without an address or with another buyer is refused and changes nothing', async () => {
    const bare = await opened(version, words.bare);
    expect(await call('POST', `${bare}/complete`, { body: words.pay(goodToken()) })).toMatchObject({
      status: 409,
      body: { code: 'session_not_ready' },
    });
    const path = await opened(version);
    const reply = await call('POST', `${path}/complete`, { body: { ...words.pay(goodToken()), buyer: { ...buyer, email: 'eve@example.com' } } });
    expect(reply).toMatchObject({ status: 400, body: { param: '$.buyer' } });
    const same = await call('POST', `${path}/complete`, { body: { ...words.pay(goodToken()), buyer } });
    expect(same.body.status).toBe('completed');
  });

  it('a session of another agent, of another merchant, or of nobody does not exist', async () => {
    const path = await opened(version);
    const nobody = '/checkout_sessions/5c1f3a52-6f7b-4d55-9f0e-3f7d3b0a9a99';
    const asOther: readonly Call[] = [{ principal: agent('agent_b') }, { merchant: pizza, named: true }];
    for (const [where, who] of [
      ...asOther.map((who) => [path, who] as const),
      [nobody, {}] as const,
      [`/checkout_sessions/${'x'.repeat(5000)}`, {}] as const,
    ]) {
      const replies = [
        await call('GET', where, who),
        await call('POST', where, { ...who, body: {} }),
        await call('POST', `${where}/cancel`, who),
        await call('POST', `${where}/complete`, { ...who, body: words.pay(goodToken()) }),
      ];
      for (const reply of replies) expect(reply).toMatchObject({ status: 404, body: { type: 'invalid_request', code: 'not_found' } });
    }
    expect((await call('GET', path)).status).toBe(200);
  });

  it("a merchant's key reads the session that an agent opened and leaves it alone", async () => {
    const path = await opened(version);
    expect((await call('GET', path, { principal: platform('key_1') })).status).toBe(200);
    expect((await call('POST', path, { principal: platform('key_1'), body: {} })).status).toBe(404);
  });

  it('an unknown item or option is 400 with its path', async () => {
    const item = await call('POST', '/checkout_sessions', { body: words.create('no-such-thing') });
    expect(item).toMatchObject({
      status: 400,
      body: { code: 'invalid_item_id', param: `$.${itemsField(version)}[0].id` },
    });
    expect(await call('POST', await opened(version), { body: words.option('teleport') })).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('the empty body of an update is 400, and so is each malformed body; none is a 5xx', async () => {
    const path = await opened(version);
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '1e400',
      '{"items":1e300}',
      '{"__proto__":{"a":1}}',
      '{"constructor":{}}',
      `{"buyer":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ];
    for (const text of bodies) {
      for (const where of ['/checkout_sessions', path, `${path}/complete`]) {
        const reply = await call('POST', where, { text });
        expect(reply.status).toBe(400);
      }
    }
    expect((await call('GET', path)).body.status).toBe('ready_for_payment');
  });

  describe('Idempotency-Key', () => {
    it('the same request twice opens one session and answers the same', async () => {
      const key = `same-${version}`;
      const first = await call('POST', '/checkout_sessions', { key, body: words.create() });
      const second = await call('POST', '/checkout_sessions', { key, text: JSON.stringify(words.create(), null, 3) });
      expect([second.status, second.body]).toEqual([201, first.body]);
      expect(first.headers.get('idempotent-replayed')).toBeNull();
      expect(second.headers.get('idempotent-replayed')).toBe(version === '2026-04-17' ? 'true' : null);
      expect(second.headers.get('idempotency-key')).toBe(key);
    });

    it('belongs to its path, its principal and its merchant', async () => {
      const key = `scoped-${version}`;
      const first = await call('POST', '/checkout_sessions', { key, body: words.create() });
      const byOther = await call('POST', '/checkout_sessions', { key, body: words.create(), principal: agent('agent_b') });
      expect([byOther.status, byOther.body.id === first.body.id]).toEqual([201, false]);
      const path = `/checkout_sessions/${String(first.body.id)}`;
      expect((await call('POST', path, { key, body: {} })).status).toBe(200);
      if (itemsField(version) === 'items') {
        const elsewhere = await call('POST', '/checkout_sessions', { key, body: words.create(), merchant: pizza, named: true });
        expect(elsewhere).toMatchObject({ status: 201, body: { currency: 'eur' } });
      }
    });

    it('with another body is refused, and so is another version under it', async () => {
      const key = `other-${version}`;
      await call('POST', '/checkout_sessions', { key, body: words.create() });
      const status = version === '2026-04-17' ? 422 : 409;
      expect(await call('POST', '/checkout_sessions', { key, body: words.create('mug', 3) })).toMatchObject({
        status,
        body: { code: 'idempotency_conflict' },
      });
      const path = await opened(version);
      await call('POST', path, { key, body: {} });
      for (const other of SUPPORTED_VERSIONS.filter((each) => each !== version)) {
        expect(await acpCall('POST', path, { version: other, key, body: {} })).toMatchObject({ body: { code: 'idempotency_conflict' } });
      }
    });

    it('keeps a schema fault, and does not keep what is no JSON', async () => {
      const [kept, free] = [`kept-${version}`, `free-${version}`];
      expect((await call('POST', '/checkout_sessions', { key: kept, body: { wrong: true } })).status).toBe(400);
      expect((await call('POST', '/checkout_sessions', { key: kept, body: words.create() })).body.code).toBe('idempotency_conflict');
      expect((await call('POST', '/checkout_sessions', { key: free, text: '{' })).status).toBe(400);
      expect((await call('POST', '/checkout_sessions', { key: free, body: words.create() })).status).toBe(201);
    });

    it('completes once, however often it is asked at the same time', async () => {
      const path = await opened(version);
      const key = `burst-${version}`;
      const body = words.pay(goodToken());
      const replies = await Promise.all(Array.from({ length: 10 }, () => call('POST', `${path}/complete`, { key, body })));
      expect(charged.filter((id) => path.endsWith(id))).toHaveLength(1);
      for (const reply of replies) expect([200, 409]).toContain(reply.status);
      for (const reply of replies.filter(({ status }) => status === 409)) {
        expect(reply.body.code).toBe('idempotency_in_flight');
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect((await call('POST', `${path}/complete`, { key, body })).body.status).toBe('completed');
    });
  });
});

describe('while a session is being paid', () => {
  it('others are told 409 in_progress, and the answer is not kept under their key', async () => {
    const path = await opened();
    let release = (_state: PaymentState): void => undefined;
    let asked = (): void => undefined;
    const reached = new Promise<void>((resolve) => (asked = resolve));
    network = () => {
      asked();
      return new Promise((resolve) => (release = resolve));
    };
    const paying = acpCall('POST', `${path}/complete`, { body: wordsOf('2026-04-17').pay(goodToken()) });
    await reached;
    expect((await acpCall('GET', path)).body.status).toBe('complete_in_progress');
    expect((await acpCall('GET', path, { version: '2025-09-29' })).body.status).toBe('in_progress');
    const cancel = await acpCall('POST', `${path}/cancel`, { key: 'cancel-later' });
    expect([cancel.status, cancel.body.code, cancel.headers.get('retry-after')]).toEqual([409, 'in_progress', '1']);
    release({ status: 'declined', reference: 'txn_9', reason: 'insufficient_funds' });
    expect((await paying).body.status).toBe('ready_for_payment');
    expect(await acpCall('POST', `${path}/cancel`, { key: 'cancel-later' })).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });
});

describe('before the operation', () => {
  it('version, then size, then JSON, then key, then schema', async () => {
    const huge = `"${'x'.repeat(1024 * 1024)}"`;
    expect(await acpCall('POST', '/checkout_sessions', { version: null, key: null, text: huge })).toMatchObject({
      status: 400,
      body: { code: 'missing_api_version' },
    });
    expect(await acpCall('POST', '/checkout_sessions', { version: '2024-01-01', text: huge })).toMatchObject({
      status: 400,
      body: { code: 'unsupported_api_version' },
    });
    expect(await acpCall('POST', '/checkout_sessions', { key: null, text: huge })).toMatchObject({ status: 413 });
    expect(await acpCall('POST', '/checkout_sessions', { key: null, text: '{' })).toMatchObject({ status: 400, body: { code: 'invalid_json' } });
    expect(await acpCall('POST', '/checkout_sessions', { key: null, body: { wrong: 1 } })).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required' },
    });
    expect(await acpCall('POST', '/checkout_sessions', { key: 'k'.repeat(256), body: { wrong: 1 } })).toMatchObject({
      status: 400,
      body: { code: 'invalid_idempotency_key' },
    });
    expect(await acpCall('POST', '/checkout_sessions', { body: { wrong: 1 } })).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('Request-Id and Idempotency-Key come back on errors too', async () => {
    const reply = await acpCall('POST', '/checkout_sessions', { version: null, key: 'echo-1', headers: { 'request-id': 'req-7' }, body: {} });
    expect([reply.headers.get('request-id'), reply.headers.get('idempotency-key')]).toEqual(['req-7', 'echo-1']);
  });

  it.each(['2026-01-30', '2026-04-17'] as const)('%s: another currency than the merchant sells in is 400', async (version) => {
    const reply = await acpCall('POST', '/checkout_sessions', { version, body: { ...wordsOf(version).bare, currency: 'usd' } });
    expect(reply).toMatchObject({ status: 400, body: { code: 'currency_not_supported', param: '$.currency' } });
  });

  it.each(ACP_VERSIONS.filter((version) => version !== '2026-04-17'))('%s does without a key', async (version) => {
    const call = { version, key: null };
    const path = await opened(version, wordsOf(version).create(), call);
    expect((await acpCall('POST', `${path}/complete`, { ...call, body: wordsOf(version).pay(goodToken()) })).body.status).toBe('completed');
  });
});

describe('a pickup merchant', () => {
  it.each(ACP_VERSIONS)('%s: is ready without an address', async (version) => {
    const body = { ...acpCart(version, [{ id: 'mug' }], 'EUR'), buyer };
    const reply = await acpCall('POST', '/checkout_sessions', { version, merchant: pizza, named: true, body });
    expect(reply).toMatchObject({ status: 201, body: { status: 'ready_for_payment', currency: 'eur' } });
  });
});
