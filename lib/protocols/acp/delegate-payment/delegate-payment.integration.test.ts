import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { issueApiKey } from '@/lib/auth';
import { cancelCart, createCart } from '@/lib/cart';
import { cancelCheckout, updateCheckout, type Checkout } from '@/lib/checkout';
import { addSeconds } from '@/lib/kernel/clock';
import { jsonHash } from '@/lib/kernel/hash';
import { newUuid } from '@/lib/kernel/id';
import { toWireAmount } from '@/lib/kernel/money';
import type { Log } from '@/lib/ports';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, openCheckout, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { completeSession, delegatePayment, SUPPORTED_VERSIONS } from '../index';
import { VAULT_PATH } from './errors';
import { digestOf } from './once-per-key';
import { VAULT_WIRES } from './version';

let ctx: TestCtx;
let shop: Shop;
let key: string;
let keyId: string;
let agent: TestAgent;
const logged: string[] = [];

/** Everything that is logged, an error with all that it holds. */
const write = (detail: object, message: string): void =>
  void logged.push(message, JSON.stringify(detail, (_name, value: unknown) => (value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value)));
const log: Log = { info: write, warn: write, error: write };

beforeAll(async () => {
  ctx = await testCtx({ log });
  shop = await makeShop(ctx);
  ({ key, keyId } = await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] }));
  agent = await makeAgent(ctx);
});

afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
});

const VERSIONS = VAULT_WIRES.map(({ version }) => version);
const NUMBER = '4242424242424242';

type Given = { card?: object; allowance?: object; riskSignals?: readonly object[]; metadata?: object };

const bodyOf = ({ id, currency, totals }: Checkout, { card, allowance, riskSignals, metadata }: Given = {}) => ({
  payment_method: {
    type: 'card', card_number_type: 'fpan', number: NUMBER, exp_month: '12', exp_year: '2034', name: 'Ada Martin', cvc: '917', display_card_funding_type: 'credit', metadata: {}, ...card,
  },
  allowance: {
    reason: 'one_time', max_amount: toWireAmount(totals.totalAmount), currency: currency.toLowerCase(), checkout_session_id: id, merchant_id: shop.handle,
    expires_at: addSeconds(ctx.clock.now(), 600).toISOString(), ...allowance,
  },
  risk_signals: riskSignals ?? [{ type: 'card_testing', score: 5, action: 'authorized' }],
  metadata: metadata ?? { campaign: 'q4' },
});

type Call = { version?: string; key?: string | null; token?: string; headers?: Record<string, string>; on?: TestCtx };

async function delegate(body: unknown, { version = '2026-04-17', key: idempotencyKey = newUuid(), token = key, headers, on = ctx }: Call = {}): Promise<EndpointReply> {
  const sent = { 'api-version': version, ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }), ...headers };
  return callEndpoint(on, delegatePayment, { token, headers: sent, body });
}

const open = (items?: { id: string; quantity: number }[]): Promise<Checkout> => openCheckout(ctx, shop, null, items);

function expectRefusal(reply: EndpointReply, status: number, param: string): void {
  expect(reply).toMatchObject({ status, body: { type: 'invalid_request', code: 'invalid_card', param, message: expect.any(String) as string } });
  expect(JSON.stringify(reply.body)).not.toContain(NUMBER);
}

const tokensOf = ({ id }: Checkout): Promise<unknown[]> => ctx.db.query({ name: 'test.vault', text: 'select id from vault_token where checkout_id = $1', values: [id] });

const payment = (version: string, token: string): object =>
  version < '2026-01-30'
    ? { payment_data: { token, provider: 'stripe' } }
    : { payment_data: { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token } } } };

const complete = (version: string, { id }: Checkout, token: string, bearer = key): Promise<EndpointReply> =>
  callEndpoint(ctx, completeSession, {
    params: { id }, token: bearer, headers: { 'api-version': version, 'idempotency-key': newUuid(), 'x-merchant-handle': shop.handle }, body: payment(version, token),
  });

