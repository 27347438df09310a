import { beforeAll, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/kernel/clock';
import { addDays, dayIn } from '@/lib/kernel/day';
import type { Ctx } from '@/lib/ports';
import { buyPickup, makeHungryAgent, makeKitchen, openPickup, quotePickup } from '@/lib/testing/kitchen';
import { buyItems, makeAgent, makeShop, payWith, tokenFor, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadSales, sealSales, type Sales } from './index';

const DAY = 86_400;
const ZONE = 'America/Toronto';
let ctx: TestCtx;
let agent: TestAgent;

beforeAll(async () => {
  ctx = await testCtx();
  agent = await makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 10_000n, dailyAmount: 400_000n, monthlyAmount: 400_000n }] });
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

describe('days that are over', () => {
  /** Counted from the orders themselves, by the simplest statement. */
  async function recount(merchantId: string): Promise<{ orders: number; amount: bigint; refunded: bigint; quantity: number }> {
    const { rows } = await ctx.pool.query<{ orders: number; amount: bigint; refunded: bigint; quantity: number }>(
      `select count(*)::int as orders, coalesce(sum(total_amount), 0)::bigint as amount, coalesce(sum(refunded_amount), 0)::bigint as refunded,
              (select coalesce(sum(quantity), 0)::int from sold_line where merchant_id = $1) as quantity
         from purchase_order where merchant_id = $1 and payment_status in ('authorized', 'captured')`,
      [merchantId],
    );
    if (!rows[0]) throw new Error('a sum is a row');
    return rows[0];
  }
  const counted = async (merchantId: string, days = 5) => {
    const { total, refunded, items } = await loadSales(later(days), { merchantId, days: 30 });
    return { orders: total.orders, amount: total.amount.amount, refunded: refunded.amount, quantity: items.reduce((sum, { quantity }) => sum + quantity, 0) };
  };
  const sealedDays = async (merchantId: string): Promise<number> => (await ctx.pool.query('select from sales_day where merchant_id = $1', [merchantId])).rowCount ?? 0;
  const change = (orderId: string, set: string) => ctx.pool.query(`update purchase_order set ${set} where id = $1`, [orderId]);

  it('are sealed once another day has gone by, and read the same before and after', async () => {
    const shop = await makeShop(ctx);
    await buyItems(ctx, shop, agent, [{ id: 'tea', quantity: 2 }]);
    await buyItems(ctx, shop, agent);
    const before = await loadSales(later(5), { merchantId: shop.merchantId, days: 30 });
    await sealSales(later(1));
    expect(await sealedDays(shop.merchantId), 'too young').toBe(0);
    await sealSales(later(5));
    expect(await sealedDays(shop.merchantId)).toBe(1);
    expect(await loadSales(later(5), { merchantId: shop.merchantId, days: 30 })).toEqual(before);
    await Promise.all([sealSales(later(5)), sealSales(later(5)), sealSales(later(6))]);
    expect(await loadSales(later(5), { merchantId: shop.merchantId, days: 30 }), 'sealed again, it is the same').toEqual(before);
    await buyItems(ctx, shop, agent);
    expect(await loadSales(later(5), { merchantId: shop.merchantId, days: 30 }), 'what came into a sealed day by a clock that went back is not in it').toEqual(before);
  });

  it('move at once with what is voided, lapses or is refunded, before they are sealed and after', async () => {
    const shop = await makeShop(ctx);
    const orders = [];
    for (let n = 0; n < 4; n++) orders.push(await buyItems(ctx, shop, agent));
    const [voided = '', refunded = '', later1 = '', back = ''] = orders;
    await change(voided, `payment_status = 'voided'`);
    await change(back, `payment_status = 'expired'`);
    expect(await counted(shop.merchantId)).toEqual(await recount(shop.merchantId));
    await sealSales(later(5));
    expect(await counted(shop.merchantId)).toEqual(await recount(shop.merchantId));
    await change(refunded, `refunded_amount = 500`);
    await change(refunded, `refunded_amount = 700`);
    await change(later1, `payment_status = 'voided'`);
    await change(back, `payment_status = 'captured'`);
    const now = await recount(shop.merchantId);
    expect(now).toMatchObject({ orders: 2, refunded: 700n });
    expect(await counted(shop.merchantId)).toEqual(now);
  });

  it('lose nothing of what changes while they are sealed, in forty rounds', async () => {
    const shop = await makeShop(ctx);
    const orderIds = [];
    for (let n = 0; n < 6; n++) orderIds.push(await buyItems(ctx, shop, agent));
    for (let round = 0; round < 40; round++) {
      for (const table of ['sales_sealed', 'item_day', 'quote_day']) await ctx.pool.query(`delete from ${table} where merchant_id = $1`, [shop.merchantId]);
      await Promise.all([
        sealSales(later(5)),
        ...orderIds.map((id, index) => change(id, index % 2 === 0 ? `refunded_amount = ${round * 10 + index}` : `payment_status = '${(round + index) % 3 === 0 ? 'voided' : 'captured'}'`)),
      ]);
      expect(await counted(shop.merchantId), `round ${round}`).toEqual(await recount(shop.merchantId));
    }
  });

  it('keep their quotes, and how many of them are paid, when one is voided before they are sealed or after', async () => {
    const [kitchen, hungry] = [await makeKitchen(ctx), await makeHungryAgent(ctx)];
    const window = { startsAt: null, endsAt: null, etaAt: addSeconds(ctx.clock.now(), 900) };
    for (let n = 0; n < 4; n++) {
      const checkout = await openPickup(ctx, kitchen, hungry);
      await quotePickup(ctx, checkout, window);
      if (n < 3) await payWith(ctx, hungry, checkout, await tokenFor(ctx, hungry, checkout));
    }
    const quotes = async () => (await loadSales(later(5), { merchantId: kitchen.merchantId, days: 30 })).quotes;
    const [first = '', second = ''] = (await ctx.pool.query<{ id: string }>('select id from purchase_order where merchant_id = $1', [kitchen.merchantId])).rows.map(({ id }) => id);
    expect(await quotes()).toEqual({ made: 4, paid: 3 });
    await change(first, `payment_status = 'voided'`);
    expect(await quotes()).toEqual({ made: 4, paid: 2 });
    await sealSales(later(5));
    expect(await quotes()).toEqual({ made: 4, paid: 2 });
    await change(second, `payment_status = 'voided'`);
    await change(first, `payment_status = 'captured'`);
    await change(first, `refunded_amount = 100`);
    await change(first, `payment_status = 'voided'`);
    expect(await quotes()).toEqual({ made: 4, paid: 1 });
    await ctx.pool.query(`update merchant set time_zone = 'Asia/Tokyo' where id = $1`, [kitchen.merchantId]);
    expect(await quotes(), 'counted anew').toEqual({ made: 4, paid: 1 });
  });

  it('are counted anew where they begin at another hour', async () => {
    const shop = await makeShop(ctx);
    await buyItems(ctx, shop, agent);
    await sealSales(later(5));
    await ctx.pool.query(`update merchant set time_zone = 'Pacific/Kiritimati' where id = $1`, [shop.merchantId]);
    const { days } = await loadSales(later(5), { merchantId: shop.merchantId, days: 30 });
    const sold = days.filter(({ orders }) => orders > 0);
    expect(sold.map(({ day }) => day)).toEqual([dayIn('Pacific/Kiritimati', ctx.clock.now())]);
    await sealSales(later(5));
    expect((await loadSales(later(5), { merchantId: shop.merchantId, days: 30 })).days).toEqual(days);
  });
});
