import { beforeAll, describe, expect, it } from 'vitest';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { newUuid } from '@/lib/kernel/id';
import { refund as refundAtNetwork } from '@/lib/network';
import { advanceFulfillment, cancelOrder, getOrder, lineProgress, goodsOf, orderStage, shipOrder, type LineQuantity, type Order } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { buyItems, makeAgent, makeShop, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { endOrder, followNetwork, refundOrder, settleRefund } from './index';

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

/** Three teas to Toronto: 30.00, 5.00 delivery, 3.50 tax. */
const TOTAL = 3_850n;

async function order({ capture = true } = {}): Promise<string> {
  agent = await makeAgent(ctx);
  return buyItems(ctx, shop, agent, [{ id: 'tea', quantity: 3 }], { capture });
}

const read = async (orderId: string): Promise<Order> => {
  const found = await getOrder(ctx, orderId);
  if (!found) throw new Error('no order');
  return found;
};

const ship = (orderId: string, lines: LineQuantity[] | null = null, more: object = {}) =>
  shipOrder(ctx, { merchantId: shop.merchantId, orderId, key: newUuid(), lines, carrier: 'Canada Post', trackingNumber: 'CP1', trackingUrl: 'https://post.example/CP1', ...more });
const cancel = (orderId: string, lines: LineQuantity[] | null = null, more: object = {}) =>
  endOrder(ctx, { merchantId: shop.merchantId, orderId, key: newUuid(), lines, reason: null, ...more });
const refund = (orderId: string, amount: string | null, refundKey: string = newUuid(), on: Ctx = ctx) => refundOrder(on, { merchantId: shop.merchantId, orderId, amount, refundKey });

const line = (quantity: number): LineQuantity => ({ lineId: 'line_1', quantity });
const progressOf = async (orderId: string) => lineProgress(goodsOf(await read(orderId))).get('line_1');
const refundsOf = async (orderId: string) => (await read(orderId)).progress.adjustments.filter(({ kind }) => kind === 'refund');
const completedOf = async (orderId: string) => (await refundsOf(orderId)).filter(({ status }) => status === 'completed').reduce((sum, { amount }) => sum + amount, 0n);

/** What the network gave back, by its own books. */
async function atNetwork(orderId: string): Promise<{ refunded: bigint; count: number; status: string }> {
  const [row] = await ctx.db.query<{ refunded_amount: bigint; count: number; status: string }>({
    name: 'test.network',
    text: `select t.refunded_amount, t.status, (select count(*)::int from network_refund r where r.transaction_id = t.id and r.status = 'done') as count
             from network_transaction t join payment_attempt a on a.network_transaction_id = t.id join purchase_order o on o.attempt_id = a.id where o.id = $1`,
    values: [orderId],
  });
  if (!row) throw new Error('no transaction');
  return { refunded: row.refunded_amount, count: row.count, status: row.status };
}

async function relay(on: Ctx = ctx): Promise<void> {
  while ((await relayBatch(on, consumers)) > 0);
}

/** The network, with a call that does not come through. */
const without = (call: 'before' | 'after'): Ctx => ({
  ...ctx,
  ports: {
    ...ctx.ports,
    payment: {
      ...ctx.ports.payment,
      refund: async (on, command) => {
        if (call === 'after') await ctx.ports.payment.refund(on, command);
        throw new Error('power cut');
      },
    },
  },
});

describe('handing goods over', () => {
  it('goes in parts, and the order tells how far it is', async () => {
    const id = await order();
    expect(await ship(id, [line(2)])).toMatchObject({ ok: true, value: { fulfillment: { kind: 'shipping', status: 'shipped', carrier: 'Canada Post', trackingNumber: 'CP1' } } });
    expect(await progressOf(id)).toEqual({ ordered: 3, current: 3, fulfilled: 2 });
    expect(orderStage(goodsOf(await read(id)))).toBe('processing');
    const last = await ship(id);
    expect(last).toMatchObject({ ok: true, value: { fulfillment: { lines: [line(1)] } } });
    expect(orderStage(goodsOf(await read(id)))).toBe('shipped');
    for (const { id: fulfillmentId } of (await read(id)).progress.fulfillments) {
      expect(await advanceFulfillment(ctx, { merchantId: shop.merchantId, orderId: id, fulfillmentId, status: 'delivered', description: null })).toMatchObject({ ok: true });
    }
    expect(orderStage(goodsOf(await read(id)))).toBe('completed');
    expect(await ship(id)).toMatchObject({ ok: false, error: { code: 'nothing_left' } });
  });

  it('happens once for a key, also at the same moment', async () => {
    const id = await order();
    const key = newUuid();
    await Promise.all([1, 2, 3].map(() => ship(id, [line(1)], { key })));
    expect((await read(id)).progress.fulfillments).toHaveLength(1);
    expect(await progressOf(id)).toMatchObject({ fulfilled: 1 });
  });

  it('never exceeds what is left, of ten at the same moment', async () => {
    const id = await order();
    const results = await Promise.all(Array.from({ length: 10 }, () => ship(id, [line(1)])));
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await progressOf(id)).toEqual({ ordered: 3, current: 3, fulfilled: 3 });
  });

  it.each([
    ['an unknown line', [{ lineId: 'line_9', quantity: 1 }], { code: 'unknown_line', lineId: 'line_9' }],
    ['more than was bought', [line(4)], { code: 'quantity_exceeded', leftQuantity: 3 }],
    ['nothing', [], { code: 'nothing_left' }],
  ])('refuses %s', async (_name, lines, error) => {
    const id = await order();
    expect(await ship(id, lines)).toMatchObject({ ok: false, error });
    expect((await read(id)).progress.fulfillments).toEqual([]);
  });

  it("is unknown for another merchant's order", async () => {
    const other = await makeShop(ctx);
    expect(await ship(await order(), null, { merchantId: other.merchantId })).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('of what failed can be tried again', async () => {
    const id = await order();
    const sent = await ship(id);
    if (!sent.ok) throw new Error(sent.error.code);
    await advanceFulfillment(ctx, { merchantId: shop.merchantId, orderId: id, fulfillmentId: sent.value.fulfillment.id, status: 'failed', description: 'Lost' });
    expect(await progressOf(id)).toMatchObject({ fulfilled: 0 });
    expect(await ship(id)).toMatchObject({ ok: true });
    const again = { merchantId: shop.merchantId, orderId: id, fulfillmentId: sent.value.fulfillment.id, status: 'delivered', description: null } as const;
    expect(await advanceFulfillment(ctx, again)).toMatchObject({ ok: false, error: { code: 'wrong_status', status: 'failed' } });
  });
});

describe('canceling', () => {
  it('an order that is not captured voids its payment and frees the budget', async () => {
    const id = await order({ capture: false });
    expect(await cancel(id)).toMatchObject({ ok: true, value: { status: 'canceled', paymentStatus: 'voided' } });
    expect(await atNetwork(id)).toMatchObject({ status: 'voided', count: 0 });
    await relay();
    expect(await read(id)).toMatchObject({ status: 'canceled', paymentStatus: 'voided', refundedAmount: 0n });
    expect(await progressOf(id)).toEqual({ ordered: 3, current: 0, fulfilled: 0 });
  });

  it('an order that is captured refunds all of it, delivery included, once', async () => {
    const id = await order();
    const key = newUuid();
    await Promise.all([cancel(id, null, { key }), cancel(id, null, { key })]);
    await relay();
    expect(await read(id)).toMatchObject({ status: 'canceled', paymentStatus: 'captured', refundedAmount: TOTAL, totalAmount: TOTAL });
    expect(await atNetwork(id)).toMatchObject({ refunded: TOTAL, count: 1 });
  });

  it('a part gives back its price and tax, captured first where that was still to come', async () => {
    const id = await order({ capture: false });
    expect(await cancel(id, [line(1)])).toMatchObject({ ok: true, value: { status: 'confirmed', paymentStatus: 'captured', refundedAmount: 1_100n } });
    await relay();
    expect(await progressOf(id)).toEqual({ ordered: 3, current: 2, fulfilled: 0 });
    expect(await atNetwork(id)).toMatchObject({ refunded: 1_100n, count: 1 });
  });

  it('of the rest leaves what went out, and the order stands', async () => {
    const id = await order();
    await ship(id, [line(1)]);
    expect(await cancel(id)).toMatchObject({ ok: true, value: { status: 'confirmed', refundedAmount: 2_200n } });
    expect(orderStage(goodsOf(await read(id)))).toBe('shipped');
  });

  it('stands while the network is silent, and the outbox brings the money home', async () => {
    const id = await order();
    expect(await endOrder(without('before'), { merchantId: shop.merchantId, orderId: id, key: newUuid(), lines: null, reason: 'Sold out' })).toMatchObject({ ok: true, value: { status: 'canceled', refundedAmount: 0n } });
    await relay();
    expect(await read(id)).toMatchObject({ refundedAmount: TOTAL });
    expect(await atNetwork(id)).toMatchObject({ count: 1 });
  });

  it('and handing over at the same moment: each piece goes one way', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await order();
      await Promise.all([ship(id, [line(2)]), cancel(id, [line(2)]), ship(id, [line(1)]), cancel(id)]);
      await relay();
      const { current = -1, fulfilled = -1 } = (await progressOf(id)) ?? {};
      const sent = (await read(id)).progress.fulfillments.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
      const canceled = (await read(id)).progress.adjustments.filter(({ kind }) => kind === 'cancellation').flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
      expect(sent + canceled).toBe(3);
      expect(fulfilled).toBe(sent);
      expect(current).toBe(sent);
      expect(await completedOf(id)).toBe((await atNetwork(id)).refunded);
    }
  });

  it('twice is refused, under another key', async () => {
    const id = await order();
    await cancel(id);
    expect(await cancel(id)).toMatchObject({ ok: false, error: { code: 'order_canceled' } });
    expect(await ship(id)).toMatchObject({ ok: false, error: { code: 'order_canceled' } });
  });
});