describe.each(VERSIONS)('POST /agentic_commerce/delegate_payment in %s', (version) => {
  it('answers 201 with a token, when it was made, and the metadata as it came', async () => {
    const checkout = await open();
    const reply = await delegate(bodyOf(checkout, { metadata: { campaign: 'q4', '': 'x' } }), { version, key: `k-${version}`, headers: { 'request-id': 'req-9' } });
    expect(reply).toMatchObject({
      status: 201,
      body: { id: expect.stringMatching(/^vt_[A-Za-z0-9]+$/) as string, created: ctx.clock.now().toISOString(), metadata: { campaign: 'q4', '': 'x' } },
    });
    expect([reply.headers.get('request-id'), reply.headers.get('idempotency-key')]).toEqual(['req-9', `k-${version}`]);
    expect(await tokensOf(checkout)).toHaveLength(1);
  });

  it('takes network tokens, amounts as text, and cards of which only the number is told', async () => {
    const checkout = await open();
    const bare = { exp_month: undefined, exp_year: undefined, name: undefined, cvc: undefined };
    for (const given of [
      { card: { ...bare, card_number_type: 'network_token', cryptogram: 'AgAAAAAABk4DWZ4C28yUQAAAAAA=' } },
      { card: bare, allowance: { max_amount: '100000' } },
    ]) {
      const reply = await delegate(bodyOf(checkout, given), { version });
      expect(reply.status).toBe(201);
    }
  });

  it.each<[string, Given, string]>([
    ['a wrong check digit', { card: { number: '4242424242424241' } }, '$.payment_method.number'],
    ['a card that has run out', { card: { exp_month: '10', exp_year: '2026' } }, '$.payment_method.exp_year'],
    ['a verification code of four digits', { card: { cvc: '9170' } }, '$.payment_method.cvc'],
    ['an unknown field', { card: { pin: '1' } }, '$.payment_method.pin'],
    ['an allowance that is over', { allowance: { expires_at: '2026-11-21T12:00:00Z' } }, '$.allowance.expires_at'],
    ['an allowance of nothing', { allowance: { max_amount: 0 } }, '$.allowance.max_amount'],
    ['a session of nobody', { allowance: { checkout_session_id: newUuid() } }, '$.allowance.checkout_session_id'],
    ['a session that is no id', { allowance: { checkout_session_id: 'csn_1' } }, '$.allowance.checkout_session_id'],
    ['a merchant of nobody', { allowance: { merchant_id: 'nobody-sells' } }, '$.allowance.merchant_id'],
    ['a card that is blocked', { riskSignals: [{ type: 'card_testing', score: 99, action: 'blocked' }] }, '$.risk_signals[0].action'],
  ])('refuses %s, and keeps nothing', async (_case, given, param) => {
    const checkout = await open();
    expectRefusal(await delegate(bodyOf(checkout, given), { version }), 400, param);
    expect(await tokensOf(checkout)).toEqual([]);
  });

  it('refuses no risk signals before 2026-04-17 and takes them from then on', async () => {
    const reply = await delegate(bodyOf(await open(), { riskSignals: [] }), { version });
    if (version === '2026-04-17') expect(reply.status).toBe(201);
    else expectRefusal(reply, 400, '$.risk_signals');
  });

  it('refuses what is no JSON and what is no body', async () => {
    expectRefusal(await delegate(`{"number":"${NUMBER}"`, { version }), 400, '$');
    expectRefusal(await delegate(undefined, { version }), 400, '$');
  });

  it('answers 401 and 413 with the Error of the checkout', async () => {
    const body = bodyOf(await open());
    const unknown = await delegate(body, { version, token: 'csk_m_unknown' });
    const large = await delegate(' '.repeat(1024 * 1024 + 1), { version });
    expect([unknown, large]).toMatchObject([{ status: 401, body: { code: 'unauthorized' } }, { status: 413, body: { code: 'payload_too_large' } }]);
  });

  it('the same request under its key is answered with the same token, whatever the order of its fields', async () => {
    const checkout = await open();
    const body = bodyOf(checkout);
    const [first, again] = [await delegate(body, { version, key: 'same' + version }), await delegate(Object.fromEntries(Object.entries(body).toReversed()), { version, key: 'same' + version })];
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, version === '2026-04-17' ? 'true' : null]);
    expect(await tokensOf(checkout)).toHaveLength(1);
  });

  it('a refusal is kept under its key too', async () => {
    const body = bodyOf(await open(), { card: { number: '4242424242424241' } });
    const [first, again] = [await delegate(body, { version, key: `no${version}` }), await delegate(body, { version, key: `no${version}` })];
    expect([again.status, again.body]).toEqual([400, first.body]);
  });

  it.each<[string, Given]>([
    ['number', { card: { number: '5555555555554444' } }],
    ['verification code', { card: { cvc: '918' } }],
    ['amount', { allowance: { max_amount: 1 } }],
    ['metadata', { metadata: {} }],
  ])('refuses another %s under the same key', async (what, given) => {
    const checkout = await open();
    await delegate(bodyOf(checkout), { version, key: what + version });
    const reply = await delegate(bodyOf(checkout, given), { version, key: what + version });
    expect(reply).toMatchObject({ status: version === '2026-04-17' ? 422 : 409, body: { type: 'invalid_request', code: 'idempotency_conflict' } });
    expect(await tokensOf(checkout)).toHaveLength(1);
  });

  it('needs a key from 2026-04-17 on, and one of 1 to 255 characters always', async () => {
    const body = bodyOf(await open());
    const [none, empty, long] = [await delegate(body, { version, key: null }), await delegate(body, { version, key: '' }), await delegate(body, { version, key: 'k'.repeat(256) })];
    if (version === '2026-04-17') {
      for (const reply of [none, empty]) expect(reply).toMatchObject({ status: 400, body: { type: 'invalid_request', code: 'idempotency_key_required' } });
    } else {
      expect(none.status).toBe(201);
      expectRefusal(empty, 400, '$');
    }
    expectRefusal(long, 400, '$');
    expect((await delegate(body, { version, key: version.padEnd(255, 'k') })).status).toBe(201);
  });

  it('a key whose first request is still being answered is 409 with Retry-After', async () => {
    const body = bodyOf(await open());
    await ctx.db.query({
      name: 'test.in-flight',
      text: `insert into idempotency_record (principal, path, key, body_hash, status, leased_until, created_at) values ($1, $2, $3, $4, 'in_flight', $5, $5)`,
      values: [keyId, VAULT_PATH, `flying${version}`, jsonHash(digestOf(ctx.keyring, { version, body: JSON.parse(JSON.stringify(body)) as object })), addSeconds(ctx.clock.now(), 7)],
    });
    const reply = await delegate(body, { version, key: `flying${version}` });
    expect(reply).toMatchObject({ status: 409, body: { type: 'invalid_request', code: version === '2026-04-17' ? 'idempotency_in_flight' : 'duplicate_request' } });
    expect(reply.headers.get('retry-after')).toBe('7');
  });

  it.each(SUPPORTED_VERSIONS)('the token pays a session in %s, once', async (paidIn) => {
    const checkout = await open();
    const { body } = await delegate(bodyOf(checkout), { version });
    const paid = await complete(paidIn, checkout, String(body.id));
    expect(paid).toMatchObject({ status: 200, body: { status: 'completed', order: { checkout_session_id: checkout.id } } });
    const reused = await complete(paidIn, await open(), String(body.id));
    expect(reused).toMatchObject({ status: 400, body: { code: 'invalid', param: '$.payment_data.token' } });
  });
});

