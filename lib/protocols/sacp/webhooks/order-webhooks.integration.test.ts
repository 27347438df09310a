import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { completeCheckout, endOrder, getCheckout, refundOrder } from '@/lib/checkout';
import { consumers } from '@/lib/jobs';
import { MAX_ATTEMPTS } from '@/lib/jobs/backoff';
import { relayBatch } from '@/lib/jobs/relay';
import { newUuid } from '@/lib/kernel/id';
import { voidAuthorization } from '@/lib/network';
import { shipOrder } from '@/lib/order';
import type { Ctx } from '@/lib/ports';
import { ORDER_EVENT_VERSIONS } from '@/lib/protocols/acp/order-events';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type ReceivedWebhook, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { deleteOldDeliveries, resendDelivery } from '@/lib/webhook';
import { deleteWebhook, postWebhook } from './index';

const SECRET = 'a-secret-of-the-platform-32-chars-or-more';
const NEWEST = '2026-04-17';

let ctx: TestCtx;
let shop: Shop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  ctx = await testCtx();
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
  shop = await makeShop(ctx);
  receiver.clear();
  receiver.answer = () => 200;
});

const keyOf = async ({ merchantId }: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'Platform', scopes: [] })).key;

async function register(more: object = {}, on: Shop = shop): Promise<{ id: string; secret: string }> {
  const reply = await callEndpoint(ctx, postWebhook, { token: await keyOf(on), body: { url: receiver.url, events: ['order_create', 'order_update'], ...more } });
  expect(reply.status).toBe(201);
  return { id: String(reply.body.id), secret: String(reply.body.secret) };
}

/** An order whose session was completed in this version, captured by the outbox. */
async function order(wireVersion: string = NEWEST, quantity = 2): Promise<{ orderId: string; checkoutId: string }> {
  const agent = await makeAgent(ctx);
  const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]);
  const query = { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId } } as const;
  const done = await completeCheckout(ctx, { ...query, token: await tokenFor(ctx, agent, checkout), wireVersion, resumed: false });
  if (!done.ok || !done.value.checkout.order) throw new Error(JSON.stringify(done));
  return { orderId: done.value.checkout.order.id, checkoutId: checkout.id };
}

const ship = (orderId: string, quantity: number | null = null) =>
  shipOrder(ctx, {
    merchantId: shop.merchantId, orderId, key: newUuid(), lines: quantity === null ? null : [{ lineId: 'line_1', quantity }], carrier: 'Post', trackingNumber: 'P1', trackingUrl: null,
  });
const refund = (orderId: string, amount: string | null, refundKey = newUuid()) => refundOrder(ctx, { merchantId: shop.merchantId, orderId, amount, refundKey });

async function relay(on: Ctx = ctx): Promise<void> {
  while ((await relayBatch(on, consumers)) > 0);
}

type Event = { type: string; data: Record<string, unknown> };
const eventOf = ({ text }: ReceivedWebhook): Event => JSON.parse(text) as Event;
const told = (): Event[] => receiver.received.map(eventOf);
const requestIds = (): unknown[] => receiver.received.map(({ headers }) => headers['request-id']);

/** The time of a signature that is right; throws for a wrong one. */
function verifiedTime({ headers, text }: ReceivedWebhook, secret: string): number {
  const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['merchant-signature'])) ?? [];
  expect(mac).toBe(createHmac('sha256', secret).update(`${time}.${text}`).digest('hex'));
  expect(headers.timestamp).toBe(new Date(Number(time) * 1000).toISOString());
  return Number(time);
}

type Delivery = { id: string; status: string; attempt_count: number };
const deliveries = (): Promise<Delivery[]> =>
  ctx.db.query<Delivery>({ name: 'test.deliveries', text: 'select id, status, attempt_count from merchant_webhook_delivery where merchant_id = $1 order by type, id', values: [shop.merchantId] });
type Attempt = { number: number; response_status: number | null; response_body: string | null; error: string | null; resent: boolean };
const attempts = (): Promise<Attempt[]> =>
  ctx.db.query<Attempt>({
    name: 'test.attempts',
    text: `select a.number, a.response_status, a.response_body, a.error, a.resent
             from merchant_webhook_attempt a join merchant_webhook_delivery d on d.id = a.delivery_id where a.merchant_id = $1 order by d.type, d.id, a.number`,
    values: [shop.merchantId],
  });

