import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { challengeCode } from '@/lib/acs';
import { answerChallenge } from '@/lib/authentication';
import { issueApiKey } from '@/lib/auth';
import { newId, newUuid } from '@/lib/kernel/id';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { CHALLENGED, FRICTIONLESS, PLAIN, tokenOf, withCards } from '@/lib/testing/card-double';
import { BUYER, makeShop, TORONTO, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints, SUPPORTED_VERSIONS } from './index';
import { officialFaults, officialSchemasAreHere } from './official-schemas';

// 3-D Secure over the wire: Delegate Authentication (specs/acp.md, 62-64) and 3DS inside the checkout (49, 50). Every answer is valid by
// the official schema of its version.

const NEWEST = '2026-04-17';

let ctx: TestCtx;
let shop: Shop;
let other: Shop;
let key: string;
let otherKey: string;

const keyOf = async ({ merchantId }: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'platform', scopes: [] })).key;

beforeAll(async () => {
  ctx = withCards(await testCtx());
  [shop, other] = [await makeShop(ctx), await makeShop(ctx)];
  [key, otherKey] = [await keyOf(shop), await keyOf(other)];
});

type Reply = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> };
type Call = { version?: string | null; idempotencyKey?: string | null; body?: unknown; as?: string; headers?: Record<string, string>; on?: TestCtx };

async function send(method: string, spelled: string, id: string | null, call: Call = {}): Promise<Reply> {
  const endpoint = endpoints.find((each) => each.method === method && each.path === spelled);
  if (!endpoint) throw new Error(`no endpoint ${method} ${spelled}`);
  const { version = NEWEST, idempotencyKey = newUuid() } = call;
  const headers = {
    authorization: `Bearer ${call.as ?? key}`,
    ...(version !== null && { 'api-version': version }),
    ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
    ...call.headers,
  };
  return callEndpoint(call.on ?? ctx, endpoint, { params: id === null ? {} : { id }, headers, body: call.body });
}

async function valid(reply: Reply, definition: string, version = NEWEST): Promise<Reply> {
  if (officialSchemasAreHere) expect(await officialFaults(version, definition, reply.body)).toEqual([]);
  return reply;
}

/** An error that this service's own, closed list has a word for. */
const closedError = (reply: Reply) => valid(reply, 'delegate_authentication:Error');
const checkoutError = (reply: Reply, version = NEWEST) => valid(reply, 'agentic_checkout:Error', version);

const request = (more: object = {}, number = CHALLENGED) => ({
  merchant_id: shop.handle,
  payment_method: { type: 'card', number, exp_month: '03', exp_year: '2030', name: 'Ada Test' },
  amount: { value: 1_650, currency: 'CAD' },
  ...more,
});
const browser = { accept_header: 'text/html', ip_address: '203.0.113.9', javascript_enabled: false, language: 'en-CA', user_agent: 'Mozilla/5.0' };
const screen = { color_depth: 24, java_enabled: false, screen_height: 1080, screen_width: 1920, timezone_offset: 300 };

const create = (body: unknown = request(), call: Call = {}) => send('POST', '/delegate_authentication', null, { body, ...call });
const ask = (id: string, body: unknown = { fingerprint_completion: 'Y' }, call: Call = {}) => send('POST', '/delegate_authentication/[id]/authenticate', id, { body, ...call });
const get = (id: string, call: Call = {}) => send('GET', '/delegate_authentication/[id]', id, { idempotencyKey: null, ...call });

async function begun(body: unknown = request()): Promise<string> {
  const reply = await create(body);
  expect(reply.status).toBe(201);
  return String(reply.body.authentication_session_id);
}

type Challenge = { action: { challenge: { acs_trans_id: string } } };
const passChallenge = ({ body }: Reply) => {
  const { acs_trans_id: id } = (body as unknown as Challenge).action.challenge;
  return answerChallenge(ctx, id, { kind: 'code', code: challengeCode(ctx.keyring, id) });
};

