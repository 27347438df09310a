import { startFeedReceiver, type FeedReceiver } from '@/lib/testing/feed-receiver';
import { officialFaults, officialSchemasAreHere } from '@/lib/protocols/acp/official-schemas';
import { call, must } from './fixtures/api';
import { queryAsOwner } from './fixtures/database';
import { until, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// The product feed on the wire: PUT /testing/feed-target, a platform on loopback, and the files that one fetches.

let receiver: FeedReceiver;
test.beforeEach(async () => {
  receiver = await startFeedReceiver();
});
test.afterEach(() => receiver.close());

/** The items of regal-moose. What is sold out is told too. */
const ITEMS = ['birch-soap', 'burr-grinder', 'cedar-candle', 'espresso-beans', 'maple-syrup', 'moose-mug', 'trail-guide', 'wool-blanket', 'wool-socks'];
const WITHIN_MS = 20_000;

const setTarget = async ({ baseUrl, demo }: Server, url = receiver.url): Promise<void> =>
  void must(await call(baseUrl, { method: 'PUT', path: '/testing/feed-target', token: demo.operator.apiKey, body: { url } }), 200);
const published = () => receiver.feeds.get('feed_1') ?? new Map<string, never>();
const statusOf = (id: string): unknown => (published().get(id)?.variants[0]?.availability as { status?: string } | undefined)?.status;
const stock = async ({ dataDir }: Server, id: string, left: number): Promise<void> => void (await queryAsOwner(dataDir, 'update item set stock = $2 where id = $1', [id, left]));

/** Every URL in a value of JSON. */
function urlsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:/.test(value) ? [value] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(urlsIn) : [];
}

test('a target that is set gets the catalogue, then each change of an item; every URL in it answers', async ({ server }) => {
  await setTarget(server);
  await until(WITHIN_MS, () => published().size === ITEMS.length, () => `published: ${[...published().keys()].join(', ')}`);
  expect([...published().keys()].toSorted()).toEqual(ITEMS);
  expect(published().get('birch-soap')?.variants[0]).toMatchObject({ id: 'birch-soap', price: { amount: 850, currency: 'CAD' }, availability: { available: true, status: 'in_stock' } });
  expect(statusOf('cedar-candle')).toBe('out_of_stock');
  if (officialSchemasAreHere) for (const product of published().values()) expect(await officialFaults('2026-04-17', 'feed:Product', product)).toEqual([]);
  const urls = new Set(urlsIn([...published().values()]));
  expect(urls.size).toBeGreaterThan(ITEMS.length);
  for (const url of urls) must(await call('', { path: url }), 200);

  const before = receiver.calls.length;
  await stock(server, 'cedar-candle', 5);
  await until(WITHIN_MS, () => statusOf('cedar-candle') === 'in_stock', () => 'the change did not arrive');
  await stock(server, 'cedar-candle', 0);
  await until(WITHIN_MS, () => statusOf('cedar-candle') === 'out_of_stock', () => 'the change did not arrive');
  expect(receiver.calls.slice(before).map(({ body }) => (body as { products: unknown[] }).products.length)).toEqual([1, 1]);
});

test('a target that fails is tried again until it takes everything', async ({ server }) => {
  receiver.replies.push({ status: 500 }, { status: 201, body: { id: 'feed_1' } }, { status: 429, headers: { 'retry-after': '1' } });
  await setTarget(server);
  await until(WITHIN_MS, () => receiver.replies.length === 0, () => 'it was not tried again');
  await until(WITHIN_MS, () => receiver.calls.length >= 4, () => 'it was not tried again');
  expect((receiver.calls.at(-1)?.body as { products: unknown[] }).products).toHaveLength(ITEMS.length);
});

test('the target is for the operator to set, and takes an address that may be asked', async ({ server: { baseUrl, demo } }) => {
  const put = (token: string | undefined, body: object) => call(baseUrl, { method: 'PUT', path: '/testing/feed-target', body, ...(token !== undefined && { token }) });
  must(await put(undefined, { url: receiver.url }), 401);
  for (const body of [{}, { url: 'nowhere' }, { url: 'http://10.0.0.1/' }, { url: 'file:///etc/passwd' }, { url: receiver.url, more: 1 }]) must(await put(demo.operator.apiKey, body), 400);
  expect(receiver.calls).toEqual([]);
});

test('the files hold the same products, for whoever fetches them', async ({ server: { baseUrl } }) => {
  const metadata = must(await call(baseUrl, { path: '/m/regal-moose/feed/metadata.json' }), 200);
  expect(metadata.body).toMatchObject({ id: 'regal-moose', target_country: 'CA' });
  const file = must(await call(baseUrl, { path: '/m/regal-moose/feed/products.jsonl' }), 200);
  const products = file.text.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: string });
  expect(products.map(({ id }) => id)).toEqual(ITEMS);
  if (officialSchemasAreHere) for (const product of products) expect(await officialFaults('2026-04-17', 'feed:Product', product)).toEqual([]);
  must(await call(baseUrl, { path: '/m/regal-moose/feed/products.jsonl', headers: { 'if-none-match': file.headers.get('etag') ?? '' } }), 304);
  const pizzas = must(await call(baseUrl, { path: '/m/au-comptoir-a-patons/feed/products.jsonl' }), 200);
  expect(pizzas.text).toContain('"currency":"EUR"');
  expect(pizzas.text).not.toContain('birch-soap');
  expect(must(await call(baseUrl, { path: '/m/regal-moose/feed/nothing.json' }), 404).body).toMatchObject({ type: 'invalid_request', code: 'not_found' });
  must(await call(baseUrl, { path: '/m/no-such-merchant/feed/metadata.json' }), 404);
});
