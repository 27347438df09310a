import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMatcher } from '@/lib/entrance/match';
import { tools } from '@/lib/entrance/mcp';
import { endpoints } from '@/lib/entrance/routes';
import { splitMerchantPrefix } from '@/lib/entrance/wire-prefixes';
import { SUPPORTED_VERSIONS } from '@/lib/protocols/acp';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { drawLogo } from './logo';
import { getProfile } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const profileOf = async ({ handle }: Shop, headers: Record<string, string> = {}) => callEndpoint(ctx, getProfile, { headers: { 'x-merchant-handle': handle, ...headers } });

const Endpoints = z.object({ base_url: z.string(), endpoints: z.record(z.string(), z.string()) });
const Profile = z.object({ merchant: z.object({ logo: z.string() }), api: Endpoints, acp: Endpoints, wallet: Endpoints.extend({ oauth_metadata: z.string() }) });

describe('the profile', () => {
  it('names the MCP endpoint of the merchant, with the tools that it has', async () => {
    const { mcp } = z.object({ mcp: z.object({ server_url: z.string(), tools: z.array(z.string()) }) }).parse((await profileOf(shop)).body);
    expect(mcp.server_url).toBe(`http://localhost:3000/m/${shop.handle}/mcp`);
    expect(mcp.tools.toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
  });

  it("has the seed's keys for each merchant of its own", async () => {
    const { body } = await profileOf(shop);
    const store = `http://localhost:3000/m/${shop.handle}`;
    expect(body).toMatchObject({
      version: '1.0',
      merchant: { id: shop.handle, name: 'Test shop', description: 'For tests.', logo: `${store}/.well-known/ucp/logo.svg`, url: 'http://localhost:3000' },
      capabilities: { discovery: true, cart: true, checkout: true, order_status: true, returns: true },
      api: { base_url: `${store}/api/agent/v1`, authentication: 'bearer', endpoints: { products: '/products', sessions: '/sessions', orders: '/orders' } },
      payment_methods: { supported: ['card', 'wallet'], wallets: ['countersign'] },
      policies: { terms: 'http://localhost:3000/terms', privacy: 'http://localhost:3000/privacy', returns: 'http://localhost:3000/returns' },
    });
    const other = await makeShop(ctx);
    expect((await profileOf(other)).body).toMatchObject({ merchant: { id: other.handle }, api: { base_url: `http://localhost:3000/m/${other.handle}/api/agent/v1` } });
  });

  it('names the versions of ACP that are served, newest first', async () => {
    expect((await profileOf(shop)).body).toMatchObject({ acp: { versions: SUPPORTED_VERSIONS } });
  });

  it("names the orchestrator's API, and in its manifest no operation that nothing answers", async () => {
    const Operation = z.object({ method: z.string(), path: z.string() });
    const Manifest = z.object({ capabilities: z.array(z.object({ name: z.string(), operations: z.array(Operation).min(1) })), payments: z.array(Operation).length(3) });
    const { rest_endpoint: base, manifest } = z.object({ rest_endpoint: z.string(), manifest: Manifest }).parse((await profileOf(shop)).body);
    expect(base).toBe(`http://localhost:3000/m/${shop.handle}/api/v1`);
    const match = createMatcher(endpoints);
    const operations = [...manifest.capabilities.flatMap((each) => each.operations), ...manifest.payments];
    const dead = operations.filter(({ method, path }) => !match(splitMerchantPrefix(new URL(base + path).pathname)?.rest ?? '')?.methods.has(method as 'POST'));
    expect(dead).toEqual([]);
    const paths = manifest.capabilities.filter(({ name }) => name === 'dev.ucp.shopping.checkout').flatMap((each) => each.operations.map(({ path }) => path));
    expect(paths).toEqual(['/checkout/execute', '/a2a/checkout']);
  });

  it('names no address that nothing answers', async () => {
    const { merchant, api, acp, wallet } = Profile.parse((await profileOf(shop)).body);
    const urls = [merchant.logo, wallet.oauth_metadata, ...[api, acp, wallet].flatMap(({ base_url, endpoints: paths }) => Object.values(paths).map((path) => base_url + path))];
    const match = createMatcher(endpoints);
    const dead = urls.filter((url) => {
      const { pathname } = new URL(url.replace('{payment_id}', 'pay_1'));
      const path = splitMerchantPrefix(pathname)?.rest ?? pathname;
      return match(path) === null;
    });
    expect(urls.length).toBeGreaterThan(8);
    expect(dead).toEqual([]);
  });

  it('may be kept for a minute, and is 304 for one who has it', async () => {
    const first = await profileOf(shop);
    expect(first.headers.get('cache-control')).toBe('public, max-age=60');
    expect(first.headers.get('vary')).toBe('x-merchant-handle');
    expect((await profileOf(shop, { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
  });
});

describe('the logo', () => {
  it.each([
    ['Regal Moose', 'RM'],
    ['Au Comptoir à Pâtons', 'AC'],
    ['<script>alert(1)</script>', 'SA'],
    ['éclair', 'É'],
    ['""', ''],
  ])('of %s is its initials, and no markup of it', (name, initials) => {
    const drawn = drawLogo(name);
    expect(drawn).toContain(`>${initials}</text>`);
    expect(drawn).not.toContain('script');
  });
});