describe('POST /delegate_authentication', () => {
  it('answers a fingerprint to take, at a page of ours', async () => {
    const reply = await valid(await create(request({ channel: { type: 'browser', browser: { ...browser, ...screen, javascript_enabled: true } } })), 'DelegateAuthenticationSession');
    const { action } = reply.body as { action: { fingerprint: { three_ds_server_trans_id: string } } };
    expect(reply).toMatchObject({
      status: 201,
      body: {
        authentication_session_id: expect.stringMatching(/^auth_session_/) as unknown,
        status: 'action_required',
        action: { type: 'fingerprint', fingerprint: { three_ds_method_url: `http://localhost:3000/bank/acs/method/${action.fingerprint.three_ds_server_trans_id}` } },
      },
    });
  });

  it.each([
    ['a browser without scripts', { channel: { type: 'browser', browser } }, CHALLENGED, 'pending'],
    ['an issuer that does not look', {}, PLAIN, 'pending'],
    ['a scheme that is not reached', {}, '6011111111111117', 'not_supported'],
  ])('%s', async (_name, more, number, status) => {
    const reply = await valid(await create(request(more, number)), 'DelegateAuthenticationSession');
    expect([reply.status, reply.body.status, reply.body.action]).toEqual([201, status, undefined]);
  });

  it.each<[string, object, string]>([
    ['no card', { payment_method: undefined }, '$.payment_method'],
    ['a wrong check digit', { payment_method: { type: 'card', number: '4000000000003221', exp_month: '03', exp_year: '2030', name: 'A' } }, '$.payment_method.number'],
    ['an expired card', { payment_method: { type: 'card', number: CHALLENGED, exp_month: '03', exp_year: '2020', name: 'A' } }, '$.payment_method.exp_year'],
    ['a verification code, which it must not be given', { payment_method: { type: 'card', number: CHALLENGED, exp_month: '03', exp_year: '2030', name: 'A', cvc: '123' } }, '$.payment_method.cvc'],
    ['a currency in small letters', { amount: { value: 1, currency: 'cad' } }, '$.amount.currency'],
    ['a currency of nobody', { amount: { value: 1, currency: 'XTS' } }, '$.amount.currency'],
    ['an amount as text', { amount: { value: '1', currency: 'CAD' } }, '$.amount.value'],
    ['an amount below zero', { amount: { value: -1, currency: 'CAD' } }, '$.amount.value'],
    ['an unknown field', { colour: 'blue' }, '$.colour'],
    ['another merchant', { merchant_id: 'regal-moose' }, '$.merchant_id'],
    ['an unheard-of checkout', { checkout_session_id: 'checkout_session_123' }, '$.checkout_session_id'],
    ['a page that is none of the web', { challenge_notification_url: 'javascript:alert(1)' }, '$.challenge_notification_url'],
    ['a page over http', { challenge_notification_url: 'http://agent.example/done' }, '$.challenge_notification_url'],
    ...Object.keys(screen).map((name): [string, object, string] => [
      `scripts without ${name}`,
      { channel: { type: 'browser', browser: { ...browser, ...screen, javascript_enabled: true, [name]: undefined } } },
      `$.channel.browser.${name}`,
    ]),
  ])('refuses %s', async (_name, more, param) => {
    expect(await closedError(await create(request(more)))).toMatchObject({ status: 400, body: { type: 'invalid_request', code: 'invalid_card', param } });
  });

  it.skipIf(!officialSchemasAreHere)('understands the official examples', async () => {
    const file = path.resolve(process.cwd(), '../shared/specs/acp/examples/2026-04-17/examples.delegate_authentication.json');
    const examples = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>);
    const creates = examples.filter(([name]) => name.startsWith('create_authentication_session_request'));
    const asks = examples.filter(([name]) => name.startsWith('authenticate_request'));
    expect([creates.length, asks.length]).toEqual([2, 4]);
    for (const [name, example] of creates) {
      // Of the example's merchant and checkout there are none here, and its card number fails its check digit.
      const body = { ...example, merchant_id: shop.handle, checkout_session_id: undefined, payment_method: { ...(example.payment_method as object), number: CHALLENGED } };
      expect((await create(body)).status, name).toBe(201);
    }
    for (const [name, example] of asks) expect((await ask(await begun(), example)).status, name).toBe(200);
  });
});

