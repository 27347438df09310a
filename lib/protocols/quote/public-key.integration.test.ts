import { beforeAll, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { PUBLIC_PERMISSIONS, type Endpoint, type PublicPermission } from '@/lib/http/endpoint';
import { newUuid } from '@/lib/kernel/id';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { makeAgent, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints, getMenu, getOrder, postQuote } from './index';

let open: TestCtx;
let closed: TestCtx;
let shop: Shop;
beforeAll(async () => {
  open = await testCtx();
  closed = await testCtx({ settings: { publicApiNeedsKey: true } });
  shop = await makePizzeria(open);
});

const keyOf = async (scopes: readonly PublicPermission[], merchantId: string | null = shop.merchantId): Promise<string> =>
  (await issueApiKey(open, { kind: merchantId === null ? 'partner' : 'merchant', merchantId, name: 'public', scopes })).key;
const QUOTE = { items: [{ sku: 'PZ-MAR', qty: 1 }], fulfillment: { type: 'pickup' }, contact: { name: 'Ada', email: 'ada@buyer.example' } };
const call = (ctx: TestCtx, endpoint: Endpoint, key?: string, more: { handle?: string; token?: string } = {}): Promise<EndpointReply> =>
  callEndpoint(ctx, endpoint, {
    params: { handle: shop.handle, id: newUuid() },
    headers: { ...(more.handle === undefined ? {} : { 'x-merchant-handle': more.handle }), ...(key === undefined ? {} : { 'x-api-key': key }) },
    body: endpoint.path === '/v1/orders/quote' ? QUOTE : endpoint.path === '/v1/orders/confirm' ? { quoteId: newUuid() } : undefined,
    token: more.token,
  });
const SCOPES: Readonly<Record<string, PublicPermission>> = {
  '/v1/merchants/[handle]/info': 'merchant:read', '/v1/merchants/[handle]/legal': 'merchant:read', '/v1/merchants/[handle]/contact-details': 'merchant:read', '/v1/wallet-setup': 'merchant:read',
  '/v1/menu': 'menu:read', '/v1/orders/quote': 'quote:write', '/v1/orders/confirm': 'order:write', '/v1/orders/[id]': 'order:read', '/v1/orders/checkout-sessions/[id]': 'order:read',
};
const cases = endpoints.map((endpoint) => [endpoint.path, endpoint] as const);

it('every route of the public API asks a key for a permission', () => {
  expect(Object.fromEntries(endpoints.map(({ path, keyScope }) => [path, keyScope]))).toEqual(SCOPES);
});

describe('an installation that asks for a key', () => {
  it.each(cases)('%s is UNAUTHORIZED without one, and with every permission but its own', async (path, endpoint) => {
    const others = await keyOf(PUBLIC_PERMISSIONS.filter((scope) => scope !== SCOPES[path]));
    for (const reply of [await call(closed, endpoint), await call(closed, endpoint, others)]) {
      expect(reply).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED', retryable: false, details: { scope: SCOPES[path] } } });
      expect(reply.headers.get('www-authenticate')).toContain('X-API-Key');
    }
  });

  it.each(cases)('%s answers a key with that permission alone', async (path, endpoint) => {
    const reply = await call(closed, endpoint, await keyOf([SCOPES[path] ?? 'menu:read']));
    expect([401, 403, 500]).not.toContain(reply.status);
  });

  it('an agent’s token is no key, and both may come together', async () => {
    const { agentId } = await makeAgent(open);
    const token = await accessTokenOf(open, agentId);
    expect(await call(closed, postQuote, undefined, { handle: shop.handle, token })).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
    const { body } = await call(closed, postQuote, await keyOf(['quote:write']), { token });
    const { rows } = await open.pool.query<{ agent_id: string }>('select agent_id from checkout where id = $1', [body.quoteId]);
    expect(rows).toEqual([{ agent_id: agentId }]);
  });
});

describe('a key that is shown', () => {
  it.each(cases)('%s is UNAUTHORIZED when it is unknown or revoked, also where none is asked for', async (_path, endpoint) => {
    const { keyId, key } = await issueApiKey(open, { kind: 'merchant', merchantId: shop.merchantId, name: 'revoked', scopes: PUBLIC_PERMISSIONS });
    await open.pool.query('update api_key set revoked_at = now() where id = $1', [keyId]);
    for (const ctx of [open, closed]) for (const wrong of ['csk_m_none', '', key]) expect(await call(ctx, endpoint, wrong)).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
  });

  it('names its merchant: no other default, and nobody else’s rows', async () => {
    const other = await makePizzeria(open);
    const key = await keyOf(PUBLIC_PERMISSIONS, other.merchantId);
    expect((await call(open, getMenu, key)).body.merchantHandle).toBe(other.handle);
    expect(await call(open, getMenu, key, { handle: shop.handle })).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
    const { body } = await call(open, postQuote, undefined, { handle: shop.handle });
    expect(await callEndpoint(open, getOrder, { params: { id: String(body.quoteId) }, headers: { 'x-api-key': key } })).toMatchObject({ status: 404 });
  });

  it('of a partner is for every merchant', async () => {
    const key = await keyOf(['menu:read'], null);
    expect((await call(closed, getMenu, key, { handle: shop.handle })).body.merchantHandle).toBe(shop.handle);
  });
});

describe('the public budget', () => {
  /** Asks from one address until it is refused, at most `most` times. */
  const spend = async (most: number, headers: Record<string, string>): Promise<{ passed: number; refused: EndpointReply | null }> => {
    for (let passed = 0; passed < most; passed += 100) {
      const replies = await Promise.all(Array.from({ length: 100 }, () => callEndpoint(open, getOrder, { params: { id: 'none' }, headers })));
      const refused = replies.find(({ status }) => status === 429);
      if (refused) return { passed: passed + replies.filter(({ status }) => status === 404).length, refused };
    }
    return { passed: most, refused: null };
  };

  it('is 2000 requests in ten seconds of a key, under the test flag too, and then RATE_LIMITED says when to come again', async () => {
    const [key, other] = [await keyOf([]), await keyOf([])];
    const { passed, refused } = await spend(3_000, { 'x-api-key': key });
    expect(passed).toBeGreaterThanOrEqual(2_000);
    expect(passed).toBeLessThanOrEqual(2_100); // a process lends a client its first slice
    expect(refused).toMatchObject({ status: 429, body: { errorCode: 'RATE_LIMITED', retryable: true, retryAfterMs: 1000 } });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await callEndpoint(open, getOrder, { params: { id: 'none' }, headers: { 'x-api-key': other } })).status).toBe(404);
    open.clock.advance(10);
    expect((await callEndpoint(open, getOrder, { params: { id: 'none' }, headers: { 'x-api-key': key } })).status).toBe(404);
  });

  it('is of an address where no key is shown', async () => {
    const { passed } = await spend(3_000, {});
    expect(passed).toBeLessThanOrEqual(2_100);
    expect((await callEndpoint(open, getOrder, { params: { id: 'none' }, headers: { 'x-api-key': await keyOf([]) } })).status).toBe(404);
  });
});
