import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertItem } from '@/lib/catalog';
import { consumers } from '@/lib/jobs/consumers';
import { relayBatch } from '@/lib/jobs/relay';
import { insertMerchant } from '@/lib/merchant';
import { newUuid, randomToken } from '@/lib/kernel/id';
import type { Ctx, ProductFeedPort } from '@/lib/ports';
import { officialFaults, officialSchemasAreHere } from '@/lib/protocols/acp/official-schemas';
import { startFeedReceiver, type FeedReceiver } from '@/lib/testing/feed-receiver';
import { buyItems, makeAgent, makeShop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadFeed, publishEverything, queueDueFeeds, removeFeedTarget, setFeedTarget } from './index';

let ctx: TestCtx;
let receiver: FeedReceiver;
let merchantId: string;

beforeEach(async () => {
  ctx = await testCtx();
  receiver = await startFeedReceiver();
  merchantId = await shopWith(3);
});

// Every payload is what the official schema allows, whatever the test is about.
afterEach(async () => {
  await receiver.close();
  await removeFeedTarget(ctx, merchantId);
  if (!officialSchemasAreHere) return;
  for (const { method, body } of receiver.calls) {
    expect(await officialFaults('2026-04-17', method === 'POST' ? 'feed:CreateFeedRequest' : 'feed:UpsertProductsRequest', body)).toEqual([]);
  }
});

/** A shop of `item-001`, `item-002` and so on, each with ten in stock. */
async function shopWith(count: number): Promise<string> {
  const id = newUuid();
  await insertMerchant(
    ctx,
    {
      id, handle: `feed-${id.slice(0, 8)}`, name: 'Feed shop', description: '', currency: 'CAD', country: 'CA', timeZone: 'America/Toronto', supportEmail: 'a@shop.example',
      verifiedDomain: null, fulfillmentKind: 'shipping', pickupLocation: null,
    },
    randomToken('whsec_'),
  );
  for (let n = 1; n <= count; n++) await addItem(id, n);
  return id;
}

const nameOf = (n: number): string => `item-${String(n).padStart(3, '0')}`;
const addItem = (of: string, n: number): Promise<void> =>
  insertItem(ctx, { merchantId: of, id: nameOf(n), name: `Item ${n}`, description: '', category: 'goods', imagePath: null, currency: 'CAD', amount: BigInt(n * 100), stock: 10n }, n);

const set = (secret: string | null = 'the-secret'): Promise<void> => setFeedTarget(ctx, { merchantId, url: receiver.url, secret });
const change = (sql: string, id: string): Promise<unknown> => ctx.pool.query(`update item set ${sql} where merchant_id = $1 and id = $2`, [merchantId, id]);

/** What the worker does: the job promises what is due, the relay keeps it. Until nothing is promised any more. */
async function work(on: Ctx = ctx): Promise<void> {
  await queueDueFeeds(on);
  while ((await relayBatch(on, consumers)) > 0);
}

const published = (feedId = 'feed_1') => [...(receiver.feeds.get(feedId)?.values() ?? [])];
const offers = (feedId?: string) => published(feedId).map(({ id, variants }) => [id, (variants[0]?.price as { amount: number }).amount, (variants[0]?.availability as { status: string }).status]);
const patches = () => receiver.calls.filter(({ method }) => method === 'PATCH');
const idsIn = ({ body }: { body: unknown }): string[] => (body as { products: { id: string }[] }).products.map(({ id }) => id);
const view = async () => {
  const feed = await loadFeed(ctx, merchantId);
  if (!feed) throw new Error('no target');
  return feed;
};

