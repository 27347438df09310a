import { beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makePizzeria } from '@/lib/testing/pizzeria';
import { buyItems, makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getCheckoutSession, getOrder, postConfirm, postQuote } from './index';

let ctx: TestCtx;
let shop: Shop;
beforeAll(async () => {
  ctx = await testCtx();
  shop = await makePizzeria(ctx);
});

const WINDOW = '2026-11-21T14:00:00.000Z/2026-11-21T14:30:00.000Z';
const read = (id: string, handle?: string): Promise<EndpointReply> => callEndpoint(ctx, getOrder, { params: { id }, headers: handle === undefined ? {} : { 'x-merchant-handle': handle } });

async function quote(paymentMethod: string, token?: string): Promise<string> {
  const body = { items: [{ sku: 'PZ-MAR', qty: 2 }], fulfillment: { type: 'pickup', window: WINDOW }, contact: { name: 'Ada Test', email: 'ada@buyer.example' }, notes: 'No olives, please.', paymentMethod };
  const quoted = await callEndpoint(ctx, postQuote, { headers: { 'x-merchant-handle': shop.handle }, body, token });
  return String(quoted.body.quoteId);
}

/** Two Margheritas, paid by an agent. Answers the order's id. */
async function order(): Promise<string> {
  const agent = await makeAgent(ctx, { limits: [{ currency: 'EUR', perTransactionAmount: 3_000n, dailyAmount: 10_000n, monthlyAmount: 50_000n }] });
  const token = await accessTokenOf(ctx, agent.agentId);
  const { body } = await callEndpoint(ctx, postConfirm, { body: { quoteId: await quote('wallet', token) }, token });
  return String(body.orderId);
}

/** The kitchen's ticket as it stands. */
const ticket = (orderId: string, status: string, more: Record<string, unknown> = {}): Promise<unknown> => {
  const columns = { status, pickup_code: '440000', contact: '{}', slot_at: '2026-11-21T14:00:00Z', eta_at: '2026-11-21T14:05:00Z', eta_status: 'confirmed', placed_at: '2026-11-21T12:00:00Z', pass_secret_hash: 'x', ...more };
  const names = Object.keys(columns);
  return ctx.pool.query(
    `insert into kitchen_ticket (merchant_id, order_id, ${names.join(', ')}) values ($1, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')})
     on conflict (order_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [shop.merchantId, orderId, ...Object.values(columns)],
  );
};

describe('an order', () => {
  it('is paid before the kitchen has seen it, with what was quoted', async () => {
    const id = await order();
    const { status, body, headers } = await read(id);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({
      id, status: 'paid', paymentMethod: 'wallet', currency: 'EUR', totalCents: 2050, items: [{ sku: 'PZ-MAR', name: 'Margherita', qty: 2, unitPriceCents: 1000 }],
      contact: { verified: false }, fulfillment: { type: 'pickup', window: WINDOW }, notes: 'No olives, please.', etaStatus: 'provisional', acknowledgedAt: null, readyAt: null, fulfilledAt: null,
    });
  });

  it.each(['paid', 'acknowledged', 'ready', 'fulfilled', 'canceled', 'refunded', 'no_show'])('is %s by the kitchen’s ticket, with its code and its times', async (status) => {
    const id = await order();
    await ticket(id, status, { acknowledged_at: '2026-11-21T13:50:00Z', ready_at: '2026-11-21T14:04:00Z', receipt_seen_at: '2026-11-21T12:30:00Z' });
    expect((await read(id)).body).toMatchObject({
      status, pickupCode: '440000', pickupETA: '2026-11-21T14:05:00.000Z', etaStatus: 'confirmed', contact: { verified: true },
      acknowledgedAt: '2026-11-21T13:50:00.000Z', readyAt: '2026-11-21T14:04:00.000Z', fulfilledAt: null,
    });
  });

  it('is canceled or refunded by the order itself, whatever the kitchen last did', async () => {
    const [canceled, refunded] = [await order(), await order()];
    await ticket(canceled, 'acknowledged');
    await ctx.pool.query(`update purchase_order set status = 'canceled' where id = $1`, [canceled]);
    await ctx.pool.query(`update purchase_order set refunded_amount = total_amount where id = $1`, [refunded]);
    expect([(await read(canceled)).body.status, (await read(refunded)).body.status]).toEqual(['canceled', 'refunded']);
  });

  it('tells nobody who fetches it', async () => {
    expect(JSON.stringify((await read(await order())).body)).not.toMatch(/Ada|buyer\.example/);
  });

  it('of another wire is an order too', async () => {
    const other = await makeShop(ctx);
    const id = await buyItems(ctx, other, await makeAgent(ctx));
    expect((await read(id)).body).toMatchObject({ id, status: 'paid', currency: 'CAD', totalCents: 1650, items: [{ sku: 'tea', unitPriceCents: 1000 }] });
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'none', '../1', 'x'.repeat(300)])('with the id %s is ORDER_NOT_FOUND', async (id) => {
    expect(await read(id)).toMatchObject({ status: 404, body: { errorCode: 'ORDER_NOT_FOUND', retryable: false } });
  });

  it('resolves without a handle and with its own; with a foreign one it is as unknown as none', async () => {
    const id = await order();
    const other = await makePizzeria(ctx);
    expect([(await read(id)).status, (await read(id, shop.handle)).status]).toEqual([200, 200]);
    const foreign = await read(id, other.handle);
    expect([foreign.status, foreign.body]).toEqual([404, (await read(newUuid(), other.handle)).body]);
    expect(await read(id, 'nobody-here')).toMatchObject({ status: 404, body: { errorCode: 'MERCHANT_NOT_FOUND' } });
  });
});

describe('a checkout session', () => {
  const session = (id: string, handle?: string): Promise<EndpointReply> => callEndpoint(ctx, getCheckoutSession, { params: { id }, headers: handle === undefined ? {} : { 'x-merchant-handle': handle } });
  const open = async (): Promise<string> => String((await callEndpoint(ctx, postConfirm, { body: { quoteId: await quote('card') } })).body.checkoutSessionId);

  it('is open and unpaid until the person has paid', async () => {
    const id = await open();
    expect(await session(id)).toMatchObject({ status: 200, body: { checkoutSessionId: id, status: 'open', paymentStatus: 'unpaid', ready: false, orderId: null } });
  });

  it('unknown, or with a foreign handle, is CHECKOUT_SESSION_NOT_FOUND', async () => {
    const [id, other] = [await open(), await makePizzeria(ctx)];
    const unknown = await session('cs_none');
    expect(unknown).toMatchObject({ status: 404, body: { errorCode: 'CHECKOUT_SESSION_NOT_FOUND', retryable: false } });
    expect((await session(id, other.handle)).body).toEqual(unknown.body);
    expect((await session(id, shop.handle)).status).toBe(200);
  });
});
