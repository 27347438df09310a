import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CredentialKind } from '@/lib/http/endpoint';
import { fail, isHttpFailure, type Failure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import { addMember, createUser, createWallet, endSession, signInWithPassword } from '@/lib/identity';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { authenticate } from './authenticate';
import { ensureMerchantKey, issueApiKey } from './api-key';

// Agent tokens have tests of their own, beside bearer.ts.
const AGENT: Principal = { kind: 'agent', agentId: 'agent_1', clientId: 'agent_2', walletId: 'wal_1', scopes: [], tokenId: 'tok_1' };
vi.mock('./bearer', () => ({
  verifyAgentToken: (_ctx: unknown, token: string) =>
    token === 'good.agent.token' ? Promise.resolve(AGENT) : Promise.reject(fail(401, 'unauthorized', 'The token is not valid.')),
}));

const NAME = 'authjs.session-token';
const SECRET = 'a secret of the test';
const MERCHANT_ID = '00000000-0000-4000-8000-000000000001';
const ORIGIN = { origin: 'http://localhost:3000' };

let ctx: TestCtx;
let keys: { merchant: string; operator: string; partner: string };
let owner: Person;
let seller: Person;
let both: Person;

type Person = { userId: string; walletId: string | null; sessionId: string; cookie: string };

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', SECRET);
  ctx = await testCtx({ ports: {}, now: new Date() }); // the cookie's expiry is held against the real clock
  await ctx.pool.query(
    `insert into merchant (id, handle, name, description, currency, country, time_zone, support_email, fulfillment_kind, created_at)
     values ($1, 'a-shop', 'A shop', '', 'CAD', 'CA', 'America/Toronto', 'help@example.com', 'shipping', $2)`,
    [MERCHANT_ID, ctx.clock.now()],
  );
  const issue = async (kind: 'merchant' | 'operator' | 'partner') =>
    (await issueApiKey(ctx, { kind, merchantId: kind === 'merchant' ? MERCHANT_ID : null, name: 'test', scopes: ['orders'] })).key;
  keys = { merchant: await issue('merchant'), operator: await issue('operator'), partner: await issue('partner') };
  owner = await person('owner@example.com', { wallet: true, member: false });
  seller = await person('seller@example.com', { wallet: false, member: true });
  both = await person('both@example.com', { wallet: true, member: true });
});
afterAll(() => void vi.unstubAllEnvs());

async function person(email: string, has: { wallet: boolean; member: boolean }): Promise<Person> {
  const password = 'correct horse battery';
  const created = await createUser(ctx, { email, password, displayName: 'Ada', emailVerified: true });
  if (!created.ok) throw new Error(created.error.code);
  const { userId } = created.value;
  const walletId = has.wallet ? await createWallet(ctx, { userId, timeZone: 'UTC' }) : null;
  if (has.member) await addMember(ctx, { merchantId: MERCHANT_ID, userId, role: 'owner' });
  const signedIn = await signInWithPassword(ctx, { email, password, clientAddress: '127.0.0.1', replaces: null });
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  const { sessionId } = signedIn.value;
  return { userId, walletId, sessionId, cookie: await cookieOf(userId, sessionId) };
}

const cookieOf = async (sub: string, sid: string) => `${NAME}=${await encode({ token: { sub, sid }, secret: SECRET, salt: NAME })}`;

const call = (accepted: CredentialKind[], headers: Record<string, string> = {}, method = 'POST'): Promise<Principal> =>
  authenticate(ctx, new Request('http://localhost:3000/x', { method, headers }), accepted);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function failureOf(attempt: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isHttpFailure(thrown)) throw new Error(`no HttpFailure: ${String(thrown)}`);
  return thrown.failure;
}

