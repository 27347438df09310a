import { beforeAll, describe, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { accessTokenOf, callEndpoint, type EndpointCall, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getProduct, getProducts } from './index';

let ctx: TestCtx;
let shop: Shop;

type Sold = { id: string; name: string; description?: string; category?: string; amount: bigint; stock?: bigint | null };

/** In the merchant's order: one after the other, each a second younger. */
const GOODS: readonly Sold[] = [
  { id: 'pates', name: 'Pâtes fraîches', description: 'Made each morning.', category: 'pasta', amount: 900n, stock: null },
  { id: 'tea-pot', name: 'Teapot', description: "Holds a litre; it's blue & white.", category: 'kitchen', amount: 4_500n, stock: 3n },
  { id: 'tea-green', name: 'Green tea, 250 g', description: 'From one hill.', category: 'pantry', amount: 1_200n, stock: 10n },
  { id: 'tea-black', name: 'Black tea, 250 g', description: 'Strong.', category: 'pantry', amount: 1_200n, stock: 0n },
  { id: 'a/b 100%', name: 'Odd \\ id', category: 'other', amount: 1n },
];

async function sell(merchant: Shop, goods: readonly Sold[], from = 0): Promise<void> {
  for (const [index, { id, name, amount, description = '', category = 'other', stock = 5n }] of goods.entries()) {
    ctx.clock.advance(1);
    await insertItem(ctx, { merchantId: merchant.merchantId, id, name, description, category, imagePath: null, amount, currency: 'CAD', stock }, from + index);
  }
}

/** A merchant that sells these, and nothing else. */
async function shopWith(goods: readonly Sold[]): Promise<Shop> {
  const made = await makeShop(ctx);
  await ctx.db.query({ name: 'test.empty', text: 'delete from item where merchant_id = $1', values: [made.merchantId] });
  await sell(made, goods);
  return made;
}

beforeAll(async () => {
  ctx = await testCtx();
  shop = await shopWith(GOODS);
});

type Listed = { products: Record<string, unknown>[]; next_cursor?: string };
type ListReply = Omit<EndpointReply, 'body'> & { body: Listed };

const ask = (more: EndpointCall = {}, of: Shop = shop): Promise<EndpointReply> =>
  callEndpoint(ctx, getProducts, { ...more, headers: { 'x-merchant-handle': of.handle, ...more.headers } });
const list = async (params: Record<string, string> = {}, of?: Shop): Promise<ListReply> => (await ask({ query: `?${new URLSearchParams(params).toString()}` }, of)) as unknown as ListReply;
const ids = async (params: Record<string, string> = {}, of?: Shop): Promise<unknown[]> => (await list(params, of)).body.products.map(({ id }) => id);
const one = (id: string, more: EndpointCall = {}): Promise<EndpointReply> =>
  callEndpoint(ctx, getProduct, { ...more, params: { id }, headers: { 'x-merchant-handle': shop.handle, ...more.headers } });

const ALL = GOODS.map(({ id }) => id);

describe('the list', () => {
  it("is the merchant's own order, open to anyone, and the same for an agent that may browse", async () => {
    expect(await ids()).toEqual(ALL);
    const agent = await makeAgent(ctx);
    expect((await ask({ token: await accessTokenOf(ctx, agent.agentId) })).body).toEqual((await ask()).body);
    const blind = await accessTokenOf(ctx, agent.agentId, { scopes: ['create_cart'] });
    expect(await ask({ token: blind })).toMatchObject({ status: 403, body: { error: 'insufficient_scope', scope: 'browse_products' } });
  });

  it('tells of each product what every wire calls it, its price in major units, and what is left', async () => {
    const { body } = await list();
    expect(body.products[1]).toEqual({
      id: 'tea-pot', name: 'Teapot', description: "Holds a litre; it's blue & white.", category: 'kitchen', price: '45.00', currency: 'CAD', stock: 3, available: true,
      url: `http://localhost:3000/m/${shop.handle}/api/agent/v1/products/tea-pot`,
    });
    expect(body.products[0]).toMatchObject({ stock: null, available: true });
    expect(body.products[3]).toMatchObject({ stock: 0, available: false });
  });

  it.each([
    ['a word of a name', { q: 'teapot' }, ['tea-pot']],
    ['the beginning of words, in any order', { q: '250 te' }, ['tea-green', 'tea-black']],
    ['a word without its accents, and in capitals', { q: 'PATES' }, ['pates']],
    ['a word with accents', { q: 'fraîches' }, ['pates']],
    ['a word of a description', { q: 'hill' }, ['tea-green']],
    ['a category', { q: 'kitchen' }, ['tea-pot']],
    ['an id', { q: 'tea-black' }, ['tea-black']],
    ['every word, not one of them', { q: 'green black' }, []],
    ['the inside of a word', { q: 'otter' }, []],
    ['what would be an operator', { q: "green | black & !blue <-> 'tea':* \\" }, []],
    ['signs alone', { q: '%_\'"!' }, []],
    ['a category by its name', { category: 'pantry' }, ['tea-green', 'tea-black']],
    ['a price from', { min_price: '12' }, ['tea-pot', 'tea-green', 'tea-black']],
    ['a price to, inclusive', { max_price: '12.00' }, ['pates', 'tea-green', 'tea-black', 'a/b 100%']],
    ['a price range', { min_price: '9', max_price: '11.99' }, ['pates']],
    ['what can be bought', { in_stock: 'true', q: 'tea' }, ['tea-pot', 'tea-green']],
    ['what is sold out', { in_stock: 'false' }, ['tea-black']],
    ['everything at once', { q: 'tea', category: 'pantry', min_price: '1', max_price: '20', in_stock: 'true', sort: 'price_asc' }, ['tea-green']],
    ['camelCase too', { minPrice: '45' }, ['tea-pot']],
  ])('finds by %s', async (_name, params, expected) => expect(await ids(params)).toEqual(expected));

  it.each([
    ['position', ALL],
    ['price_asc', ['a/b 100%', 'pates', 'tea-black', 'tea-green', 'tea-pot']],
    ['price_desc', ['tea-pot', 'tea-green', 'tea-black', 'pates', 'a/b 100%']],
    ['name', ['tea-black', 'tea-green', 'a/b 100%', 'pates', 'tea-pot']],
    ['newest', ALL.toReversed()],
  ])('is ordered by %s, and paged in that order', async (sort, expected) => {
    expect(await ids({ sort })).toEqual(expected);
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body, headers } = await list({ sort, limit: '2', ...(cursor === undefined ? {} : { cursor }) });
      expect(body.products.length).toBeLessThanOrEqual(2);
      seen.push(...body.products.map(({ id }) => id));
      cursor = body.next_cursor;
      const link = headers.get('link');
      if (cursor === undefined) expect(link).toBeNull();
      else expect(new URL(/^<(.+)>; rel="next"$/.exec(link ?? '')?.[1] ?? '').searchParams.get('cursor')).toBe(cursor);
    } while (cursor !== undefined);
    expect(seen).toEqual(expected);
  });

  it('shows each product once though others come and go between two pages, the last one shown too', async () => {
    const growing = await shopWith([{ id: 'b', name: 'B', amount: 2n }, { id: 'd', name: 'D', amount: 4n }, { id: 'f', name: 'F', amount: 6n }]);
    const first = await list({ sort: 'price_asc', limit: '2' }, growing);
    await sell(growing, [{ id: 'a', name: 'A', amount: 1n }, { id: 'e', name: 'E', amount: 5n }], 3);
    await ctx.db.query({ name: 'test.gone', text: `delete from item where merchant_id = $1 and id = 'd'`, values: [growing.merchantId] });
    expect(await ids({ sort: 'price_asc', cursor: first.body.next_cursor ?? '' }, growing)).toEqual(['e', 'f']);
  });

  it.each([
    ['q', ''], ['q', '   '], ['q', 'x'.repeat(201)], ['q', 'a\0b'], ['category', ''], ['min_price', ''], ['min_price', '-1'], ['min_price', '1.005'], ['min_price', '1e2'], ['min_price', '1,5'],
    ['max_price', 'NaN'], ['max_price', '9999999999999999'], ['in_stock', '1'], ['sort', 'amount'], ['limit', '0'], ['limit', '101'], ['limit', '1.5'], ['limit', 'all'],
    ['cursor', ''], ['cursor', 'tea-pot'], ['cursor', 'WyJwb3NpdGlvbiIsIngiLCJ5Il0'], ['order', 'price'],
  ])('refuses %s=%j and names it', async (name, value) => {
    const reply = await ask({ query: `?${new URLSearchParams({ [name]: value }).toString()}` });
    expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request', message: expect.any(String), next_step: expect.any(String) } });
    if (!value.includes('\0')) expect(reply.body.param).toBe(`$.${name}`);
  });

  it('refuses a parameter that comes twice, a range upside down, and the cursor of another order', async () => {
    expect(await ask({ query: '?q=tea&q=pot' })).toMatchObject({ status: 400, body: { param: '$.q' } });
    expect(await ask({ query: '?min_price=2&max_price=1' })).toMatchObject({ status: 400, body: { param: '$.min_price' } });
    const { body } = await list({ sort: 'name', limit: '1' });
    expect(await ask({ query: `?sort=newest&cursor=${body.next_cursor ?? ''}` })).toMatchObject({ status: 400, body: { param: '$.cursor' } });
  });

  it('searches by its index', async () => {
    const plan = await ctx.db.transaction(async (tx) => {
      await tx.query({ name: 'test.no-scan', text: 'set local enable_seqscan = off', values: [] });
      return tx.query<{ 'QUERY PLAN': string }>({
        name: 'test.explain',
        text: `explain select id from item where to_tsvector('simple', search_text(id || ' ' || name || ' ' || category || ' ' || description))
                 @@ to_tsquery('simple', search_text('''tea'':*'))`,
        values: [],
      });
    });
    expect(JSON.stringify(plan)).toContain('item_search');
  });
});

