import { beforeAll, describe, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { runEndpointOn } from '@/lib/entrance/run';
import type { Endpoint } from '@/lib/http/endpoint';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { officialFaults, officialSchemasAreHere } from '../official-schemas';
import { getFeedMetadata, getFeedProducts } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  await makeShop(ctx);
});

async function get(endpoint: Endpoint, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; text: string }> {
  const request = new Request(`http://localhost:3000${endpoint.path}`, { headers: { 'x-merchant-handle': shop.handle, ...headers } });
  const response = await runEndpointOn(ctx, endpoint, request, {}, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const products = async (): Promise<{ id: string }[]> => (await get(getFeedProducts)).text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { id: string });
const etagOf = async (endpoint: Endpoint): Promise<string> => (await get(endpoint)).headers.get('etag') ?? '';
const change = (sql: string, id: string): Promise<unknown> => ctx.pool.query(`update item set ${sql} where merchant_id = $1 and id = $2`, [shop.merchantId, id]);

describe('GET /feed/metadata.json', () => {
  it('names the feed, its market and when it changed last', async () => {
    const { status, headers, text } = await get(getFeedMetadata);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    const body = JSON.parse(text) as { id: string; updated_at: string };
    expect(body).toMatchObject({ id: shop.handle, target_country: 'CA' });
    if (officialSchemasAreHere) expect(await officialFaults('2026-04-17', 'feed:FeedMetadata', body)).toEqual([]);
  });
});

describe('GET /feed/products.jsonl', () => {
  it("has one Product on each line, everything that this merchant has for sale and nothing of another's", async () => {
    const lines = await products();
    expect(lines.map(({ id }) => id)).toEqual(['last', 'tea']);
    if (officialSchemasAreHere) for (const line of lines) expect(await officialFaults('2026-04-17', 'feed:Product', line)).toEqual([]);
    expect((await get(getFeedProducts)).headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
  });

  it('is whole however large it is', async () => {
    const large = await makeShop(ctx);
    for (let n = 0; n < 1_200; n++) {
      await insertItem(ctx, { merchantId: large.merchantId, id: `n${n}`, name: 'N', description: '', category: '', imagePath: null, currency: 'CAD', amount: 1n, stock: null }, n);
    }
    const { text } = await get(getFeedProducts, { 'x-merchant-handle': large.handle });
    expect(new Set(text.split('\n').filter(Boolean)).size).toBe(1_202);
  });

  it.each<[string, string, string, boolean]>([
    ['a price', 'amount = amount + 1', 'tea', true],
    ['an item that is sold out', 'stock = 0', 'last', true],
    ['an item that left the shop', 'available = false', 'last', true],
    ['a piece that was sold', 'stock = stock - 1', 'tea', false],
  ])('is another by %s: validator moved, 304 otherwise', async (_name, sql, id, moves) => {
    const [before, ofMetadata] = [await etagOf(getFeedProducts), await etagOf(getFeedMetadata)];
    expect((await get(getFeedProducts, { 'if-none-match': before })).status).toBe(304);
    await change(sql, id);
    const after = await get(getFeedProducts, { 'if-none-match': before });
    expect([after.status, after.text === '']).toEqual(moves ? [200, false] : [304, true]);
    expect((await etagOf(getFeedMetadata)) !== ofMetadata).toBe(moves);
  });

  it('leaves out what is not for sale', async () => expect((await products()).map(({ id }) => id)).toEqual(['tea']));
});
