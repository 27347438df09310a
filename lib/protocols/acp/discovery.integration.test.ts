import { beforeAll, describe, expect, it } from 'vitest';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endpoints, getDiscovery, SUPPORTED_VERSIONS } from './index';
import { discoveryEndpoint } from './discovery';
import { officialFaults, officialSchemasAreHere } from './official-schemas';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const ask = (headers: Record<string, string> = {}) => callEndpoint(ctx, getDiscovery, { headers });

describe('the discovery document', () => {
  it.runIf(officialSchemasAreHere)('is what the official schema says', async () => {
    expect(await officialFaults('2026-04-17', 'agentic_checkout:DiscoveryResponse', (await ask()).body)).toEqual([]);
  });

  it('names the versions oldest first, the newest being the one it speaks of', async () => {
    expect((await ask()).body.protocol).toMatchObject({
      name: 'acp', version: SUPPORTED_VERSIONS[0], supported_versions: [...SUPPORTED_VERSIONS].reverse(), documentation_url: 'http://localhost:3000/docs',
    });
  });

  it('is for anyone, to be kept for an hour, and is not sent twice', async () => {
    const first = await ask();
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
    const again = await ask({ 'if-none-match': first.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('differs for a merchant in nothing but the base URL, and names no merchant otherwise', async () => {
    const [all, one] = [await ask(), await ask({ 'x-merchant-handle': shop.handle })];
    expect(all.body.api_base_url).toBe('http://localhost:3000');
    expect(one.body).toEqual({ ...all.body, api_base_url: `http://localhost:3000/m/${shop.handle}` });
    expect(JSON.stringify(one.body)).not.toContain(shop.merchantId);
    expect((await ask({ 'x-merchant-handle': 'nobody-at-all' })).status).toBe(404);
  });

  it('lists a service only when its endpoint is in the table', async () => {
    const servicesOf = async (served: typeof endpoints) => (await callEndpoint(ctx, discoveryEndpoint(() => served), {})).body.capabilities as { services: string[] };
    expect((await servicesOf(endpoints)).services).toEqual(expect.arrayContaining(['checkout', 'orders']));
    expect((await servicesOf(endpoints.filter(({ path }) => !path.endsWith('/complete')))).services).not.toContain('orders');
    expect((await servicesOf([])).services).toEqual([]);
    for (const [service, path] of [['carts', '/carts'], ['delegate_payment', '/agentic_commerce/delegate_payment']] as const) {
      expect((await servicesOf(endpoints)).services.includes(service), service).toBe(endpoints.some((each) => each.path === path));
    }
  });
});