describe('the version of the vault', () => {
  it.each([
    ['', 'missing_api_version'],
    ['2025-01-01', 'unsupported_api_version'],
  ])('"%s" is 400 with those that are served, newest first', async (version, code) => {
    const reply = await delegate(bodyOf(await open()), { version });
    expect(reply).toMatchObject({ status: 400, body: { type: 'invalid_request', code, supported_versions: ['2026-04-17', '2026-01-30', '2026-01-16', '2025-12-12', '2025-09-29'] } });
  });
});

describe.each(SUPPORTED_VERSIONS)('a token that does not fit, at complete in %s', (version) => {
  const refusal = { status: 400, body: { type: 'invalid_request', code: 'invalid', param: '$.payment_data.token' } };

  it.each<[string, Given, number]>([
    ['over its amount', { allowance: { max_amount: 1649 } }, 0],
    ['in another currency', { allowance: { currency: 'usd', max_amount: 1_000_000 } }, 0],
    ['expired', {}, 600],
  ])('%s is 400 and charges nothing', async (_case, given, laterSeconds) => {
    const checkout = await open();
    const { body } = await delegate(bodyOf(checkout, given));
    const now = ctx.clock.now();
    ctx.clock.advance(laterSeconds);
    const reply = await complete(version, checkout, String(body.id));
    ctx.clock.set(now);
    expect(reply).toMatchObject(refusal);
  });

  it('of another session or another merchant, or used by a card that was declined, is 400', async () => {
    const [checkout, other] = [await open(), await open()];
    const elsewhere = await makeShop(ctx);
    const { key: theirs } = await issueApiKey(ctx, { kind: 'merchant', merchantId: elsewhere.merchantId, name: 'test', scopes: [] });
    const theirCheckout = await openCheckout(ctx, elsewhere, null);
    const foreign = await delegate(bodyOf(theirCheckout, { allowance: { merchant_id: elsewhere.handle } }), { token: theirs });
    const ofOther = await delegate(bodyOf(other));
    const declining = await delegate(bodyOf(checkout, { card: { number: '4000000000000002' } }));
    const declined = await complete(version, checkout, String(declining.body.id));
    expect(declined).toMatchObject({ status: 200, body: { status: 'ready_for_payment', messages: [{ type: 'error', code: 'payment_declined' }] } });
    for (const { status, body } of [foreign, ofOther, declining]) {
      expect(status).toBe(201);
      const reply = await complete(version, checkout, String(body.id));
      expect(reply).toMatchObject(refusal);
    }
  });

  it('an edited session is paid with it as long as it fits', async () => {
    const checkout = await open();
    const { body } = await delegate(bodyOf(checkout, { allowance: { max_amount: 2750 } }));
    const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId } as const;
    await updateCheckout(ctx, { checkoutId: checkout.id, actor, patch: { items: [{ id: 'tea', quantity: 3 }] } });
    expect(await complete(version, checkout, String(body.id))).toMatchObject(refusal);
    await updateCheckout(ctx, { checkoutId: checkout.id, actor, patch: { items: [{ id: 'tea', quantity: 2 }] } });
    expect(await complete(version, checkout, String(body.id))).toMatchObject({ status: 200, body: { status: 'completed' } });
  });
});

