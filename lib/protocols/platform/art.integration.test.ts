import { beforeAll, describe, expect, it } from 'vitest';
import { runEndpointOn } from '@/lib/entrance/run';
import { artPath } from '@/lib/menu';
import { makeSwedishShop, type SwedishShop } from '@/lib/testing/swedish-shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getArt } from './art';

let ctx: TestCtx;
let shop: SwedishShop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeSwedishShop(ctx);
});

const get = (file: string, { handle = shop.handle, headers = {} }: { handle?: string; headers?: Record<string, string> } = {}): Promise<Response> =>
  runEndpointOn(ctx, getArt, new Request('http://localhost:3000/art', { headers }), { handle, file }, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });

describe('GET /art/{handle}/{sku}.svg', () => {
  it('is the same picture each time, may be kept and asked after', async () => {
    const [first, second] = [await get('PZ-SKI.svg'), await get('PZ-SKI.svg')];
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('image/svg+xml');
    expect(first.headers.get('cache-control')).toBe('public, max-age=3600');
    const etag = first.headers.get('etag') ?? '';
    expect(await second.text()).toBe(await first.text());
    expect((await get('PZ-SKI.svg', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('runs nothing where it is opened as a page, and other pages may show it', async () => {
    const { headers } = await get('PZ-SKI.svg');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it('is there for what is sold out', async () => expect((await get('PZ-SLUT.svg')).status).toBe(200));

  it.each(['DR-LIN.svg', 'PZ-NONE.svg', 'PZ-SKI', 'PZ-SKI.png', '.svg', ' PZ-SKI.svg', "' or 1=1 --.svg"])('is not there for %j', async (file) => expect((await get(file)).status).toBe(404));
  it('is not there under another merchant, nor under an id', async () => {
    for (const handle of ['regal-moose', shop.merchantId, '']) expect((await get('PZ-SKI.svg', { handle })).status).toBe(404);
  });

  it('has an address for pizzas alone, whatever their sku', () => {
    expect(artPath({ handle: 'x-y', sku: 'PZ 1/2', itemType: 'pizza' })).toBe('/art/x-y/PZ%201%2F2.svg');
    expect(artPath({ handle: 'x-y', sku: 'DR-1', itemType: 'drink' })).toBeNull();
  });
});