describe.each(ORDER_EVENT_VERSIONS)('an order that was completed in %s', (version) => {
  it('is told from its creation to its refund in that shape, signed and valid by the official schema', async () => {
    const { secret } = await register({ secret: SECRET });
    expect(secret).toBe(SECRET);
    const { orderId, checkoutId } = await order(version);
    await relay();
    await ship(orderId);
    await refund(orderId, '1.00');
    await relay();
    expect(told().map(({ type }) => type)).toEqual(['order_create', 'order_update', 'order_update']);
    for (const webhook of receiver.received) {
      verifiedTime(webhook, SECRET);
      expect(webhook.path).toBe('/hooks');
      expect(eventOf(webhook)).toMatchObject({ data: { type: 'order', checkout_session_id: checkoutId, permalink_url: `http://localhost:3000/orders/${orderId}` } });
    }
    expect(new Set(requestIds()).size).toBe(3);
    expect(told().map(({ data }) => data.status)).toEqual(['confirmed', 'shipped', 'shipped']);
    expect(told().every(({ data }) => 'refunds' in data)).toBe(version !== NEWEST);
  });
});

describe('the whole order of 2026-04-17', () => {
  it('follows each change as it was then, and equals what the session shows', async () => {
    await register();
    const { orderId, checkoutId } = await order(NEWEST, 3);
    await ship(orderId, 1);
    await endOrder(ctx, { merchantId: shop.merchantId, orderId, key: newUuid(), lines: [{ lineId: 'line_1', quantity: 1 }], reason: null });
    await ship(orderId);
    await relay();
    const events = told().map(({ data }) => data as { line_items: { quantity: object; status: string }[]; totals: { type: string; amount: number }[] });
    expect(events.map(({ line_items: [line] }) => [line?.status, line?.quantity])).toEqual([
      ['processing', { ordered: 3, current: 3, fulfilled: 0 }],
      ['partial', { ordered: 3, current: 3, fulfilled: 1 }],
      ['partial', { ordered: 3, current: 2, fulfilled: 1 }],
      ['partial', { ordered: 3, current: 2, fulfilled: 1 }],
      ['fulfilled', { ordered: 3, current: 2, fulfilled: 2 }],
    ]);
    const amounts = (type: string) => events.map(({ totals }) => totals.find((total) => total.type === type)?.amount ?? 0);
    expect(amounts('total')).toEqual([3_850, 3_850, 3_850, 3_850, 3_850]);
    expect(amounts('amount_refunded')).toEqual([0, 0, 0, 1_100, 1_100]);
    const found = await getCheckout(ctx, { checkoutId, actor: { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } });
    expect(found.ok && found.value.order?.progress.fulfillments).toHaveLength(2);
  });

  it('is told once more when its payment is voided at the network, and once when the merchant cancels it', async () => {
    await register();
    const voided = await order();
    const [row] = await ctx.db.query<{ id: string }>({ name: 'test.transaction', text: 'select id from network_transaction where checkout_id = $1', values: [voided.checkoutId] });
    await voidAuthorization(ctx, { transactionId: row?.id ?? '', merchantId: shop.merchantId });
    await relay();
    expect(told().map(({ type, data }) => [type, data.status])).toEqual([['order_create', 'confirmed'], ['order_update', 'canceled']]);
    receiver.clear();
    const canceled = await order();
    await endOrder(ctx, { merchantId: shop.merchantId, orderId: canceled.orderId, key: newUuid(), lines: null, reason: null });
    await relay();
    expect(told().map(({ type, data }) => [type, data.status])).toEqual([['order_create', 'confirmed'], ['order_update', 'canceled']]);
  });

  it('is told of a refund once, whose key is used twice', async () => {
    await register();
    const { orderId } = await order();
    await refund(orderId, '1.00', 'one');
    await refund(orderId, '1.00', 'one');
    await relay();
    expect(told().map(({ type }) => type)).toEqual(['order_create', 'order_update']);
    expect(told()[1]?.data.adjustments).toMatchObject([{ type: 'refund', status: 'completed', amount: 100, currency: 'cad' }]);
  });
});