describe('who may give a card', () => {
  it('is an agent for its own session, which pays it with the card', async () => {
    const checkout = await openCheckout(ctx, shop, agent);
    const token = await accessTokenOf(ctx, agent.agentId);
    const { status, body } = await delegate(bodyOf(checkout), { token });
    expect(status).toBe(201);
    expect(await complete('2026-04-17', checkout, String(body.id), token)).toMatchObject({ status: 200, body: { status: 'completed' } });
  });

  it('is no agent that must not buy alone, and none for the session of another', async () => {
    const checkout = await openCheckout(ctx, shop, agent);
    const asking = await accessTokenOf(ctx, agent.agentId, { scopes: ['browse_products', 'create_cart', 'initiate_purchase'] });
    expectRefusal(await delegate(bodyOf(checkout), { token: asking }), 403, '$');
    const stranger = await accessTokenOf(ctx, (await makeAgent(ctx)).agentId);
    expectRefusal(await delegate(bodyOf(checkout), { token: stranger }), 400, '$.allowance.checkout_session_id');
  });

  it('is no other merchant, whichever it names', async () => {
    const other = await makeShop(ctx);
    const { key: theirs } = await issueApiKey(ctx, { kind: 'merchant', merchantId: other.merchantId, name: 'test', scopes: [] });
    const checkout = await open();
    expectRefusal(await delegate(bodyOf(checkout), { token: theirs }), 400, '$.allowance.merchant_id');
    expectRefusal(await delegate(bodyOf(checkout, { allowance: { merchant_id: other.handle } }), { token: theirs }), 400, '$.allowance.checkout_session_id');
    expectRefusal(await delegate(bodyOf(checkout), { headers: { 'x-merchant-handle': other.handle } }), 400, '$');
  });

  it('names the merchant by its handle or its id', async () =>
    expect((await delegate(bodyOf(await open(), { allowance: { merchant_id: shop.merchantId } }))).status).toBe(201));

  it('gives it for a cart of the merchant, as long as there is one', async () => {
    const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId } as const;
    const cart = await createCart(ctx, { merchantId: shop.merchantId, actor, items: [{ id: 'tea', quantity: 1 }] });
    const body = bodyOf(await open(), { allowance: { checkout_session_id: cart.ok ? cart.value.id : '' } });
    expect((await delegate(body)).status).toBe(201);
    await cancelCart(ctx, { cartId: cart.ok ? cart.value.id : '', actor });
    expectRefusal(await delegate(body), 400, '$.allowance.checkout_session_id');
  });

  it('gives it for an open session alone', async () => {
    const [canceled, paid, expired] = [await open(), await open(), await open()];
    await cancelCheckout(ctx, { checkoutId: canceled.id, actor: { kind: 'merchant', merchantId: shop.merchantId, keyId } });
    await complete('2026-04-17', paid, String((await delegate(bodyOf(paid))).body.id));
    for (const checkout of [canceled, paid]) expectRefusal(await delegate(bodyOf(checkout)), 400, '$.allowance.checkout_session_id');
    const now = ctx.clock.now();
    ctx.clock.set(expired.expiresAt);
    expectRefusal(await delegate(bodyOf(expired)), 400, '$.allowance.checkout_session_id');
    ctx.clock.set(now);
  });
});