const INVALID = { status: 401, code: 'unauthorized', headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' } };

describe('an API key', () => {
  it("is its merchant's, with its scopes", async () => {
    expect(keys.merchant).toMatch(/^csk_m_[0-9A-Za-z]{43}$/);
    expect(await call(['merchant_key'], bearer(keys.merchant))).toMatchObject({ kind: 'merchant_key', merchantId: MERCHANT_ID, scopes: ['orders'] });
  });

  it("of an operator is a partner's too, and never the other way round", async () => {
    expect(await call(['operator_key'], bearer(keys.operator))).toMatchObject({ kind: 'operator' });
    expect(await call(['partner_key'], bearer(keys.operator))).toMatchObject({ kind: 'partner' });
    expect(await call(['partner_key'], bearer(keys.partner))).toMatchObject({ kind: 'partner' });
    expect(await failureOf(call(['operator_key'], bearer(keys.partner)))).toMatchObject(INVALID);
  });

  it('of a partner comes as X-API-Key as well, to endpoints for partners alone', async () => {
    const named = (key: string) => ({ 'x-api-key': key });
    expect(await call(['partner_key'], named(keys.partner))).toMatchObject({ kind: 'partner' });
    expect(await call(['partner_key'], named(keys.operator))).toMatchObject({ kind: 'partner' });
    for (const key of [keys.merchant, 'unheard-of', '']) expect(await failureOf(call(['partner_key'], named(key))), key).toMatchObject(INVALID);
    for (const kind of ['operator_key', 'merchant_key'] as const) expect(await failureOf(call([kind], named(keys.operator))), kind).toMatchObject({ status: 401 });
    expect(await failureOf(call(['partner_key'], { ...named(keys.partner), ...bearer('unheard-of') }))).toMatchObject(INVALID);
  });

  it('of the configuration is a merchant\'s, made once however many processes start, and stays revoked', async () => {
    const key = 'chosen-by-the-operator-1234567890';
    await Promise.all([1, 2, 3].map(() => ensureMerchantKey(ctx, { key, merchantId: MERCHANT_ID, name: 'erp' })));
    expect(await call(['merchant_key'], bearer(key))).toMatchObject({ kind: 'merchant_key', merchantId: MERCHANT_ID });
    await ctx.pool.query(`update api_key set revoked_at = now() where name = 'erp'`);
    await ensureMerchantKey(ctx, { key, merchantId: MERCHANT_ID, name: 'erp' });
    expect(await failureOf(call(['merchant_key'], bearer(key)))).toMatchObject(INVALID);
  });

  it('is kept as a hash alone', async () => {
    const { rows } = await ctx.pool.query<{ text: string }>('select k::text as text from api_key k');
    expect(rows.map(({ text }) => text).join()).not.toContain(keys.merchant);
  });

  it('stops at once when it is revoked', async () => {
    const { keyId, key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: MERCHANT_ID, name: 'test', scopes: [] });
    await call(['merchant_key'], bearer(key));
    await ctx.pool.query('update api_key set revoked_at = $2 where id = $1', [keyId, ctx.clock.now()]);
    expect(await failureOf(call(['merchant_key'], bearer(key)))).toMatchObject(INVALID);
  });

  it('may be chosen', async () => {
    const key = 'a-key-that-was-chosen-somewhere';
    await issueApiKey(ctx, { kind: 'merchant', merchantId: MERCHANT_ID, name: 'chosen', scopes: [], key });
    expect(await call(['merchant_key'], bearer(key))).toMatchObject({ kind: 'merchant_key' });
  });

  it.each([
    ['an unknown key', bearer('csk_m_unknown')],
    ['another kind of key', () => bearer(keys.operator)],
    ['an agent, where agents may not', bearer('good.agent.token')],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['two tokens', { authorization: 'Bearer a b' }],
    ['a foreign scheme', { authorization: 'Basic YTpi' }],
    ['a control character', { authorization: 'Bearer a\u0080b' }],
  ])('%s is 401 invalid_token', async (_name, headers) => {
    expect(await failureOf(call(['merchant_key'], typeof headers === 'function' ? headers() : headers))).toMatchObject(INVALID);
  });

  it('that is missing is 401 without an error code (RFC 6750, 3.1)', async () => {
    const failure = await failureOf(call(['merchant_key']));
    expect(failure).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' } });
  });
});

