import { beforeAll, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/kernel/clock';
import { addDays, dayIn } from '@/lib/kernel/day';
import type { Ctx } from '@/lib/ports';
import { buyPickup, makeHungryAgent, makeKitchen, openPickup, quotePickup } from '@/lib/testing/kitchen';
import { buyItems, makeAgent, makeShop, payWith, tokenFor, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadSales, type Sales } from './index';

const DAY = 86_400;
const ZONE = 'America/Toronto';
let ctx: TestCtx;
let agent: TestAgent;

beforeAll(async () => {
  ctx = await testCtx();
  agent = await makeAgent(ctx);
});

const later = (days: number): Ctx => ({ ...ctx, clock: { now: () => addSeconds(ctx.clock.now(), days * DAY) } });
const told = ({ total, refunded, average, before, byAgents, countersigned }: Sales) => ({
  orders: total.orders, amount: total.amount.amount, refunded: refunded.amount, average: average.amount, before: before.orders, byAgents, countersigned,
});
const NOTHING = { orders: 0, amount: 0n, refunded: 0n, average: 0n, before: 0, byAgents: 0, countersigned: 0 };

describe('what a merchant sold', () => {
  it('is nothing before the first sale, a zero for each day', async () => {
    const { merchantId } = await makeShop(ctx);
    const sales = await loadSales(ctx, { merchantId, days: 7 });
    expect(told(sales)).toEqual(NOTHING);
    expect(sales).toMatchObject({ channels: [], items: [], quotes: { made: 0, paid: 0 } });
    expect(sales.days.map(({ orders }) => orders)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('moves with one sale, and only for the merchant that made it', async () => {
    const [shop, other] = [await makeShop(ctx), await makeShop(ctx)];
    await buyItems(ctx, shop, agent, [{ id: 'tea', quantity: 2 }]);
    const sales = await loadSales(ctx, { merchantId: shop.merchantId, days: 7 });
    const { total } = sales;
    expect(told(sales)).toEqual({ ...NOTHING, orders: 1, amount: 2_750n, average: 2_750n, byAgents: 1 });
    expect(sales.days.at(-1)).toEqual({ day: dayIn(ZONE, ctx.clock.now()), ...total });
    expect(sales.channels).toEqual([{ wire: 'acp', ...total }]);
    expect(sales.items).toMatchObject([{ itemId: 'tea', quantity: 2 }]);
    expect(told(await loadSales(ctx, { merchantId: other.merchantId, days: 7 }))).toEqual(NOTHING);
  });

  it('stands beside the days before', async () => {
    const shop = await makeShop(ctx);
    await buyItems(ctx, shop, agent);
    const then = await loadSales(later(7), { merchantId: shop.merchantId, days: 7 });
    expect(told(then)).toEqual({ ...NOTHING, before: 1 });
    expect(then.items).toEqual([]);
    const days30 = await loadSales(later(29), { merchantId: shop.merchantId, days: 30 });
    expect(told(days30)).toMatchObject({ orders: 1, before: 0 });
    expect(days30.days[0]).toMatchObject({ day: addDays(days30.until, -29), orders: 1 });
  });

  it('leaves out what was voided', async () => {
    const shop = await makeShop(ctx);
    const orderId = await buyItems(ctx, shop, agent, undefined, { capture: false });
    await ctx.db.query({ name: 'test.void', text: `update purchase_order set payment_status = 'voided' where id = $1`, values: [orderId] });
    expect(told(await loadSales(ctx, { merchantId: shop.merchantId, days: 7 }))).toEqual(NOTHING);
  });

  it('says how many quotes were paid', async () => {
    const [kitchen, hungry] = [await makeKitchen(ctx), await makeHungryAgent(ctx)];
    const window = { startsAt: null, endsAt: null, etaAt: addSeconds(ctx.clock.now(), 900) };
    const [paid, left] = [await openPickup(ctx, kitchen, hungry), await openPickup(ctx, kitchen, hungry)];
    for (const checkout of [paid, left]) await quotePickup(ctx, checkout, window);
    await payWith(ctx, hungry, paid, await tokenFor(ctx, hungry, paid));
    await buyPickup(ctx, kitchen, hungry);
    const { quotes } = await loadSales(ctx, { merchantId: kitchen.merchantId, days: 7 });
    expect(quotes).toEqual({ made: 2, paid: 1 });
  });
});