describe('who listens', () => {
  it('is told with the merchant\'s own secret where none was given, and of the events that were asked for', async () => {
    const { secret } = await register({ events: ['order_update'] });
    const { orderId } = await order();
    await relay();
    expect(told()).toEqual([]);
    await ship(orderId);
    await relay();
    expect(told().map(({ type }) => type)).toEqual(['order_update']);
    verifiedTime(receiver.received[0] as ReceivedWebhook, secret);
  });

  it("is told of its own merchant's orders, until it is removed", async () => {
    const other = await makeShop(ctx);
    await register({}, other);
    const { id } = await register({ url: `${receiver.url}/mine` });
    const { orderId } = await order();
    await relay();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks/mine']);
    await callEndpoint(ctx, deleteWebhook, { token: await keyOf(shop), params: { id } });
    await ship(orderId);
    await relay();
    expect(receiver.received).toHaveLength(1);
  });

  it('hears nothing of an order of another wire', async () => {
    await register();
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    await ctx.db.query({ name: 'test.wire', text: `update checkout set wire = 'sacp', wire_version = '1.0' where id = $1`, values: [checkout.id] });
    const query = { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId } } as const;
    await completeCheckout(ctx, { ...query, token: await tokenFor(ctx, agent, checkout), wireVersion: '1.0', resumed: false });
    await relay();
    expect(told()).toEqual([]);
  });
});

describe('a delivery that fails', () => {
  it.each([500, 503, 429, 408])('with %s is sent again within five seconds: same Request-Id and body, fresh time, and what came later after it', async (status) => {
    await register({ secret: SECRET });
    const { orderId } = await order();
    await ship(orderId);
    receiver.answer = () => (receiver.received.length === 1 ? status : 200);
    const late = await testCtx();
    await relay(late);
    expect(told().map(({ type }) => type)).toEqual(['order_create']);
    late.clock.advance(5);
    await relay(late);
    expect(told().map(({ type }) => type)).toEqual(['order_create', 'order_create', 'order_update']);
    const [failed, again] = receiver.received as [ReceivedWebhook, ReceivedWebhook];
    expect(again.headers['request-id']).toBe(failed.headers['request-id']);
    expect(again.bytes.equals(failed.bytes)).toBe(true);
    expect(verifiedTime(again, SECRET)).toBe(verifiedTime(failed, SECRET) + 5);
    expect(await attempts()).toMatchObject([
      { number: 1, response_status: status, response_body: 'thanks', error: null }, { number: 2, response_status: 200 }, { number: 1, response_status: 200 },
    ]);
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempt_count: 2 }, { status: 'delivered', attempt_count: 1 }]);
  });

  it.each([400, 401, 403, 404])('with %s is not sent again, and what comes after it is', async (status) => {
    await register();
    const { orderId } = await order();
    await ship(orderId);
    receiver.answer = () => (receiver.received.length === 1 ? status : 200);
    const late = await testCtx();
    await relay(late);
    late.clock.advance(3600);
    await relay(late);
    expect(told().map(({ type }) => type)).toEqual(['order_create', 'order_update']);
    expect(await deliveries()).toMatchObject([{ status: 'refused', attempt_count: 1 }, { status: 'delivered', attempt_count: 1 }]);
  });

  it('without an answer is sent again, keeps why, and has failed after the last time; a replay starts anew', async () => {
    await register({ url: 'http://127.0.0.1:9/' });
    await order();
    const late = await testCtx();
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      await relay(late);
      late.clock.advance(3600);
    }
    await relay(late);
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempt_count: MAX_ATTEMPTS }]);
    expect((await attempts())[0]).toMatchObject({ number: 1, response_status: null, response_body: null, error: expect.stringContaining('unreachable') });
  });

  it('at one endpoint holds up no other', async () => {
    await register({ url: `${receiver.url}/bad` });
    await register({ url: `${receiver.url}/good` });
    const { orderId } = await order();
    await ship(orderId);
    receiver.answer = ({ path }) => (path.endsWith('/bad') ? 500 : 200);
    await relay();
    expect(receiver.received.filter(({ path }) => path.endsWith('/good')).map((webhook) => eventOf(webhook).type)).toEqual(['order_create', 'order_update']);
    expect(receiver.received.filter(({ path }) => path.endsWith('/bad'))).toHaveLength(1);
  });
});

