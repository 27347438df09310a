import { beforeAll, describe, expect, it } from 'vitest';
import { registerAgentWithKeys } from '@/lib/agent';
import { addRequestKey, issueApiKey, listSigningApiKeys, removeRequestKey } from '@/lib/auth';
import { createPageDb } from '@/lib/db';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import { newId } from '@/lib/kernel/id';
import { addMember } from '@/lib/identity';
import { listAllowedOrigins, setAllowedOrigins } from '@/lib/merchant';
import { deleteRequestKey, getApiKeys, postRequestKey, renderFailure } from '@/lib/protocols/account';
import { createSession, getDiscovery, getSession } from '@/lib/protocols/acp';
import { endpoints as sacp } from '@/lib/protocols/sacp';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { connectInProcess } from '@/lib/testing/mcp-in-process';
import { createRequestSigner } from '@/lib/testing/request-signer';
import { makeShop, makeWallet, type Shop, type Wallet } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

const VERSION = '2026-04-17';

let ctx: TestCtx;
let shop: Shop;
let owner: Wallet;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  owner = await makeWallet(ctx);
});

const cart = { currency: 'cad', line_items: [{ id: 'tea', quantity: 1 }], capabilities: {} };
const makeKey = (merchantId = shop.merchantId) => issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'test', scopes: [] });
const create = (token: string, headers: object = {}, body: unknown = cart) =>
  callEndpoint(ctx, createSession, { token, headers: { 'api-version': VERSION, 'idempotency-key': newId('request'), 'x-merchant-handle': shop.handle, ...headers }, body });

describe('a merchant key with public keys registered', () => {
  it('opens only what one of them signed, old and new during a rotation, until the last is removed', async () => {
    const { key, keyId } = await makeKey();
    const [old, next] = [createRequestSigner('Ed25519'), createRequestSigner('ES256')];
    expect((await create(key)).status).toBe(201);
    const first = await addRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, jwk: old.jwk });
    const unsigned = await create(key);
    expect(unsigned).toMatchObject({ status: 401, body: { type: 'invalid_request', code: 'unauthorized', message: expect.stringContaining('Signature') } });
    expect(unsigned.headers.get('www-authenticate')).toContain('Bearer');
    expect((await create(key, old.headers(cart, ctx.clock.now()))).status).toBe(201);
    expect((await create(key, next.headers(cart, ctx.clock.now()))).status).toBe(401);
    await addRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, jwk: next.jwk });
    for (const signer of [old, next]) expect((await create(key, signer.headers(cart, ctx.clock.now()))).status).toBe(201);
    expect(await removeRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, requestKeyId: first.ok ? first.value.id : '' })).toBe(true);
    expect((await create(key, old.headers(cart, ctx.clock.now()))).status).toBe(401);
    expect((await create(key, next.headers(cart, ctx.clock.now()))).status).toBe(201);
  });

  it('changes nothing by what was changed on the way, whatever the spelling of the rest', async () => {
    const { key, keyId } = await makeKey();
    const signer = createRequestSigner('ES256');
    await addRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, jwk: signer.jwk });
    const headers = signer.headers(cart, ctx.clock.now());
    const reordered = '{ "capabilities" : {}, "line_items":[{"quantity":1.0,"id":"tea"}], "currency":"\\u0063ad" }';
    expect((await create(key, headers, reordered)).status).toBe(201);
    expect((await create(key, headers, { ...cart, line_items: [{ id: 'tea', quantity: 2 }] })).status).toBe(401);
    expect((await create(key, headers, '{"currency":')).status).toBe(400);
    ctx.clock.advance(301);
    expect((await create(key, headers)).status).toBe(401);
  });

  it('reads by the signature of the time, and is asked for none where none was needed before', async () => {
    const { key, keyId } = await makeKey();
    const { body } = await create(key);
    const signer = createRequestSigner('Ed25519');
    await addRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, jwk: signer.jwk });
    const read = (headers: object) => callEndpoint(ctx, getSession, { token: key, params: { id: String(body.id) }, headers: { 'api-version': VERSION, ...headers } });
    expect((await read({})).status).toBe(401);
    expect((await read(signer.headers(undefined, ctx.clock.now()))).body.id).toBe(body.id);
    expect((await callEndpoint(ctx, getDiscovery, {})).status).toBe(200);
    const webhooks = sacp.find(({ method, path }) => method === 'GET' && path === '/api/agent/v1/webhooks');
    if (!webhooks) throw new Error('SACP lists webhooks');
    expect((await callEndpoint(ctx, webhooks, { token: key })).status).toBe(200);
  });

  it('signs the payload of a tool, in meta', async () => {
    const { key, keyId } = await makeKey();
    const signer = createRequestSigner('Ed25519');
    await addRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, jwk: signer.jwk });
    const mcp = await connectInProcess(ctx, shop.handle, key);
    const meta = (more: object = {}) => ({ api_version: VERSION, idempotency_key: newId('request'), ...more });
    const signature = signer.headers(cart, ctx.clock.now());
    for (const args of [{ meta: meta(), payload: cart }, { meta: meta(signature), payload: { ...cart, currency: 'usd' } }]) {
      expect(await mcp.fail('create_checkout_session', args)).toMatchObject({ code: -32000, data: { type: 'invalid_request', code: 'unauthorized' } });
    }
    const { content } = await mcp.call('create_checkout_session', { meta: meta(signature), payload: cart });
    expect(await mcp.fail('get_checkout_session', { meta: meta(), id: content.id })).toMatchObject({ data: { code: 'unauthorized' } });
    expect((await mcp.call('get_checkout_session', { meta: meta(signer.headers(undefined, ctx.clock.now())), id: content.id })).content.id).toBe(content.id);
  });
});