describe('requests at the same moment', () => {
  it('20 under one key are one token', async () => {
    const checkout = await open();
    const body = bodyOf(checkout);
    const replies = await Promise.all(Array.from({ length: 20 }, () => delegate(body, { key: 'at-once' })));
    const tokens = new Set(replies.flatMap(({ status, body: { id } }) => (status === 201 ? [id] : [])));
    expect(tokens.size).toBe(1);
    for (const { status, body: answered } of replies) if (status !== 201) expect([status, answered.code]).toEqual([409, 'idempotency_in_flight']);
    expect(await tokensOf(checkout)).toHaveLength(1);
  });
});

describe('what is kept of a request', () => {
  it('is neither its card nor its token, in no table and in no line of the log', async () => {
    const number = '5200828282828210';
    const cryptogram = 'Y3J5cHRvZ3JhbS1vZi1hLXRlc3Q=';
    const card = { number, cvc: '846', cryptogram };
    const checkout = await open();
    const { status, body } = await delegate(bodyOf(checkout, { card }), { key: 'kept' });
    expect(status).toBe(201);
    await delegate(bodyOf(checkout, { card: { ...card, number: `${number}1` } }), { key: 'kept-refusal' });
    await delegate({ [number]: 1 }, { key: 'kept-field' });
    await delegate(`{"number":"${number}"`, { key: 'kept-json' });
    await complete('2026-04-17', checkout, String(body.id));
    const broken: TestCtx = { ...ctx, keyring: { ...ctx.keyring, seal: () => { throw new Error('no key'); } } };
    const failed = await delegate(bodyOf(await open(), { card }), { key: 'kept-broken', on: broken });
    expect(failed).toMatchObject({ status: 500, body: { type: 'processing_error' } });

    const secrets = [number, cryptogram, String(body.id), '"846"'];
    const tables = await ctx.db.query<{ name: string }>({
      name: 'test.tables', text: `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(oid, 'SELECT')`, values: [],
    });
    for (const { name } of tables) {
      const rows = await ctx.db.query<{ text: string }>({ name: `test.scan-${name}`, text: `select row_to_json(t)::text as text from ${name} t`, values: [] });
      const text = rows.map((row) => row.text).join('\n');
      for (const secret of secrets) expect(text.includes(secret), `${name} holds ${secret}`).toBe(false);
    }
    expect(logged.join('\n')).toContain('request failed');
    for (const secret of secrets) expect(logged.join('\n').includes(secret), `the log holds ${secret}`).toBe(false);
  });
});