describe('one product', () => {
  it('is what the list says of it, whatever is in its id', async () => {
    for (const listed of (await list()).body.products) {
      const reply = await one(String(listed.id));
      expect(reply).toMatchObject({ status: 200, body: { merchant_id: shop.handle, ...listed } });
      expect(new URL(String(listed.url)).pathname).toBe(`/m/${shop.handle}/api/agent/v1/products/${encodeURIComponent(String(listed.id))}`);
    }
  });

  it("is 404 when it is unknown, another merchant's or no longer for sale, in the same words", async () => {
    const other = await shopWith([{ id: 'theirs', name: 'Theirs', amount: 1n }, { id: 'gone', name: 'Gone', amount: 1n }]);
    await ctx.db.query({ name: 'test.withdraw', text: `update item set available = false where merchant_id = $1 and id = 'gone'`, values: [other.merchantId] });
    const unknown = await one('nothing');
    expect(unknown).toMatchObject({ status: 404, body: { error: 'not_found', next_step: expect.any(String) } });
    expect((await one('theirs')).body).toEqual(unknown.body);
    expect((await one('gone', { headers: { 'x-merchant-handle': other.handle } })).body).toEqual(unknown.body);
  });
});

describe('JSON-LD', () => {
  const linked = { headers: { accept: 'application/ld+json' } };

  it("is schema.org's Product with an Offer in major units and its availability", async () => {
    const { headers, body } = await one('tea-black', linked);
    expect(headers.get('content-type')).toBe('application/ld+json');
    const url = `http://localhost:3000/m/${shop.handle}/api/agent/v1/products/tea-black`;
    expect(body).toEqual({
      '@context': 'https://schema.org', '@type': 'Product', '@id': url, url, sku: 'tea-black', name: 'Black tea, 250 g', description: 'Strong.', category: 'pantry',
      offers: {
        '@type': 'Offer', url, price: '12.00', priceCurrency: 'CAD', availability: 'https://schema.org/OutOfStock', seller: { '@type': 'Organization', name: 'Test shop' },
      },
    });
  });

  it('is an ItemList for the list, filtered and paged like it', async () => {
    const { body } = await ask({ ...linked, query: '?q=tea&limit=2' });
    expect(body).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'ItemList',
      numberOfItems: 2,
      itemListElement: [
        { '@type': 'ListItem', position: 1, item: { '@type': 'Product', sku: 'tea-pot', offers: { availability: 'https://schema.org/InStock' } } },
        { '@type': 'ListItem', position: 2, item: { '@type': 'Product', sku: 'tea-green' } },
      ],
    });
  });

  it.each([
    ['application/ld+json, application/json;q=0.9', true],
    ['Application/LD+JSON; charset=utf-8', true],
    ['application/json, application/ld+json;q=0.5', false],
    ['application/ld+json;q=0', false],
    ['application/json', false],
    ['*/*', false],
    ['application/ld+json-seq', false],
  ])('is answered to Accept: %s: %s', async (accept, expected) => {
    expect((await ask({ headers: { accept } })).headers.get('content-type')).toBe(expected ? 'application/ld+json' : 'application/json');
  });
});

describe('caching', () => {
  it('is allowed for half a minute, depends on what may name the merchant, and is 304 while nothing changed', async () => {
    const first = await ask();
    expect(first.headers.get('cache-control')).toBe('public, max-age=30');
    expect(first.headers.get('vary')).toBe('accept, authorization, origin, x-merchant-handle');
    const etag = first.headers.get('etag') ?? '';
    expect(await ask({ headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: {} });
    expect((await ask({ headers: { 'if-none-match': etag, accept: 'application/ld+json' } })).status).toBe(200);
    await ctx.db.query({ name: 'test.sell-one', text: `update item set stock = stock - 1 where merchant_id = $1 and id = 'tea-pot'`, values: [shop.merchantId] });
    expect((await ask({ headers: { 'if-none-match': etag } })).status).toBe(200);
  });
});
