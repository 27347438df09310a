import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { createPorts } from '@/lib/composition';
import type { Endpoint } from '@/lib/http/endpoint';
import { newUuid } from '@/lib/kernel/id';
import { endpoints as acp } from '@/lib/protocols/acp';
import { postQuote } from '@/lib/protocols/quote';
import { createSession } from '@/lib/protocols/sacp/sessions';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { acpCart } from '@/lib/testing/acp-words';
import { startDownstreamStub, type DownstreamStub } from '@/lib/testing/downstream-stub';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { makeAgent, makeShop, TORONTO, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';

// Every wire sells at the prices and taxes of the operator's services, and tells in its own words that one of them does not answer.

let ctx: TestCtx;
let stub: DownstreamStub;
let shop: Shop;
let pizzeria: Shop;
let platformKey: string;
let agentToken: string;

beforeAll(async () => {
  const base = await testCtx();
  stub = await startDownstreamStub();
  const urls = { catalog: null, pricing: stub.url, tax: stub.url, geo: null, payment: null, receipt: null };
  const patience = { connectMs: 1_000, tryMs: 1_000, totalMs: 5_000, retries: 0, pauseMs: 1, maxPauseMs: 1, brokenAfter: 1_000_000, restMs: 1_000 };
  ctx = { ...base, ports: createPorts({ deployment: false, vapid: null, stripe: null, pool: base.pool, downstream: { urls, token: null, patience } }) };
  [shop, pizzeria] = [await makeShop(ctx), await makePizzeria(ctx, { storefront: { slotCapacity: 100 } })];
  platformKey = (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'Platform', scopes: [] })).key;
  agentToken = await accessTokenOf(ctx, (await makeAgent(ctx)).agentId);
  stub.prices.set('tea', 900).set('PZ-MAR', 900);
  stub.rates = [{ category: '', name: 'Tax', rate_basis_points: 1_000 }];
});

afterAll(() => stub.close());

const acpCreate = (): Endpoint => {
  const found = acp.find(({ method, path }) => method === 'POST' && path === '/checkout_sessions');
  if (!found) throw new Error('ACP has no create');
  return found;
};

const WIRES: readonly (readonly [string, (key: string) => Promise<EndpointReply>, object])[] = [
  [
    'ACP',
    (key) => callEndpoint(ctx, acpCreate(), { token: platformKey, headers: { 'api-version': '2026-04-17', 'idempotency-key': key, 'x-merchant-handle': shop.handle }, body: { ...acpCart('2026-04-17', [{ id: 'tea', quantity: 1 }]), fulfillment_details: { address: TORONTO } } }),
    { type: 'service_unavailable' },
  ],
  [
    'SACP',
    (key) => callEndpoint(ctx, createSession, { token: agentToken, headers: { 'x-merchant-handle': shop.handle, 'idempotency-key': key }, body: { items: [{ product_id: 'tea', quantity: 1 }], buyer: { name: 'Ada', email: 'ada@buyer.example', shipping_address: TORONTO } } }),
    { error: 'unavailable' },
  ],
  [
    'quotes',
    () => callEndpoint(ctx, postQuote, { headers: { 'content-type': 'application/json', 'x-merchant-handle': pizzeria.handle }, body: { items: [{ sku: 'PZ-MAR', qty: 1 }], fulfillment: { type: 'pickup' }, contact: { name: 'Ada', phone: '+33612345678', email: 'ada@buyer.example' }, paymentMethod: 'card' } }),
    { retryable: true },
  ],
];

it.each(WIRES.flatMap(([wire, send, words]) => ['/prices', '/tax'].map((path) => [wire, path, send, words] as const)))(
  '%s answers 503 in its own words while %s is silent, and takes the same request afterwards', async (_wire, path, send, words) => {
    const key = newUuid();
    ctx.clock.advance(6);
    stub.failAlways(path, 'error');
    const refused = await send(key);
    expect({ status: refused.status, body: refused.body }).toMatchObject({ status: 503, body: words });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    stub.failAlways(path, null);
    const taken = await send(key);
    expect(taken.status).toBeLessThan(300);
    expect(taken.text).toMatch(/\b9(00|\.00)\b/);
  },
);