describe('an agent that registered its keys for it', () => {
  it('signs its ACP requests by one of the keys that it proves itself with', async () => {
    const signer = createRequestSigner('ES256');
    const keys = { keys: [signer.jwk] } as unknown as Parameters<typeof registerAgentWithKeys>[1]['keys'];
    const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;
    const permissions = ['browse_products', 'create_cart'] as const;
    for (const signsRequests of [true, false]) {
      const { agent } = await registerAgentWithKeys(ctx, { walletId: owner.walletId, name: 'K', permissions, limits, keys, signsRequests });
      const token = await accessTokenOf(ctx, agent.id);
      expect((await create(token)).status).toBe(signsRequests ? 401 : 201);
      expect((await create(token, signer.headers(cart, ctx.clock.now()))).status).toBe(201);
    }
  });

  it('says so at its registration, and needs a key that can sign', async () => {
    const register = sacp.find(({ method, path }) => method === 'POST' && path === '/api/agent/v1/agents');
    if (!register) throw new Error('SACP registers agents');
    const fields = { name: 'K', permissions: ['create_cart'], spending_limits: { per_transaction: '1', daily: '1', monthly: '1', currency: 'CAD' }, require_request_signatures: true };
    const principal = { kind: 'owner', userId: owner.userId, walletId: owner.walletId, sessionId: 'ses_none' } as const;
    const keyed = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [createRequestSigner('Ed25519').jwk] } };
    expect(await as(principal, register, { ...fields, ...keyed })).toMatchObject({ status: 201, body: { require_request_signatures: true } });
    expect(await as(principal, register, fields)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

/** As someone who is signed in. */
async function as(principal: Principal, endpoint: Endpoint, json: object | null, params: Record<string, string> = {}) {
  const body = json === null ? {} : { body: JSON.stringify(json) };
  const request = new Request(`http://localhost:3000${endpoint.path}`, { method: endpoint.method, headers: { 'content-type': 'application/json' }, ...body });
  const response = await endpoint.handle({ ...ctx, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal }, request, params).catch((error: unknown) => {
    if (isHttpFailure(error)) return renderFailure(error.failure, request);
    throw error;
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function signedIn(role: string, secondsAgo = 0): Promise<Principal> {
  const { userId } = await makeWallet(ctx);
  await addMember(ctx, { merchantId: shop.merchantId, userId, role: 'owner' });
  const [sessionId, startedAt] = [newId('session'), new Date(ctx.clock.now().getTime() - secondsAgo * 1000)];
  await ctx.db.query({
    name: 'test.session', text: `insert into sign_in_session (id, user_id, method, created_at, expires_at) values ($1, $2, 'password', $3, $4)`,
    values: [sessionId, userId, startedAt, new Date(startedAt.getTime() + 86_400_000)],
  });
  return { kind: 'merchant_user', userId, merchantId: shop.merchantId, role, sessionId };
}

describe("a merchant's people", () => {
  it('register, see and remove public keys, having signed in of late', async () => {
    const manager = await signedIn('manager');
    const { keyId } = await makeKey();
    const { jwk } = createRequestSigner('Ed25519');
    const added = await as(manager, postRequestKey, { jwk: { ...jwk, kid: 'one' } }, { id: keyId });
    expect(added).toMatchObject({ status: 201, body: { kid: 'one', algorithm: 'Ed25519' } });
    const listed = await as(manager, getApiKeys, null);
    expect(listed.body.api_keys).toContainEqual(expect.objectContaining({ id: keyId, signature_required: true, request_keys: [added.body] }));
    expect(JSON.stringify(listed.body)).not.toContain('key_hash');
    expect(await as(manager, postRequestKey, { jwk }, { id: keyId })).toMatchObject({ status: 409, body: { error: 'exists' } });
    const params = { id: keyId, key_id: String(added.body.id) };
    expect((await as(await signedIn('owner', 601), deleteRequestKey, null, params)).body.error).toBe('recent_sign_in_required');
    expect((await as(await signedIn('staff'), deleteRequestKey, null, params)).status).toBe(403);
    expect((await as(manager, deleteRequestKey, null, params)).status).toBe(200);
    expect((await as(manager, deleteRequestKey, null, params)).status).toBe(404);
  });

  it("see on their page their own keys and origins, and no others'", async () => {
    const { keyId } = await makeKey();
    await addRequestKey(ctx, { merchantId: shop.merchantId, apiKeyId: keyId, jwk: createRequestSigner('ES256').jwk });
    await setAllowedOrigins(ctx, { merchantId: shop.merchantId, origins: ['https://shop.example'] });
    const other = await makeShop(ctx);
    const pageOf = (merchantId: string) => ({ ...ctx, db: createPageDb(ctx.pool, { merchantId }) });
    const own = await listSigningApiKeys(pageOf(shop.merchantId), shop.merchantId);
    expect(own.find(({ id }) => id === keyId)?.requestKeys).toHaveLength(1);
    expect(await listAllowedOrigins(pageOf(shop.merchantId), shop.merchantId)).toEqual(['https://shop.example']);
    expect([await listSigningApiKeys(pageOf(other.merchantId), shop.merchantId), await listAllowedOrigins(pageOf(other.merchantId), shop.merchantId)]).toEqual([[], []]);
  });

  it('register at most five, only public ones, and only for their own', async () => {
    const manager = await signedIn('manager');
    const { keyId } = await makeKey();
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) statuses.push((await as(manager, postRequestKey, { jwk: createRequestSigner('ES256').jwk }, { id: keyId })).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 409]);
    const { keyId: other } = await makeKey();
    const { jwk } = createRequestSigner('Ed25519');
    for (const wrong of [{ ...jwk, d: 'AAAA' }, { ...jwk, crv: 'X25519' }, { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }, {}]) {
      expect((await as(manager, postRequestKey, { jwk: wrong }, { id: other })).status, JSON.stringify(wrong)).toBe(400);
    }
    const foreign = await makeKey((await makeShop(ctx)).merchantId);
    expect((await as(manager, postRequestKey, { jwk }, { id: foreign.keyId })).status).toBe(404);
  });
});
