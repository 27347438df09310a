import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayIn } from '@/lib/kernel/day';
import { buyItems, BUYER, makeAgent, makeShop, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadMerchantOrders, type OrderFilter } from './index';

let ctx: TestCtx;
let agent: TestAgent;
let shop: Shop;
let [first, second, elsewhere]: string[] = [];

beforeAll(async () => {
  ctx = await testCtx();
  agent = await makeAgent(ctx);
  shop = await makeShop(ctx);
  first = await buyItems(ctx, shop, agent);
  second = await buyItems(ctx, shop, agent, undefined, { capture: false });
  elsewhere = await buyItems(ctx, await makeShop(ctx), agent);
});

const found = async (filter: OrderFilter): Promise<string[]> => (await loadMerchantOrders(ctx, { merchantId: shop.merchantId, filter })).orders.map(({ id }) => id);

describe('the orders of a merchant', () => {
  it('are all of its own, newest first', async () => {
    expect(await found({})).toEqual([second, first]);
  });

  it('are found by state and by wire', async () => {
    expect(await found({ status: 'authorized' })).toEqual([second]);
    expect(await found({ status: 'captured' })).toEqual([first]);
    expect(await found({ status: 'return_requested' })).toEqual([]);
    expect(await found({ wire: 'acp', status: 'captured' })).toEqual([first]);
    expect(await found({ wire: 'sacp' })).toEqual([]);
  });

  it('are found by the days of the store’s own calendar, both included', async () => {
    const today = dayIn('America/Toronto', ctx.clock.now());
    expect(await found({ from: today, until: today })).toEqual([second, first]);
    expect(await found({ from: addDays(today, 1) })).toEqual([]);
    expect(await found({ until: addDays(today, -1) })).toEqual([]);
  });

  it('are found by number, by id and by the beginning of the buyer’s name or address, in any case', async () => {
    const { orders } = await loadMerchantOrders(ctx, { merchantId: shop.merchantId });
    expect(await found({ search: `#${orders[0]?.number ?? ''}` })).toEqual([second]);
    expect(await found({ search: orders[1]?.number })).toEqual([first]);
    expect(await found({ search: first })).toEqual([first]);
    expect(await found({ search: BUYER.email.slice(0, 5).toUpperCase() })).toEqual([second, first]);
    expect(await found({ search: 'ada te', status: 'captured' })).toEqual([first]);
  });

  it.each(['%', '_da', '\\', "'; drop table purchase_order; --", '9'.repeat(18), '#', '\u{10ffff}', 'ADA\u0001'])('looks for %j as it stands', async (search) => {
    expect(await found({ search })).toEqual([]);
  });

  it('never finds another merchant’s', async () => {
    expect(await found({ search: elsewhere })).toEqual([]);
  });

  it('come a page at a time', async () => {
    const newest = await loadMerchantOrders(ctx, { merchantId: shop.merchantId });
    expect(newest.nextCursor).toBeNull();
    const { orders } = await loadMerchantOrders(ctx, { merchantId: shop.merchantId, cursor: newest.orders[0]?.number, filter: { search: 'ada' } });
    expect(orders.map(({ id }) => id)).toEqual([first]);
  });
});