describe('a target that is set', () => {
  it('gets a feed of its own and the whole catalogue, in batches, with its secret', async () => {
    merchantId = await shopWith(230);
    await set();
    await work();
    expect(receiver.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /acp/feeds', ...Array<string>(3).fill('PATCH /acp/feeds/feed_1/products')]);
    expect(receiver.calls[0]).toMatchObject({ body: { target_country: 'CA' }, headers: { authorization: 'Bearer the-secret', 'api-version': '2026-04-17' } });
    expect(patches().map((patch) => idsIn(patch).length)).toEqual([100, 100, 30]);
    expect(patches().flatMap(idsIn)).toEqual(Array.from({ length: 230 }, (_, index) => nameOf(index + 1)));
    expect(await view()).toMatchObject({ feedId: 'feed_1', status: 'active', waitingCount: 0, lastRun: { acceptedCount: 230, refusedCount: 0, endedAt: ctx.clock.now() }, error: null, nextTryAt: null });
  });

  it('without a secret is sent none', async () => {
    await set(null);
    await work();
    expect(receiver.calls.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('does not hear of what is not for sale', async () => {
    await change('available = false', nameOf(2));
    await set();
    await work();
    expect(published().map(({ id }) => id)).toEqual([nameOf(1), nameOf(3)]);
  });

  it('set again, starts over with another feed; what was under way for the old one is recorded for none', async () => {
    await set();
    await work();
    const other = await startFeedReceiver();
    await setFeedTarget(ctx, { merchantId, url: other.url, secret: null });
    await work();
    expect([...(other.feeds.get('feed_1')?.keys() ?? [])]).toEqual([1, 2, 3].map(nameOf));
    await set();
    await work();
    expect(published('feed_2').map(({ id }) => id)).toEqual([1, 2, 3].map(nameOf));
    expect((await view()).feedId).toBe('feed_2');
    await other.close();
  });

  it('and changed while a call to the old one is under way, is published to whole', async () => {
    await set();
    const slow: ProductFeedPort = {
      ...ctx.ports.productFeed,
      upsert: async (...call) => {
        const answer = await ctx.ports.productFeed.upsert(...call);
        await set(); // the owner was quicker than the answer
        return answer;
      },
    };
    await queueDueFeeds(ctx);
    expect(await relayBatch({ ...ctx, ports: { ...ctx.ports, productFeed: slow } }, consumers)).toBe(1);
    expect((await view()).waitingCount).toBe(3);
    await work();
    expect(published('feed_2')).toHaveLength(3);
  });

  it('removed, is told nothing more', async () => {
    await set();
    await removeFeedTarget(ctx, merchantId);
    await work();
    expect(receiver.calls).toEqual([]);
    expect(await loadFeed(ctx, merchantId)).toBeNull();
  });
});

describe('an item that changes', () => {
  beforeEach(async () => {
    await set();
    await work();
    receiver.calls.length = 0;
  });

  it.each([
    ['its price', 'amount = 777', [[nameOf(1), 777, 'in_stock']]],
    ['being sold out', 'stock = 0', [[nameOf(1), 100, 'out_of_stock']]],
    ['leaving the shop', 'available = false', [[nameOf(1), 100, 'discontinued']]],
    ['its words', `name = 'Another'`, [[nameOf(1), 100, 'in_stock']]],
  ])('is sent by itself: %s', async (_name, sql, told) => {
    await change(sql, nameOf(1));
    await work();
    expect(patches().map(idsIn)).toEqual([[nameOf(1)]]);
    expect(offers('feed_1').filter(([id]) => id === nameOf(1))).toEqual(told);
  });

  it('in nothing that a feed tells of is not sent: a piece that was sold, a place in the list', async () => {
    await change('stock = stock - 1', nameOf(1));
    await change('sort_order = 99', nameOf(1));
    await work();
    expect(receiver.calls).toEqual([]);
  });

  it('several times is sent once, as it is now', async () => {
    for (const amount of [1, 2, 3]) await change(`amount = ${amount}`, nameOf(1));
    await work();
    expect(patches()).toHaveLength(1);
    expect(offers()[0]).toEqual([nameOf(1), 3, 'in_stock']);
  });

  it('while it is sent, is sent again', async () => {
    await change('amount = 1', nameOf(1));
    const racing: ProductFeedPort = {
      ...ctx.ports.productFeed,
      upsert: async (...call) => {
        const answer = await ctx.ports.productFeed.upsert(...call);
        if (patches().length === 1) await change('amount = 2', nameOf(1));
        return answer;
      },
    };
    await work({ ...ctx, ports: { ...ctx.ports, productFeed: racing } });
    expect(patches()).toHaveLength(2);
    expect(offers()[0]).toEqual([nameOf(1), 2, 'in_stock']);
  });

  it('in a transaction that commits after a later one, is sent all the same', async () => {
    const slow = await ctx.pool.connect();
    try {
      await slow.query('begin');
      await slow.query('update item set amount = 5 where merchant_id = $1 and id = $2', [merchantId, nameOf(1)]);
      await change('amount = 6', nameOf(2));
      await work();
      expect(patches().map(idsIn)).toEqual([[nameOf(2)]]);
      await slow.query('commit');
      await work();
      expect(patches().map(idsIn)).toEqual([[nameOf(2)], [nameOf(1)]]);
    } finally {
      slow.release();
    }
  });

  it('and one that is new are sent when they come', async () => {
    await addItem(merchantId, 4);
    await work();
    expect(patches().map(idsIn)).toEqual([[nameOf(4)]]);
  });
});

describe('a purchase', () => {
  it('tells the feed only when it takes the last one', async () => {
    const shop = await makeShop(ctx);
    await setFeedTarget(ctx, { merchantId: shop.merchantId, url: receiver.url, secret: null });
    await work();
    const agent = await makeAgent(ctx);
    const before = patches().length;
    await buyItems(ctx, shop, agent, [{ id: 'tea', quantity: 1 }]);
    await work();
    expect(patches()).toHaveLength(before);
    await buyItems(ctx, shop, agent, [{ id: 'last', quantity: 1 }]);
    await work();
    expect(patches().slice(before).map(idsIn)).toEqual([['last']]);
    await removeFeedTarget(ctx, shop.merchantId);
  });
});

describe('a target that fails', () => {
  it('with 500, then 429 and Retry-After, then 200: is asked again when its time has come, and nothing is lost', async () => {
    receiver.replies.push({ status: 201, body: { id: 'feed_1' } }, { status: 500 }, { status: 429, headers: { 'retry-after': '120' } });
    await set();
    await work();
    expect(await view()).toMatchObject({ status: 'active', waitingCount: 3, error: { status: 500, code: 'http_500' } });
    const again = (await view()).nextTryAt?.getTime() ?? 0;
    expect((again - ctx.clock.now().getTime()) / 1000).toBeGreaterThanOrEqual(1);
    await work();
    expect(receiver.calls, 'not before its time').toHaveLength(2);
    ctx.clock.set(new Date(again));
    await work();
    expect(await view()).toMatchObject({ error: { status: 429 }, nextTryAt: new Date(again + 120_000) });
    ctx.clock.set(new Date(again + 119_999));
    await work();
    expect(receiver.calls).toHaveLength(3);
    ctx.clock.set(new Date(again + 120_000));
    receiver.replies.push({ status: 200, body: { id: 'feed_1', accepted: true } });
    await work();
    expect(idsIn(receiver.calls[3] ?? { body: {} })).toEqual([1, 2, 3].map(nameOf));
    expect(await view()).toMatchObject({ waitingCount: 0, error: null, nextTryAt: null, lastRun: { acceptedCount: 3, refusedCount: 0 } });
  });

  it('to be reached at all is tried again', async () => {
    await set();
    await receiver.close();
    await work();
    expect(await view()).toMatchObject({ status: 'active', waitingCount: 3, feedId: null, error: { status: null, code: 'unreachable' } });
    expect((await view()).nextTryAt).not.toBeNull();
    receiver = await startFeedReceiver();
  });

  it('with 401 is stopped until its owner goes on', async () => {
    receiver.replies.push({ status: 401, body: { type: 'invalid_request', code: 'unauthorized', message: 'Who are you?' } });
    await set();
    await work();
    expect(await view()).toMatchObject({ status: 'stopped', waitingCount: 3, error: { status: 401, code: 'unauthorized', message: 'Who are you?' }, nextTryAt: null });
    ctx.clock.advance(86_400);
    await work();
    expect(receiver.calls).toHaveLength(1);
    expect(await publishEverything(ctx, merchantId)).toBe(true);
    await work();
    expect(published()).toHaveLength(3);
    expect(await view()).toMatchObject({ status: 'active', error: null });
  });

  it('to know its feed gets another one and everything', async () => {
    await set();
    await work();
    receiver.forget();
    await change('amount = 1', nameOf(1));
    await work();
    expect(await view()).toMatchObject({ feedId: null, error: { status: 404, code: 'feed_not_found' } });
    ctx.clock.advance(10);
    await work();
    expect(published('feed_2').map(({ id }) => id)).toEqual([1, 2, 3].map(nameOf));
  });

  it('at an address that may never be asked is stopped, and nothing leaves', async () => {
    await setFeedTarget(ctx, { merchantId, url: 'https://10.0.0.1/acp', secret: 's' });
    await work();
    expect(await view()).toMatchObject({ status: 'stopped', error: { status: null, message: 'forbidden_address' } });
  });
});

describe('an item that the target does not take', () => {
  it('is found out, kept with the answer, and holds nothing else up', async () => {
    merchantId = await shopWith(20);
    receiver.disliked.add(nameOf(7)).add(nameOf(13));
    await set();
    await work();
    expect(published()).toHaveLength(18);
    const feed = await view();
    expect(feed).toMatchObject({ status: 'active', waitingCount: 0, refusedCount: 2, error: null, lastRun: { acceptedCount: 18, refusedCount: 2 } });
    expect(feed.refusals).toEqual(
      [7, 13].map((n) => ({ itemId: nameOf(n), itemName: `Item ${n}`, status: 400, code: 'invalid_product_payload', message: 'products[0]: This is not sold here.', at: ctx.clock.now() })),
    );
    receiver.calls.length = 0;
    ctx.clock.advance(3_600);
    await work();
    expect(receiver.calls, 'it is not sent again as it is').toEqual([]);
    receiver.disliked.clear();
    await change('amount = 1', nameOf(7));
    await work();
    expect((await view()).refusals.map(({ itemId }) => itemId)).toEqual([nameOf(13)]);
  });

  it('may be told by 200 and accepted: false', async () => {
    merchantId = await shopWith(1);
    receiver.replies.push({ status: 201, body: { id: 'feed_1' } }, { status: 200, body: { id: 'feed_1', accepted: false } });
    await set();
    await work();
    expect(await view()).toMatchObject({ waitingCount: 0, refusals: [{ status: 200, code: 'not_accepted' }] });
  });
});

describe('a process that dies', () => {
  /** Dies, as far as the database can tell, when the target has answered. */
  const dyingAfter = (call: keyof ProductFeedPort): Ctx => {
    const dies = async (work: Promise<unknown>): Promise<never> => {
      await work;
      throw new Error('died');
    };
    const { productFeed } = ctx.ports;
    return { ...ctx, ports: { ...ctx.ports, productFeed: { ...productFeed, [call]: (...given: never[]) => dies((productFeed[call] as (...args: never[]) => Promise<unknown>)(...given)) } } };
  };

  it('between the upsert and its record leaves it to be sent again: nothing is lost', async () => {
    await set();
    await queueDueFeeds(ctx);
    expect(await relayBatch(dyingAfter('upsert'), consumers)).toBe(1);
    expect(await view()).toMatchObject({ waitingCount: 3, lastRun: null });
    ctx.clock.advance(60);
    await work();
    expect(patches().map(idsIn)).toEqual(Array.from({ length: 2 }, () => [1, 2, 3].map(nameOf)));
    expect(await view()).toMatchObject({ waitingCount: 0, lastRun: { acceptedCount: 3 } });
  });

  it('between making the feed and its record asks with the same key, so that a target that heeds it makes one', async () => {
    await set();
    await queueDueFeeds(ctx);
    await relayBatch(dyingAfter('create'), consumers);
    ctx.clock.advance(60);
    await work();
    const keys = receiver.calls.filter(({ method }) => method === 'POST').map(({ headers }) => headers['idempotency-key']);
    expect([keys.length, new Set(keys).size, receiver.feeds.size]).toEqual([2, 1, 1]);
  });
});