describe('an optional credential', () => {
  it('may be left out', async () => {
    expect(await call(['none', 'merchant_key'])).toEqual({ kind: 'anonymous' });
    expect(await call(['none', 'owner_session'])).toEqual({ kind: 'anonymous' });
  });

  it('that is presented must be valid', async () => {
    expect(await failureOf(call(['none', 'merchant_key'], bearer('csk_m_unknown')))).toMatchObject(INVALID);
    expect(await failureOf(call(['none', 'agent_token'], bearer('bad.agent.token')))).toMatchObject({ status: 401 });
  });

  it('is not looked at where none is taken', async () => {
    expect(await call(['none'], bearer('csk_m_unknown'))).toEqual({ kind: 'anonymous' });
    expect(await call(['oauth_client'], { authorization: 'Basic YTpi' })).toEqual({ kind: 'anonymous' });
  });

  it('lets the handler verify an OAuth client beside a key', async () => {
    expect(await call(['oauth_client', 'merchant_key'], { authorization: 'Basic YTpi' })).toEqual({ kind: 'anonymous' });
    expect(await call(['oauth_client', 'merchant_key'], bearer(keys.merchant))).toMatchObject({ kind: 'merchant_key' });
  });
});

describe('a session', () => {
  it('is an owner on an owner route and a merchant on a merchant route', async () => {
    const headers = { cookie: both.cookie, ...ORIGIN };
    expect(await call(['owner_session'], headers)).toMatchObject({ kind: 'owner', userId: both.userId, walletId: both.walletId });
    expect(await call(['merchant_session'], headers)).toMatchObject({ kind: 'merchant_user', merchantId: MERCHANT_ID, role: 'owner' });
  });

  it("of a merchant alone is 401 on an owner's route, and the other way round", async () => {
    expect(await failureOf(call(['owner_session'], { cookie: seller.cookie, ...ORIGIN }))).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await failureOf(call(['merchant_session'], { cookie: owner.cookie, ...ORIGIN }))).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it('writes from our own origin only, and reads from anywhere', async () => {
    const evil = { cookie: owner.cookie, origin: 'https://evil.example' };
    expect(await failureOf(call(['owner_session'], evil))).toMatchObject({ status: 403, code: 'cross_origin' });
    expect(await failureOf(call(['owner_session'], { cookie: owner.cookie }))).toMatchObject({ status: 403, code: 'cross_origin' });
    expect(await call(['owner_session'], { cookie: owner.cookie, 'sec-fetch-site': 'same-origin' })).toMatchObject({ kind: 'owner' });
    expect(await call(['owner_session'], evil, 'GET')).toMatchObject({ kind: 'owner' });
  });

  it('gives way to a bearer, even to a wrong one', async () => {
    const accepted: CredentialKind[] = ['agent_token', 'owner_session'];
    expect(await call(accepted, { cookie: owner.cookie, ...bearer('good.agent.token') })).toEqual(AGENT);
    expect(await failureOf(call(accepted, { cookie: owner.cookie, ...ORIGIN, ...bearer('bad.agent.token') }))).toMatchObject({ status: 401 });
    expect(await call(accepted, { cookie: owner.cookie, ...ORIGIN })).toMatchObject({ kind: 'owner' });
  });

  it("does not fit another person's row", async () => {
    const cookie = await cookieOf(seller.userId, owner.sessionId);
    expect(await failureOf(call(['owner_session'], { cookie, ...ORIGIN }))).toMatchObject({ status: 401 });
  });

  it('stops at once when it ends, although its cookie was opened a moment ago', async () => {
    const leaving = await person('leaving@example.com', { wallet: true, member: false });
    const headers = { cookie: leaving.cookie, ...ORIGIN };
    expect(await call(['owner_session'], headers)).toMatchObject({ kind: 'owner' });
    await endSession(ctx, leaving.sessionId);
    expect(await failureOf(call(['owner_session'], headers))).toMatchObject({ status: 401 });
  });
});
