import { beforeAll, describe, expect, it } from 'vitest';
import { capturePayment, refundOrder } from '@/lib/checkout';
import { openHostedCheckout, payHostedCheckout } from '@/lib/hosted-checkout';
import { createPageDb } from '@/lib/db';
import { addDays, dayIn } from '@/lib/kernel/day';
import { newUuid } from '@/lib/kernel/id';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { insertSimulatedAccount, listOrderShares, listPayouts, setFeePolicy, simulateAccount, syncAccount } from '.';

// The simulator's payouts on a real database: what orders come to, once, a day at a time.

let ctx: TestCtx;
let shop: Shop;
let today: string;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  today = dayIn('UTC', ctx.clock.now());
  await insertSimulatedAccount(ctx, shop.merchantId);
  await setFeePolicy(ctx, { merchantId: shop.merchantId, feeBasisPoints: 1_000 });
});

/** The clock of the file stands still; this one is days ahead of it. */
const later = (days: number): TestCtx => {
  const at = ctx.clock.now().getTime() + days * 86_400_000;
  return { ...ctx, clock: { ...ctx.clock, now: () => new Date(at) } };
};
const sync = (days = 0) => syncAccount(later(days), shop.merchantId);
const told = async () => (await listPayouts(ctx, shop.merchantId)).map(({ amount, status, arrivesOn }) => ({ amount, status, arrivesOn }));

/** A card order of 16.50, of which the platform keeps 1.65. */
async function sell(days = 0): Promise<string> {
  const now = later(days);
  const checkout = await openCheckout(now, shop, null);
  const hosted = await openHostedCheckout(now, { merchantId: shop.merchantId, checkoutId: checkout.id, returnUrl: null, cancelUrl: null });
  if (!hosted.ok) throw new Error(hosted.error.code);
  const card = { number: '4242424242424242', expiry: { month: 12, year: 2030 }, verificationCode: '917', holderName: 'Ada Holder' };
  await payHostedCheckout(now, { id: hosted.value.id, card, channel: { acceptHeader: 'text/html', ipAddress: '127.0.0.1', language: 'en', userAgent: 'test' } });
  const [order] = (await ctx.pool.query<{ id: string; attempt_id: string }>('select id, attempt_id from purchase_order where checkout_id = $1', [checkout.id])).rows;
  if (!order) throw new Error('not paid');
  await capturePayment(now, { orderId: order.id, attemptId: order.attempt_id });
  return order.id;
}

describe('payouts of the simulator', () => {
  it('come to what was sold less the fee, at most one a day, and are paid two days after', async () => {
    await sync();
    expect(await told(), 'nothing was sold').toEqual([]);
    await sell();
    await Promise.all([sync(), sync(), sync()]);
    expect(await told()).toEqual([{ amount: 1_485n, status: 'in_transit', arrivesOn: addDays(today, 2) }]);
    await sell();
    await sync();
    expect(await told(), 'one a day').toHaveLength(1);
    await sync(1);
    await sync(2);
    expect(await told()).toEqual([{ amount: 1_485n, status: 'in_transit', arrivesOn: addDays(today, 3) }, { amount: 1_485n, status: 'paid', arrivesOn: addDays(today, 2) }]);
  });

  it('are less by what is refunded, with its share of the fee, and never below zero', async () => {
    const orderId = await sell(3);
    await sync(3);
    await refundOrder(later(3), { merchantId: shop.merchantId, orderId, amount: '16.50', refundKey: newUuid() });
    await sync(4);
    expect(await told(), 'nothing is due').toHaveLength(3);
    await sell(5);
    await sync(5);
    expect(await told(), 'the order makes up for the refund').toHaveLength(3);
    await sell(6);
    await sync(6);
    expect((await told())[0]).toMatchObject({ amount: 1_485n });
    const [shares, payouts] = [await listOrderShares(ctx, shop.merchantId), await listPayouts(ctx, shop.merchantId)];
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
    expect(sum(payouts.map(({ amount }) => amount)), 'in all, what the orders come to').toBe(sum(shares.map(({ netAmount }) => netAmount)));
  });

  it('are read by the merchant’s pages, which see its rows alone', async () => {
    const page = { ...ctx, db: createPageDb(ctx.pool, { merchantId: shop.merchantId }) };
    expect(await listPayouts(page, shop.merchantId)).toEqual(await listPayouts(ctx, shop.merchantId));
    expect(await listOrderShares(page, shop.merchantId)).toEqual(await listOrderShares(ctx, shop.merchantId));
    const stranger = { ...ctx, db: createPageDb(ctx.pool, { merchantId: newUuid() }) };
    expect([await listPayouts(stranger, shop.merchantId), await listOrderShares(stranger, shop.merchantId)]).toEqual([[], []]);
  });

  it('stand still while the account is not open', async () => {
    await simulateAccount(later(7), { merchantId: shop.merchantId, availability: 'requires_action' });
    await sell(7).catch(() => undefined);
    await sync(8);
    expect(await told()).toHaveLength(4);
  });
});
