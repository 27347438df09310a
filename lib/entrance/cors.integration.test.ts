import { beforeAll, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import type { Endpoint } from '@/lib/http/endpoint';
import { setAllowedOrigins } from '@/lib/merchant';
import { getAllowedOrigins, putAllowedOrigins } from '@/lib/protocols/account';
import { createSession, getDiscovery, getSession } from '@/lib/protocols/acp';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { answerPreflight, corsPolicy } from './cors';
import { endpoints } from './routes';

const PAGE = 'https://pages.example';

let ctx: TestCtx;
let shop: Shop;
let other: Shop;
let token: string;
let key: string;

beforeAll(async () => {
  ctx = await testCtx();
  [shop, other] = [await makeShop(ctx), await makeShop(ctx)];
  await setAllowedOrigins(ctx, { merchantId: shop.merchantId, origins: [PAGE, 'https://second.example:8443'] });
  token = await accessTokenOf(ctx, (await makeAgent(ctx)).agentId);
  ({ key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] }));
});

const at = (path: string) => new Map(endpoints.filter((each) => each.path === path).map((each) => [each.method, each] as const));
const preflight = async (path: string, headers: Record<string, string>, merchant: string | null = shop.handle) =>
  answerPreflight(ctx, new Request(`http://localhost:3000${path}`, { method: 'OPTIONS', headers }), at(path), { merchant });