describe('POST /delegate_authentication/{id}/authenticate, then GET', () => {
  it.each([
    [PLAIN, 'authenticated', 'Y', '05'],
    [FRICTIONLESS, 'authenticated', 'Y', '05'],
    ['4000000000003105', 'attempted', 'A', '06'],
    ['4000000000003113', 'not_authenticated', 'N', '07'],
    ['4000000000003097', 'rejected', 'R', undefined],
    ['4000000000003063', 'unavailable', 'U', undefined],
  ])('%s ends as %s', async (number, status, trans_status, electronic_commerce_indicator) => {
    const id = await begun(request({}, number));
    const before = await valid(await get(id), 'DelegateAuthenticationSessionWithResult');
    expect(before.body).not.toHaveProperty('authentication_result');
    const answered = await valid(await ask(id), 'DelegateAuthenticationSession');
    expect([answered.status, answered.body]).toEqual([200, { authentication_session_id: id, status }]);
    const after = await valid(await get(id), 'DelegateAuthenticationSessionWithResult');
    expect(after.body).toMatchObject({ authentication_session_id: id, status, authentication_result: { trans_status, version: '2.2.0' } });
    const result = after.body.authentication_result as Record<string, string | undefined>;
    expect(result.electronic_commerce_indicator).toBe(electronic_commerce_indicator);
    if (status === 'authenticated' || status === 'attempted') expect(result.three_ds_cryptogram).toMatch(/^[A-Za-z0-9+/]{27}=$/);
    else expect(result).not.toHaveProperty('three_ds_cryptogram');
  });

  it('names the page of a challenge; passed, it is authenticated', async () => {
    const id = await begun();
    const answered = await valid(await ask(id), 'DelegateAuthenticationSession');
    const { acs_trans_id } = (answered.body as unknown as Challenge).action.challenge;
    expect(answered.body).toMatchObject({ status: 'action_required', action: { type: 'challenge', challenge: { acs_url: `http://localhost:3000/bank/acs/challenge/${acs_trans_id}`, message_version: '2.2.0' } } });
    expect((await valid(await get(id), 'DelegateAuthenticationSessionWithResult')).body).toEqual(answered.body);
    await passChallenge(answered);
    expect((await valid(await get(id), 'DelegateAuthenticationSessionWithResult')).body).toMatchObject({ status: 'authenticated', authentication_result: { trans_status: 'Y' } });
  });

  it('asks once: again, under another key, is 409 duplicate_request', async () => {
    const id = await begun();
    await ask(id);
    expect(await closedError(await ask(id))).toMatchObject({ status: 409, body: { code: 'duplicate_request' } });
  });

  it.each([
    ['nothing', {}, '$.fingerprint_completion'],
    ['another letter', { fingerprint_completion: 'X' }, '$.fingerprint_completion'],
    ['a checkout that is not there', { fingerprint_completion: 'Y', checkout_session_id: 'x' }, '$.checkout_session_id'],
    ['scripts without a screen', { fingerprint_completion: 'Y', channel: { type: 'browser', browser: { ...browser, javascript_enabled: true } } }, '$.channel.browser.color_depth'],
  ])('refuses %s', async (_name, body, param) => {
    const id = await begun();
    expect(await closedError(await ask(id, body))).toMatchObject({ status: 400, body: { code: 'invalid_card', param } });
    expect((await get(id)).body.status).toBe('action_required');
  });

  it('of another platform, or of nobody, is 404', async () => {
    const id = await begun();
    for (const reply of [await get(id, { as: otherKey }), await ask(id, undefined, { as: otherKey }), await get(newId('authentication')), await ask('x')]) {
      expect(await checkoutError(reply)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});

describe('its keys and versions', () => {
  it('needs a key, except to read', async () => {
    const id = await begun();
    for (const reply of [await create(undefined, { body: request(), idempotencyKey: null }), await ask(id, undefined, { idempotencyKey: null })]) {
      expect(await checkoutError(reply)).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    }
    expect(await create(request(), { idempotencyKey: 'x'.repeat(256) })).toMatchObject({ status: 400, body: { code: 'invalid_card', param: '$' } });
    expect((await get(id)).status).toBe(200);
  });

  it('answers the same again, and says that it does', async () => {
    const idempotencyKey = newUuid();
    const [first, again] = [await create(request(), { idempotencyKey }), await create(request(), { idempotencyKey })];
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    expect(again.headers.get('idempotency-key')).toBe(idempotencyKey);
  });

  it('keeps 409 for a key with another body, also where the card alone differs', async () => {
    const idempotencyKey = newUuid();
    await create(request(), { idempotencyKey });
    for (const body of [request({ amount: { value: 1, currency: 'CAD' } }), request({}, FRICTIONLESS)]) {
      expect(await closedError(await create(body, { idempotencyKey }))).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
    }
  });

  it('begins once when one request comes many times at the same moment; who comes too early is told to wait', async () => {
    const idempotencyKey = newUuid();
    const replies = await Promise.all(Array.from({ length: 8 }, () => create(request(), { idempotencyKey })));
    const ids = new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body.authentication_session_id));
    expect(ids.size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(await checkoutError(reply)).toMatchObject({ status: 409, body: { code: 'idempotency_in_flight' } });
      expect(reply.headers.get('retry-after')).toBe('1');
    }
  });

  it.each([
    [null, 'missing_api_version'],
    ['2025-09-29', 'unsupported_api_version'],
    ['2026-01-30', 'unsupported_api_version'],
    ['latest', 'unsupported_api_version'],
  ])('is there in 2026-04-17 alone: %s', async (version, code) => {
    const id = await begun();
    for (const reply of [await create(request(), { version }), await ask(id, undefined, { version }), await get(id, { version })]) {
      expect(await checkoutError(reply)).toMatchObject({ status: 400, body: { code, supported_versions: [NEWEST] } });
    }
  });

  it('says what is no JSON in the word that its list has', async () => {
    expect(await create('{')).toMatchObject({ status: 400, body: { code: 'invalid_card', param: '$' } });
  });

  it('takes no call without a credential', async () => {
    expect(await checkoutError(await create(request(), { as: 'garbage' }))).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it('leaves no card number in what is kept', async () => {
    await create();
    await create(request({ amount: { value: -1, currency: 'CAD' } }));
    const rows = await ctx.db.query<{ text: string }>({ name: 'test.kept', text: `select row_to_json(r)::text as text from idempotency_record r union all select row_to_json(a)::text from card_authentication a`, values: [] });
    expect(rows.length).toBeGreaterThan(2);
    for (const { text } of rows) expect(text).not.toContain(CHALLENGED);
  });
});

// ---- 3DS inside the checkout

const buyer = { first_name: 'Ada', last_name: 'Test', email: BUYER.email };
const NEW = SUPPORTED_VERSIONS.filter((version) => version !== '2025-09-29');
const NAMES_A_PROVIDER = ['2025-09-29', '2025-12-12', '2026-01-16'];

const createBody = (version: string) =>
  version === '2025-09-29'
    ? { items: [{ id: 'tea', quantity: 1 }], buyer, fulfillment_address: TORONTO }
    : NAMES_A_PROVIDER.includes(version)
      ? { items: [{ id: 'tea', quantity: 1 }], buyer, fulfillment_details: { address: TORONTO } }
      : { line_items: [{ id: 'tea' }], currency: 'cad', capabilities: {}, buyer, fulfillment_details: { address: TORONTO } };
const payBody = (version: string, token: string, authentication_result?: object) => ({
  payment_data:
    NAMES_A_PROVIDER.includes(version)
      ? { token, provider: 'stripe' }
      : { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token } } },
  authentication_result,
});

async function openSession(version: string): Promise<string> {
  const reply = await send('POST', '/checkout_sessions', null, { version, body: createBody(version) });
  expect([reply.status, reply.body.status]).toEqual([201, 'ready_for_payment']);
  return String(reply.body.id);
}
const pay = (version: string, id: string, token: string, result?: object, call: Call = {}) =>
  send('POST', '/checkout_sessions/[id]/complete', id, { version, body: payBody(version, token, result), ...call });
const codesOf = ({ body }: Reply) => (body.messages as { code?: string }[]).map(({ code }) => code);

/** What an agent reports of a card that it took through Delegate Authentication to its end. */
async function resultFor(sessionId: string, number = CHALLENGED): Promise<{ outcome: string; outcome_details: Record<string, string> }> {
  const id = await begun(request({ checkout_session_id: sessionId }, number));
  const answered = await ask(id);
  if (answered.body.status === 'action_required') await passChallenge(answered);
  const { authentication_result: result } = (await get(id)).body as { authentication_result: Record<string, string> };
  const { three_ds_cryptogram = '', electronic_commerce_indicator = '', transaction_id = '', version = '' } = result;
  return { outcome: 'authenticated', outcome_details: { three_ds_cryptogram, electronic_commerce_indicator, transaction_id, version } };
}

describe.each(NEW)('3DS inside the checkout, %s', (version) => {
  it('the first completion answers authentication_required with everything that an authentication needs; later ones without a result are 400', async () => {
    const id = await openSession(version);
    const token = tokenOf(CHALLENGED);
    const headers = { accept: 'application/json', 'accept-language': 'fr-CA,en;q=0.5', 'user-agent': 'shopping-agent/2.0' };
    const asked = await valid(await pay(version, id, token, undefined, { headers }), 'CheckoutSession', version);
    expect(asked).toMatchObject({
      status: 200,
      body: {
        status: 'authentication_required',
        authentication_metadata: {
          channel: { type: 'browser', browser: { accept_header: 'application/json', javascript_enabled: false, language: 'fr-CA', user_agent: 'shopping-agent/2.0' } },
          acquirer_details: { acquirer_bin: '401234', acquirer_country: 'CA', acquirer_merchant_id: shop.merchantId.replaceAll('-', ''), merchant_name: 'Test shop' },
          directory_server: 'visa',
          flow_preference: { type: 'challenge', challenge: { type: 'preferred' } },
        },
        messages: [{ type: 'error', code: 'requires_3ds', param: '$.authentication_result' }],
      },
    });
    if (officialSchemasAreHere) expect(await officialFaults(version, 'AuthenticationMetadata', asked.body.authentication_metadata)).toEqual([]);
    expect((await send('GET', '/checkout_sessions/[id]', id, { version })).body).toEqual(asked.body);
    const again = await checkoutError(await pay(version, id, token), version);
    expect(again).toMatchObject({ status: 400, body: { type: 'invalid_request', code: 'requires_3ds', param: '$.authentication_result' } });
  });

  it('the result pays, and the session forgets that it waited', async () => {
    const id = await openSession(version);
    const token = tokenOf(CHALLENGED);
    await pay(version, id, token);
    const paid = await valid(await pay(version, id, token, await resultFor(id)), 'CheckoutSessionWithOrder', version);
    expect(paid).toMatchObject({ status: 200, body: { status: 'completed', messages: [] } });
    expect(paid.body).not.toHaveProperty('authentication_metadata');
  });

  it('a forged result, and one of another session, are 400 invalid and change nothing', async () => {
    const [id, another] = [await openSession(version), await openSession(version)];
    const token = tokenOf(CHALLENGED);
    const asked = await pay(version, id, token);
    const result = await resultFor(id);
    const forged = { ...result, outcome_details: { ...result.outcome_details, three_ds_cryptogram: 'AAECAwQFBgcICQoLDA0ODxAREhM=' } };
    for (const wrong of [forged, await resultFor(another)]) {
      expect(await checkoutError(await pay(version, id, token, wrong), version)).toMatchObject({ status: 400, body: { code: 'invalid', param: '$.authentication_result' } });
    }
    expect((await send('GET', '/checkout_sessions/[id]', id, { version })).body).toEqual(asked.body);
    expect((await pay(version, id, token, result)).body.status).toBe('completed');
  });

  it.each([
    ['rejected', 'payment_declined'],
    ['denied', 'payment_declined'],
    ['abandoned', 'requires_3ds'],
    ['processing_error', 'requires_3ds'],
  ])('%s is told with %s, and the session can be paid with another card', async (outcome, code) => {
    const id = await openSession(version);
    await pay(version, id, tokenOf(CHALLENGED));
    const said = version === '2026-01-16' ? ({ denied: 'failed', abandoned: 'unavailable', processing_error: 'unavailable' }[outcome] ?? outcome) : outcome;
    const told = await valid(await pay(version, id, tokenOf(CHALLENGED), { outcome: said }), 'CheckoutSession', version);
    expect([told.status, told.body.status, codesOf(told)]).toEqual([200, 'ready_for_payment', [code]]);
    expect((await pay(version, id, tokenOf(PLAIN))).body.status).toBe('completed');
  });

  it('one that waits can be edited and canceled', async () => {
    const id = await openSession(version);
    await pay(version, id, tokenOf(CHALLENGED));
    const edited = await valid(await send('POST', '/checkout_sessions/[id]', id, { version, body: {} }), 'CheckoutSession', version);
    expect([edited.status, edited.body.status, codesOf(edited)]).toEqual([200, 'ready_for_payment', []]);
    await pay(version, id, tokenOf(CHALLENGED));
    expect((await send('POST', '/checkout_sessions/[id]/cancel', id, { version })).body.status).toBe('canceled');
  });

  it('the same request, repeated under its key, is answered with what it was told at first', async () => {
    const id = await openSession(version);
    const [token, idempotencyKey] = [tokenOf(CHALLENGED), newUuid()];
    const first = await pay(version, id, token, undefined, { idempotencyKey });
    const again = await pay(version, id, token, undefined, { idempotencyKey });
    expect([again.status, again.body]).toEqual([200, first.body]);
  });
});

describe('3DS inside the checkout, 2025-09-29, which has no word for it', () => {
  const version = '2025-09-29';

  it('says not_ready_for_payment with requires_3ds, then 400; another card pays', async () => {
    const id = await openSession(version);
    const asked = await valid(await pay(version, id, tokenOf(CHALLENGED)), 'CheckoutSession', version);
    expect([asked.status, asked.body.status, codesOf(asked)]).toEqual([200, 'not_ready_for_payment', ['requires_3ds']]);
    expect(asked.body).not.toHaveProperty('authentication_metadata');
    expect(await checkoutError(await pay(version, id, tokenOf(CHALLENGED)), version)).toMatchObject({ status: 400, body: { code: 'requires_3ds', param: '$.payment_data' } });
    expect((await valid(await pay(version, id, tokenOf(PLAIN)), 'CheckoutSessionWithOrder', version)).body.status).toBe('completed');
  });

  it('a session that began here is authenticated and paid in another version', async () => {
    const id = await openSession(version);
    const token = tokenOf(FRICTIONLESS);
    await pay(version, id, token);
    expect((await send('GET', '/checkout_sessions/[id]', id)).body.status).toBe('authentication_required');
    expect((await pay(NEWEST, id, token, await resultFor(id, FRICTIONLESS))).body.status).toBe('completed');
  });
});
