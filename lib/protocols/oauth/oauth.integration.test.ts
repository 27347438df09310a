import { beforeAll, describe, expect, it } from 'vitest';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { createConfirmedAgent, registerAgent, revokeAgent, suspendAgent } from '@/lib/agent';
import { issueApiKey } from '@/lib/auth';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import { newId, newUuid } from '@/lib/kernel/id';
import { insertMerchant } from '@/lib/merchant';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getAuthorizationServer, getJwks, getProtectedResource, postIntrospect, postRevoke, postToken, renderFailure } from './index';

const anyText: unknown = expect.any(String);
const anyNumber: unknown = expect.any(Number);
const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const ORIGIN = 'http://localhost:3000';
const LIMITS = [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n } as const];

let ctx: TestCtx;
let walletId = '';
let shop: Shop;
let otherShop: Shop;
type Shop = { id: string; handle: string; apiKey: string };

beforeAll(async () => {
  ctx = await testCtx({
    ports: { ownerPasskeys: { list: () => Promise.resolve([]), recordUse: () => Promise.resolve(true) }, passkey: webauthnPasskeys },
  });
  const userId = newId('user');
  walletId = newId('wallet');
  await ctx.db.query({
    name: 'test.user',
    text: `insert into app_user (id, email, display_name, password_hash, created_at) values ($1, 'a@example.com', 'Ada', 'x', $2)`,
    values: [userId, ctx.clock.now()],
  });
  await ctx.db.query({
    name: 'test.wallet',
    text: `insert into wallet (id, user_id, time_zone, created_at) values ($1, $2, 'UTC', $3)`,
    values: [walletId, userId, ctx.clock.now()],
  });
  shop = await newShop('flower-shop');
  otherShop = await newShop('book-shop');
});

async function newShop(handle: string): Promise<Shop> {
  const id = newUuid();
  const merchant = {
    id, handle, name: handle, description: '', currency: 'CAD', country: 'CA', timeZone: 'America/Toronto', supportEmail: 's@example.com',
    verifiedDomain: null, fulfillmentKind: 'shipping', pickupLocation: null,
  } as const;
  await insertMerchant(ctx, merchant, 'secret');
  const { key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: id, name: 'test', scopes: [] });
  return { id, handle, apiKey: key };
}

const newClient = () => createConfirmedAgent(ctx, { walletId, name: 'A', permissions: ['browse_products', 'create_cart'], limits: LIMITS });

type Credentials = { clientId: string; clientSecret: string };
type Call = { form?: Record<string, string> | [string, string][]; json?: unknown; raw?: string; basic?: [string, string]; principal?: Principal };

/** As the entrance would: the handler, and its failures in OAuth's shape. */
async function call(target: Endpoint, { form, json, raw, basic, principal = { kind: 'anonymous' } }: Call = {}): Promise<Response> {
  const headers = new Headers();
  if (basic) headers.set('authorization', `Basic ${Buffer.from(basic.join(':')).toString('base64')}`);
  if (json !== undefined) headers.set('content-type', 'application/json');
  const body = target.method === 'GET' ? undefined : (raw ?? (json === undefined ? new URLSearchParams(form) : JSON.stringify(json)));
  const request = new Request(ORIGIN + target.path, { method: target.method, headers, body });
  try {
    return await target.handle({ ...ctx, requestId: 'r', clientAddress: '127.0.0.1', principal, merchant: null }, request, {});
  } catch (error) {
    if (!isHttpFailure(error)) throw error;
    return renderFailure(error.failure);
  }
}

const bodyOf = async (response: Response) => (await response.json()) as Record<string, unknown>;
const grant = ({ clientId, clientSecret }: Credentials, more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...more,
});

async function newToken(client: Credentials, more: Record<string, string> = {}): Promise<string> {
  const { access_token } = await bodyOf(await call(postToken, { form: grant(client, more) }));
  if (typeof access_token !== 'string') throw new Error('no token');
  return access_token;
}

async function decode(token: string) {
  const jwks = (await bodyOf(await call(getJwks))) as unknown as JSONWebKeySet;
  return jwtVerify(token, createLocalJWKSet(jwks), { typ: 'at+jwt', issuer: ORIGIN, algorithms: ['ES256'], currentDate: ctx.clock.now() });
}