describe('a promise', () => {
  it('that is kept twice tells each endpoint once', async () => {
    await register();
    const { orderId } = await order();
    await Promise.all([1, 2, 3].map(() => ctx.ports.orderEvents.promiseCreated(ctx, { merchantId: shop.merchantId, orderId })));
    await relay();
    expect(told().map(({ type }) => type)).toEqual(['order_create']);
  });

  it('of the creation tells the order as it was placed, however late it is kept', async () => {
    await register();
    const { orderId } = await order();
    await ship(orderId);
    await relay();
    expect(told()[0]).toMatchObject({ type: 'order_create', data: { status: 'confirmed', fulfillments: [], line_items: [{ status: 'processing' }] } });
  });
});

describe('sending again', () => {
  it('posts the same bytes under the same Request-Id at a fresh time, and keeps the attempt', async () => {
    await register({ secret: SECRET });
    await order();
    receiver.answer = () => 400;
    await relay();
    const [delivery] = await deliveries();
    const late = await testCtx();
    late.clock.advance(600);
    receiver.answer = () => 200;
    expect(await resendDelivery(late, { id: delivery?.id ?? '', merchantId: shop.merchantId })).toMatchObject({ ok: true, value: { responseStatus: 200 } });
    const [first, again] = receiver.received as [ReceivedWebhook, ReceivedWebhook];
    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect(again.headers['request-id']).toBe(first.headers['request-id']);
    expect(verifiedTime(again, SECRET)).toBe(verifiedTime(first, SECRET) + 600);
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempt_count: 2 }]);
    expect(await attempts()).toMatchObject([{ resent: false, response_status: 400 }, { resent: true, response_status: 200 }]);
  });

  it('tells what the endpoint said, and when it is gone; what was delivered stays so', async () => {
    const { id } = await register();
    await order();
    await relay();
    const [delivery] = await deliveries();
    const resend = (merchantId = shop.merchantId) => resendDelivery(ctx, { id: delivery?.id ?? '', merchantId });
    receiver.answer = () => 500;
    expect(await resend()).toEqual({ ok: false, error: { code: 'not_taken', fault: 'the endpoint answered 500' } });
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempt_count: 2 }]);
    expect(await resend(newUuid())).toMatchObject({ ok: false, error: { code: 'not_found' } });
    await callEndpoint(ctx, deleteWebhook, { token: await keyOf(shop), params: { id } });
    expect(await resend()).toMatchObject({ ok: false, error: { code: 'endpoint_gone' } });
  });
});

describe('what was posted', () => {
  it('is kept for 30 days with its attempts, and a bounded part of each answer', async () => {
    await register();
    await order();
    await relay();
    const late = await testCtx();
    late.clock.advance(29 * 86_400);
    await deleteOldDeliveries(late);
    expect(await deliveries()).toHaveLength(1);
    late.clock.advance(2 * 86_400);
    await deleteOldDeliveries(late);
    expect(await deliveries()).toEqual([]);
    expect(await attempts()).toEqual([]);
  });

  it('keeps 2,000 characters of an answer, and none that PostgreSQL cannot', async () => {
    await register();
    await order();
    const chatty: Ctx = { ...ctx, ports: { ...ctx.ports, webhook: { post: async () => Promise.resolve({ status: 200, text: `a\0${'b'.repeat(10_000)}` }) } } };
    await relay(chatty);
    expect((await attempts())[0]?.response_body).toBe(`a\ufffd${'b'.repeat(1_998)}`);
  });

  it('is kept of the merchant\'s other webhooks too', async () => {
    await register({ events: ['payment.authorized', 'payment.captured'] });
    await order();
    await relay();
    expect((await deliveries()).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
    expect(receiver.received.map(({ headers }) => [headers['x-webhook-id'] !== undefined, headers['merchant-signature']])).toEqual([[true, undefined], [true, undefined]]);
  });
});