const asked = (origin: string, method = 'POST') => ({ origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,api-version,idempotency-key' });
const allowsOf = (response: Response): string[] => [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('a preflight', () => {
  it('tells a registered page which methods and headers it may use, and nothing of credentials', async () => {
    const response = await preflight('/checkout_sessions/[id]', asked(PAGE));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      allow: 'GET, HEAD, OPTIONS, POST', 'access-control-allow-origin': PAGE, 'access-control-allow-methods': 'GET, POST', 'access-control-max-age': '600',
    });
    const headers = response.headers.get('access-control-allow-headers') ?? '';
    for (const name of ['authorization', 'content-type', 'api-version', 'idempotency-key', 'signature', 'timestamp']) expect(headers.split(', ')).toContain(name);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([
    ['another page', 'https://evil.example'], ['the same host on http', 'http://pages.example'], ['another port', 'https://pages.example:8443'], ['a host below', 'https://a.pages.example'],
    ['capitals', 'https://PAGES.example'], ['null', 'null'], ['nothing that is an origin', 'x'.repeat(5_000)],
  ])('allows %s nothing', async (_name, origin) => {
    const response = await preflight('/checkout_sessions', asked(origin));
    expect([response.status, allowsOf(response), response.headers.get('vary')]).toEqual([204, [], 'Origin, Access-Control-Request-Method']);
  });

  it('is of the merchant in the path; without one, of any merchant, which the call itself then names', async () => {
    expect(allowsOf(await preflight('/checkout_sessions', asked(PAGE), other.handle))).toEqual([]);
    expect(allowsOf(await preflight('/checkout_sessions', asked(PAGE), null))).not.toEqual([]);
    expect(allowsOf(await preflight('/checkout_sessions', asked('https://evil.example'), null))).toEqual([]);
  });

  it('allows no method that the path has not, and any page the discovery', async () => {
    expect(allowsOf(await preflight('/checkout_sessions', asked(PAGE, 'DELETE')))).toEqual([]);
    expect(allowsOf(await preflight('/checkout_sessions', { origin: PAGE }))).toEqual([]);
    expect((await preflight('/.well-known/acp.json', asked('https://anyone.example', 'GET'))).headers.get('access-control-allow-origin')).toBe('*');
  });
});

const call = (endpoint: Endpoint, origin: string, more: object = {}) =>
  callEndpoint(ctx, endpoint, { token, headers: { origin, 'api-version': '2026-04-17', 'idempotency-key': 'k', 'x-merchant-handle': shop.handle }, params: { id: 'none' }, body: endpoint.method === 'GET' ? undefined : {}, ...more });

describe('an answer', () => {
  it('may be read by a registered page, a refusal too, and by no other', async () => {
    for (const endpoint of [createSession, getSession]) {
      const [ours, theirs] = [await call(endpoint, PAGE), await call(endpoint, 'https://evil.example')];
      expect(ours.headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(ours.headers.get('access-control-expose-headers')).toContain('idempotency-key');
      expect([theirs.status, theirs.headers.get('access-control-allow-origin'), theirs.headers.get('vary')]).toEqual([ours.status, null, 'Origin']);
    }
    expect((await call(createSession, PAGE, { token: key })).headers.get('access-control-allow-origin')).toBe(PAGE);
    expect((await call(createSession, PAGE, { token: 'unknown' })).headers.get('access-control-allow-origin')).toBe(PAGE);
    const elsewhere = { headers: { origin: PAGE, 'api-version': '2026-04-17', 'idempotency-key': 'k', 'x-merchant-handle': other.handle } };
    expect((await call(createSession, PAGE, elsewhere)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('of the discovery may be read by anyone', async () => expect((await call(getDiscovery, 'https://anyone.example', { token: undefined })).headers.get('access-control-allow-origin')).toBe('*'));

  it('to a caller without a page says nothing of pages', async () => {
    const { headers } = await callEndpoint(ctx, getDiscovery, {});
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });

  it('that a cookie asks for is for no page but ours', () => {
    const withCookie = endpoints.filter(({ credentials }) => credentials.some((kind) => kind.endsWith('_session')));
    expect(withCookie.length).toBeGreaterThan(20);
    expect(withCookie.filter((endpoint) => corsPolicy(endpoint) !== null)).toEqual([]);
    const open = endpoints.filter((endpoint) => corsPolicy(endpoint) !== null).map(({ path }) => path);
    expect(open).toEqual(expect.arrayContaining(['/checkout_sessions', '/api/agent/v1/products', '/.well-known/acp.json']));
    expect(open.filter((path) => !/^\/(checkout_sessions|carts|agentic_commerce|delegate_authentication|api\/agent\/v1\/products|v1\/|\.well-known\/(acp\.json|ucp))/.test(path))).toEqual([]);
  });
});

describe("a merchant's origins", () => {
  const as = async (endpoint: Endpoint, json?: object, role = 'manager') => {
    const principal = { kind: 'merchant_user', userId: 'usr_1', merchantId: other.merchantId, role, sessionId: 'ses_1' } as const;
    const request = new Request('http://localhost:3000/', { method: endpoint.method, headers: { 'content-type': 'application/json' }, body: json && JSON.stringify(json) });
    const response = await endpoint.handle({ ...ctx, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal }, request, {});
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('are replaced as a whole, each once', async () => {
    expect(await as(putAllowedOrigins, { origins: ['https://a.example', 'https://b.example:444', 'https://a.example', 'http://localhost:4000'] })).toEqual({
      status: 200, body: { origins: ['https://a.example', 'https://b.example:444', 'http://localhost:4000'] },
    });
    expect((await as(getAllowedOrigins)).body).toEqual({ origins: ['https://a.example', 'https://b.example:444', 'http://localhost:4000'] });
    expect((await as(putAllowedOrigins, { origins: [] })).body).toEqual({ origins: [] });
    await expect(as(putAllowedOrigins, { origins: [] }, 'staff')).rejects.toMatchObject({ failure: { status: 403 } });
  });

  it.each(['http://a.example', 'https://a.example/', 'https://a.example/x', 'https://*.example', 'https://A.example', 'https://a.example:443', 'https://u@a.example', 'null', '*', ''])('are never %s', async (origin) => {
    expect(await as(putAllowedOrigins, { origins: ['https://fine.example', origin] })).toMatchObject({ status: 400, body: { param: '$.origins[1]' } });
  });

  it('are of this machine in test mode alone, and at most twenty', async () => {
    const strict = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    expect(await setAllowedOrigins(strict, { merchantId: other.merchantId, origins: ['http://localhost:4000'] })).toMatchObject({ error: { code: 'invalid_origin', index: 0 } });
    const many = Array.from({ length: 21 }, (_, index) => `https://p${index}.example`);
    expect(await as(putAllowedOrigins, { origins: many })).toMatchObject({ status: 400, body: { param: '$.origins' } });
  });
});