describe('the token endpoint', () => {
  it('gives a ten-minute ES256 token that verifies under the published keys (client_secret_post)', async () => {
    const client = await newClient();
    const response = await call(postToken, { form: grant(client) });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await bodyOf(response);
    expect(body).toEqual({ access_token: anyText, token_type: 'Bearer', expires_in: 600, scope: 'browse_products create_cart' });
    const { payload, protectedHeader } = await decode(String(body.access_token));
    expect(payload).toMatchObject({ sub: client.agentId, client_id: client.clientId, scope: body.scope, aud: [`${ORIGIN}/store`, ORIGIN] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
    expect(protectedHeader.alg).toBe('ES256');
  });

  it('takes client_secret_basic, a JSON body, and a scope', async () => {
    const client = await newClient();
    const form = { grant_type: 'client_credentials', scope: 'create_cart' };
    const basic = await call(postToken, { form, basic: [client.clientId, client.clientSecret] });
    expect(await bodyOf(basic)).toMatchObject({ scope: 'create_cart' });
    expect((await call(postToken, { json: grant(client) })).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['one merchant', { resource: `${ORIGIN}/m/flower-shop` }, [`${ORIGIN}/m/flower-shop`]],
    ['all stores', { resource: `${ORIGIN}/store` }, [`${ORIGIN}/store`]],
    ['the wallet', { resource: ORIGIN }, [ORIGIN]],
    ['the wallet, as URL parsers write it', { resource: `${ORIGIN}/` }, [ORIGIN]],
  ])('names the resource: %s', async (_case, more, audience) => {
    const { payload } = await decode(await newToken(await newClient(), more));
    expect(payload.aud).toEqual(audience);
  });

  it('takes several resources', async () => {
    const form: [string, string][] = [...Object.entries(grant(await newClient())), ['resource', ORIGIN], ['resource', `${ORIGIN}/m/book-shop`]];
    const { access_token } = await bodyOf(await call(postToken, { form }));
    expect((await decode(String(access_token))).payload.aud).toEqual([ORIGIN, `${ORIGIN}/m/book-shop`]);
  });

  it.each<[string, (client: Credentials) => Call, number, string]>([
    ['no credentials', () => ({ form: { grant_type: 'client_credentials' } }), 401, 'invalid_client'],
    ['a wrong secret', (c) => ({ form: grant({ ...c, clientSecret: 'csa_x' }) }), 401, 'invalid_client'],
    ['an unknown client', (c) => ({ form: grant({ ...c, clientId: newId('client') }) }), 401, 'invalid_client'],
    ['a NUL in the client id', (c) => ({ form: grant({ ...c, clientId: 'agent_\u0000' }) }), 401, 'invalid_client'],
    ['Basic that is no base64', () => ({ form: {}, basic: ['\u0000', ''] }), 401, 'invalid_client'],
    ['two ways of authentication', (c) => ({ form: grant(c), basic: [c.clientId, c.clientSecret] }), 400, 'invalid_request'],
    ['another client_id beside Basic', (c) => ({ form: { client_id: 'x' }, basic: [c.clientId, c.clientSecret] }), 400, 'invalid_request'],
    ['no grant type', (c) => ({ form: { ...grant(c), grant_type: '' } }), 400, 'invalid_request'],
    ['another grant type', (c) => ({ form: { ...grant(c), grant_type: 'password' } }), 400, 'unsupported_grant_type'],
    ['a permission it has not', (c) => ({ form: grant(c, { scope: 'browse_products complete_purchase' }) }), 400, 'invalid_scope'],
    ['a scope that does not exist', (c) => ({ form: grant(c, { scope: 'everything' }) }), 400, 'invalid_scope'],
    ['a blank scope', (c) => ({ form: grant(c, { scope: ' ' }) }), 400, 'invalid_scope'],
    ['a foreign resource', (c) => ({ form: grant(c, { resource: 'https://evil.example' }) }), 400, 'invalid_target'],
    ['an unknown merchant', (c) => ({ form: grant(c, { resource: `${ORIGIN}/m/nobody` }) }), 400, 'invalid_target'],
    ['a merchant by another spelling', (c) => ({ form: grant(c, { resource: `${ORIGIN}/m/flower-shop/` }) }), 400, 'invalid_target'],
    ['a parameter twice', (c) => ({ form: [...Object.entries(grant(c)), ['scope', 'a'], ['scope', 'b']] }), 400, 'invalid_request'],
    ['JSON that is broken', () => ({ json: 1, raw: '{' }), 400, 'invalid_request'],
    ['JSON of the wrong type', () => ({ json: [1] }), 400, 'invalid_request'],
    ['JSON with a number', (c) => ({ json: { ...grant(c), scope: 1 } }), 400, 'invalid_request'],
    ['a huge body', () => ({ raw: `grant_type=${'x'.repeat(100_000)}` }), 413, 'invalid_request'],
  ])('refuses %s', async (_case, given, status, error) => {
    const response = await call(postToken, given(await newClient()));
    expect([response.status, await bodyOf(response)]).toEqual([status, { error, error_description: anyText }]);
    if (status === 401) expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('serves a pending agent, and no paused or revoked one', async () => {
    const pending = await registerAgent(ctx, { walletId, name: 'P', permissions: ['browse_products'], limits: LIMITS });
    expect((await call(postToken, { form: grant({ clientId: pending.agent.clientId, clientSecret: pending.clientSecret }) })).status).toBe(200);
    const [paused, revoked] = [await newClient(), await newClient()];
    await suspendAgent(ctx, { walletId, agentId: paused.agentId });
    await revokeAgent(ctx, { walletId, agentId: revoked.agentId });
    for (const client of [paused, revoked]) {
      const response = await call(postToken, { form: grant(client) });
      expect([response.status, (await bodyOf(response)).error]).toEqual([401, 'invalid_client']);
    }
  });
});

describe('introspection', () => {
  const introspect = async (token: string, by: Shop = shop) => bodyOf(await call(postIntrospect, { form: { token }, basic: [by.handle, by.apiKey] }));

  it('tells a merchant of a token what it needs, and no limits', async () => {
    const client = await newClient();
    expect(await introspect(await newToken(client))).toEqual({
      active: true,
      scope: 'browse_products create_cart',
      client_id: client.clientId,
      sub: client.agentId,
      owner_id: textLike(/^owner_[\w-]{43}$/),
      aud: [`${ORIGIN}/store`],
      iss: ORIGIN,
      token_type: 'Bearer',
      iat: anyNumber,
      exp: anyNumber,
    });
  });

  it('names the owner alike each time, and otherwise to every merchant', async () => {
    const [one, two] = [await newToken(await newClient()), await newToken(await newClient())];
    const ids = await Promise.all([introspect(one), introspect(two), introspect(one, otherShop)]);
    expect(ids[0].owner_id).toBe(ids[1].owner_id);
    expect(ids[0].owner_id).not.toBe(ids[2].owner_id);
  });

  it('takes the key as Bearer too', async () => {
    const principal = { kind: 'merchant_key', keyId: 'k', merchantId: shop.id, scopes: [] } as const;
    const response = await call(postIntrospect, { form: { token: await newToken(await newClient()) }, principal });
    expect(await bodyOf(response)).toMatchObject({ active: true });
  });

  it('says {active: false} and nothing else of every token that does not hold here', async () => {
    const paused = await newClient();
    const pausedToken = await newToken(paused);
    await suspendAgent(ctx, { walletId, agentId: paused.agentId });
    const tokens = [
      'nonsense',
      pausedToken,
      await newToken(await newClient(), { resource: ORIGIN }),
      await newToken(await newClient(), { resource: `${ORIGIN}/m/book-shop` }),
    ];
    for (const token of tokens) expect(await introspect(token)).toEqual({ active: false });
  });

  it.each<[string, () => Call]>([
    ['no credential', () => ({ form: { token: 'x' } })],
    ['an unknown key', () => ({ form: { token: 'x' }, basic: [shop.handle, 'csk_m_x'] })],
    ['the key of another merchant', () => ({ form: { token: 'x' }, basic: [shop.handle, otherShop.apiKey] })],
  ])('refuses %s', async (_case, given) => {
    const response = await call(postIntrospect, given());
    expect([response.status, (await bodyOf(response)).error]).toEqual([401, 'invalid_client']);
  });

  it('refuses an agent\'s own credentials, and a request without a token', async () => {
    const client = await newClient();
    expect((await call(postIntrospect, { form: { token: 'x' }, basic: [client.clientId, client.clientSecret] })).status).toBe(401);
    expect((await call(postIntrospect, { form: {}, basic: [shop.handle, shop.apiKey] })).status).toBe(400);
  });
});

describe('revocation', () => {
  const isActive = async (token: string) =>
    (await bodyOf(await call(postIntrospect, { form: { token }, basic: [shop.handle, shop.apiKey] }))).active;

  it('ends a token of the client that asks, at once', async () => {
    const client = await newClient();
    const token = await newToken(client);
    const { clientId, clientSecret } = client;
    expect((await call(postRevoke, { form: { token }, basic: [clientId, clientSecret] })).status).toBe(200);
    expect(await isActive(token)).toBe(false);
    expect((await call(postRevoke, { form: { token, token_type_hint: 'x' }, basic: [clientId, clientSecret] })).status).toBe(200);
  });

  it('answers alike for a token of someone else and for nonsense, and changes nothing', async () => {
    const token = await newToken(await newClient());
    const { clientId, clientSecret } = await newClient();
    for (const given of [token, 'nonsense']) {
      const response = await call(postRevoke, { form: { token: given }, basic: [clientId, clientSecret] });
      expect([response.status, await bodyOf(response)]).toEqual([200, {}]);
    }
    expect(await isActive(token)).toBe(true);
  });

  it('needs the client\'s credentials and a token', async () => {
    const { clientId, clientSecret } = await newClient();
    expect((await call(postRevoke, { form: { token: 'x' } })).status).toBe(401);
    expect((await call(postRevoke, { form: {}, basic: [clientId, clientSecret] })).status).toBe(400);
  });
});

describe('metadata', () => {
  it('lists what is served, under its own issuer', async () => {
    const metadata = await bodyOf(await call(getAuthorizationServer));
    expect(metadata).toMatchObject({ issuer: ORIGIN, response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] });
    const served = [postToken, postIntrospect, postRevoke, getJwks].map((target) => ORIGIN + target.path);
    const named = [metadata.token_endpoint, metadata.introspection_endpoint, metadata.revocation_endpoint, metadata.jwks_uri];
    expect(named).toEqual(served);
    expect(await bodyOf(await call(getProtectedResource))).toMatchObject({ resource: ORIGIN, authorization_servers: [ORIGIN] });
  });

  it('publishes no private key', async () => {
    const { keys } = (await bodyOf(await call(getJwks))) as unknown as JSONWebKeySet;
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).not.toHaveProperty('d');
  });
});