describe('a refund', () => {
  it('is made once for its key, whatever happens at the same moment', async () => {
    const id = await order();
    const key = newUuid();
    const results = await Promise.all(Array.from({ length: 5 }, () => refund(id, '10.00', key)));
    for (const result of results) expect(result).toMatchObject({ ok: true, value: { refundedAmount: 1_000n } });
    await relay();
    expect(await atNetwork(id)).toMatchObject({ refunded: 1_000n, count: 1 });
    expect(await refundsOf(id)).toMatchObject([{ key, status: 'completed', amount: 1_000n }]);
    expect(await refund(id, '11.00', key)).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } });
  });

  it('never exceeds what was captured, of ten at the same moment', async () => {
    const id = await order();
    const results = await Promise.all(Array.from({ length: 10 }, () => refund(id, '10.00')));
    await relay();
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await atNetwork(id)).toMatchObject({ refunded: 3_000n, count: 3 });
    expect(await completedOf(id)).toBe(3_000n);
    expect(await read(id)).toMatchObject({ refundedAmount: 3_000n, totalAmount: TOTAL });
    expect(await refund(id, null)).toMatchObject({ ok: true, value: { refundedAmount: TOTAL } });
    expect(await refund(id, '0.01')).toMatchObject({ ok: false, error: { code: 'amount_exceeds_captured', leftAmount: 0n } });
  });

  it.each(['before', 'after'] as const)('that was cut off %s the network acted is made by the outbox, under the same key', async (moment) => {
    const id = await order();
    const key = newUuid();
    await expect(refund(id, '10.00', key, without(moment))).rejects.toThrow('power cut');
    expect(await refundsOf(id)).toMatchObject([{ key, status: 'pending' }]);
    await followNetwork(ctx, (await read(id)).networkTransactionId ?? '');
    expect(await refundsOf(id)).toHaveLength(1);
    await relay();
    expect(await refundsOf(id)).toMatchObject([{ key, status: 'completed', amount: 1_000n }]);
    expect(await atNetwork(id)).toMatchObject({ refunded: 1_000n, count: 1 });
    expect(await refund(id, '10.00', key)).toMatchObject({ ok: true, value: { refundedAmount: 1_000n } });
    expect(await atNetwork(id)).toMatchObject({ count: 1 });
  });

  it('that the network cannot make leaves no trace; one that the bank refuses is told as failed', async () => {
    const id = await order();
    const { networkTransactionId } = await read(id);
    await refundAtNetwork(ctx, { transactionId: networkTransactionId ?? '', merchantId: shop.merchantId, amount: 3_800n, refundKey: 'console' });
    expect(await refund(id, '10.00')).toMatchObject({ ok: false, error: { code: 'amount_exceeds_captured', leftAmount: 50n } });
    expect((await refundsOf(id)).filter(({ origin }) => origin === 'merchant')).toEqual([]);
    const refusing: Ctx = { ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, refund: async () => Promise.resolve({ ok: false, error: { code: 'refused' } }) } } };
    const other = await order();
    expect(await refund(other, '10.00', 'once', refusing)).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(await refundsOf(other)).toMatchObject([{ status: 'failed' }]);
    expect(await completedOf(other)).toBe(0n);
    expect(await refund(other, '38.50')).toMatchObject({ ok: true });
  });

  it('that came another way is listed with the others, also beside one of ours, and nothing twice', async () => {
    const id = await order();
    const reference = (await read(id)).networkTransactionId ?? '';
    await Promise.all([
      refund(id, '10.00', 'ours'),
      refundAtNetwork(ctx, { transactionId: reference, merchantId: shop.merchantId, amount: 700n, refundKey: 'console' }),
    ]);
    await relay();
    await Promise.all([followNetwork(ctx, reference), followNetwork(ctx, reference), settleRefund(ctx, { orderId: id, adjustmentId: (await refundsOf(id))[0]?.id ?? '' })]);
    expect(await refundsOf(id)).toHaveLength(2);
    expect(await refundsOf(id)).toEqual(expect.arrayContaining([expect.objectContaining({ origin: 'merchant', amount: 1_000n }), expect.objectContaining({ origin: 'network', amount: 700n })]));
    expect(await completedOf(id)).toBe(1_700n);
    expect(await read(id)).toMatchObject({ refundedAmount: 1_700n });
  });

  it('of an order whose capture is still to come captures first', async () => {
    const id = await order({ capture: false });
    expect(await refund(id, null)).toMatchObject({ ok: true, value: { refundedAmount: TOTAL } });
    await relay();
    expect(await atNetwork(id)).toMatchObject({ refunded: TOTAL, count: 1 });
  });

  it('of a canceled, voided order gives nothing', async () => {
    const id = await order({ capture: false });
    await cancel(id);
    expect(await refund(id, null)).toMatchObject({ ok: false, error: { code: 'nothing_captured' } });
  });
});

describe('the record of a cancellation', () => {
  it('and its promise are one transaction', async () => {
    const id = await order();
    const cut = ctx.db.transaction(async (db) => {
      await cancelOrder({ ...ctx, db }, { merchantId: shop.merchantId, orderId: id, key: newUuid(), lines: null, reason: null });
      throw new Error('power cut');
    });
    await expect(cut).rejects.toThrow('power cut');
    await relay();
    expect(await read(id)).toMatchObject({ status: 'confirmed', refundedAmount: 0n });
    expect(await atNetwork(id)).toMatchObject({ count: 0 });
  });
});
