import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { newId, newUuid } from '@/lib/kernel/id';
import { loadMerchantOrder } from '@/lib/order';
import { postTestRefund, postTestShip } from '@/lib/protocols/testing';
import { issueApiKey } from '@/lib/auth';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { buyItems, makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { listMerchantEndpoints, loadDeliveries, loadDelivery } from '@/lib/webhook';
import { renderFailure } from '../errors';
import { deleteMerchantWebhook, postDeliveryResend, postMerchantWebhook, postOrderCancel, postOrderProgress, postOrderShip } from './index';

let ctx: TestCtx;
let shop: Shop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  ctx = await testCtx();
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  shop = await makeShop(ctx);
  receiver.clear();
  receiver.answer = () => 200;
});

/** Teas at 11.00 with tax, and 5.50 delivery. */
const order = async (quantity = 2, options = { capture: true }): Promise<string> => buyItems(ctx, shop, await makeAgent(ctx), [{ id: 'tea', quantity }], options);
const read = async (orderId: string) => {
  const found = await loadMerchantOrder(ctx, { merchantId: shop.merchantId, orderId });
  if (!found) throw new Error('no order');
  return found;
};

async function signedIn(secondsAgo: number): Promise<string> {
  const [id, startedAt] = [newId('session'), new Date(ctx.clock.now().getTime() - secondsAgo * 1000)];
  await ctx.db.query({
    name: 'test.session',
    text: `insert into sign_in_session (id, user_id, method, created_at, expires_at) values ($1, (select id from app_user limit 1), 'password', $2, $3)`,
    values: [id, startedAt, new Date(startedAt.getTime() + 86_400_000)],
  });
  return id;
}

type More = { readonly as?: string; readonly role?: string; readonly sessionId?: string };

async function send(endpoint: Endpoint, id: string, body: object, { as = shop.merchantId, role = 'owner', sessionId = 'ses_none' }: More = {}) {
  const principal = { kind: 'merchant_user', userId: 'usr_1', merchantId: as, role, sessionId } as const;
  const requestCtx: RequestCtx = { ...ctx, requestId: 'req_1', clientAddress: '127.0.0.1', merchant: null, principal };
  const request = new Request('http://localhost/', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const response = await endpoint.handle(requestCtx, request, { id }).catch((error: unknown) => {
    if (isHttpFailure(error)) return renderFailure(error.failure, request);
    throw error;
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const ship = (id: string, body: object = {}, more?: More) => send(postOrderShip, id, { fulfillment_id: newUuid(), ...body }, more);
const cancel = (id: string, body: object = {}, more?: More) => send(postOrderCancel, id, { cancellation_id: newUuid(), ...body }, more);
const lines = (quantity: number) => [{ line_id: 'line_1', quantity }];

async function relay(): Promise<void> {
  while ((await relayBatch(ctx, consumers)) > 0);
}

describe('shipping on the order page', () => {
  it('ships a part with its tracking, once for its id, and then the rest', async () => {
    const id = await order();
    const body = { fulfillment_id: newUuid(), lines: lines(1), carrier: 'Canada Post', tracking_number: 'CP1', tracking_url: 'https://post.example/CP1' };
    const first = await ship(id, body);
    expect(first).toMatchObject({ status: 200, body: { status: 'shipped' } });
    expect(await ship(id, body)).toEqual(first);
    expect(await read(id)).toMatchObject({ stage: 'processing', fulfillments: [{ carrier: 'Canada Post', trackingNumber: 'CP1', goods: [{ name: 'Tea', quantity: 1 }] }] });
    await ship(id);
    expect(await read(id)).toMatchObject({ stage: 'shipped', lines: [{ ordered: 2, current: 2, fulfilled: 2 }] });
    expect((await read(id)).timeline.map(({ kind, note }) => [kind, note])).toContainEqual(['shipped', '1 × Tea with Canada Post']);
  });

  it('tells what became of it, in the order that it can happen', async () => {
    const id = await order();
    const fulfillmentId = String((await ship(id)).body.fulfillment_id);
    const tell = (status: string) => send(postOrderProgress, id, { fulfillment_id: fulfillmentId, status });
    expect(await tell('out_for_delivery')).toMatchObject({ status: 200 });
    expect(await tell('delivered')).toMatchObject({ status: 200 });
    expect(await tell('delivered')).toMatchObject({ status: 200 });
    expect(await tell('in_transit')).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
    expect(await read(id)).toMatchObject({ stage: 'completed' });
  });

  it.each([
    ['no id', { fulfillment_id: undefined }, 400],
    ['an id that is none', { fulfillment_id: 'x' }, 400],
    ['no quantity', { lines: [{ line_id: 'line_1' }] }, 400],
    ['quantity zero', { lines: lines(0) }, 400],
    ['a line twice', { lines: [...lines(1), ...lines(1)] }, 400],
    ['no line', { lines: [] }, 400],
    ['an unknown line', { lines: [{ line_id: 'line_9', quantity: 1 }] }, 400],
    ['too many', { lines: lines(3) }, 409],
    ['a tracking link that runs', { tracking_url: 'javascript:alert(1)' }, 400],
    ['an unknown field', { weight: 1 }, 400],
  ])('refuses %s and changes nothing', async (_name, body, status) => {
    const id = await order();
    expect(await ship(id, body)).toMatchObject({ status });
    expect(await read(id)).toMatchObject({ stage: 'confirmed', fulfillments: [] });
  });
});

describe('canceling on the order page', () => {
  it('takes a part off and gives its price back, once for its id', async () => {
    const id = await order();
    const body = { cancellation_id: newUuid(), lines: lines(1), reason: 'Sold out' };
    for (let again = 0; again < 2; again++) expect(await cancel(id, body)).toMatchObject({ status: 200, body: { status: 'confirmed', refunded_amount: '11.00', currency: 'CAD' } });
    expect(await read(id)).toMatchObject({
      lines: [{ ordered: 2, current: 1, fulfilled: 0 }], refunded: { amount: 1_100n }, total: { amount: 2_750n },
      adjustments: [{ kind: 'cancellation', description: 'Sold out' }, { kind: 'refund', status: 'completed', reason: 'cancellation' }],
    });
  });

  it('voids an order that is not captured', async () => {
    const id = await order(1, { capture: false });
    expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'canceled', payment_status: 'voided', refunded_amount: '0.00' } });
    expect(await cancel(id)).toMatchObject({ status: 409, body: { error: 'wrong_state' } });
  });

  it('needs a recent sign-in where more than 100 would go back, and only there', async () => {
    const agent = await makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 50_000n, dailyAmount: 50_000n, monthlyAmount: 50_000n }] });
    const id = await buyItems(ctx, shop, agent, [{ id: 'tea', quantity: 12 }]);
    expect(await cancel(id, {}, { sessionId: await signedIn(601) })).toMatchObject({ status: 403, body: { error: 'recent_sign_in_required' } });
    expect(await read(id)).toMatchObject({ stage: 'confirmed', adjustments: [] });
    expect(await cancel(id, { lines: lines(1) })).toMatchObject({ status: 200 });
    expect(await cancel(id, {}, { sessionId: await signedIn(10) })).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });
});

describe('every change of an order', () => {
  it("is refused for another merchant's order as for none, and to staff", async () => {
    const id = await order();
    for (const change of [ship, cancel]) {
      const unknown = await change(newUuid());
      expect(unknown).toMatchObject({ status: 404, body: { error: 'not_found' } });
      expect(await change(id, {}, { as: newUuid() })).toEqual(unknown);
      expect(await change('order')).toEqual(unknown);
      expect(await change(id, {}, { role: 'staff' })).toMatchObject({ status: 403 });
    }
    expect(await read(id)).toMatchObject({ stage: 'confirmed', adjustments: [], fulfillments: [] });
  });
});

describe('webhooks on their page', () => {
  const register = (body: object, more?: More) => send(postMerchantWebhook, '', body, more);

  it('are registered with the secret told once, and removed', async () => {
    const registered = await register({ url: receiver.url, events: ['order_create', 'order_update'] });
    expect(registered).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^wh_/), secret: expect.stringMatching(/^whsec_/) } });
    expect(await listMerchantEndpoints(ctx, shop.merchantId)).toMatchObject([{ url: receiver.url, events: ['order_create', 'order_update'] }]);
    expect(await send(deleteMerchantWebhook, String(registered.body.id), {}, { as: newUuid() })).toMatchObject({ status: 404 });
    expect(await send(deleteMerchantWebhook, String(registered.body.id), {})).toMatchObject({ status: 200 });
    expect(await listMerchantEndpoints(ctx, shop.merchantId)).toEqual([]);
  });

  it.each([
    ['a private address', { url: 'https://10.0.0.1/', events: ['order_create'] }],
    ['no URL', { url: 'x', events: ['order_create'] }],
    ['no event', { url: 'https://platform.example/', events: [] }],
    ['an event of agents', { url: 'https://platform.example/', events: ['session.created'] }],
  ])('with %s are refused', async (_name, body) => {
    expect(await register(body)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await listMerchantEndpoints(ctx, shop.merchantId)).toEqual([]);
  });

  it('are ten at most, and none of staff', async () => {
    for (let index = 0; index < 10; index++) await register({ url: receiver.url, events: ['order_create'] });
    expect(await register({ url: receiver.url, events: ['order_create'] })).toMatchObject({ status: 409, body: { error: 'webhook_limit_reached' } });
    expect(await register({ url: receiver.url, events: ['order_create'] }, { role: 'staff' })).toMatchObject({ status: 403 });
  });

  it('show each delivery with its payload and attempts, by event and status, and of an order', async () => {
    await register({ url: receiver.url, events: ['order_create', 'order_update', 'payment.authorized'] });
    receiver.answer = ({ text }) => (text.includes('order_update') ? 400 : 200);
    const id = await order(1);
    await ship(id);
    await relay();
    const { merchantId } = shop;
    const typesOf = async (query: object): Promise<string[]> => (await loadDeliveries(ctx, { merchantId, ...query })).deliveries.map(({ type }) => type).toSorted();
    expect(await typesOf({})).toEqual(['order_create', 'order_update', 'payment.authorized']);
    expect(await typesOf({ group: 'orders' })).toEqual(['order_create', 'order_update']);
    expect(await typesOf({ status: 'refused' })).toEqual(['order_update']);
    expect(await typesOf({ orderId: id })).toEqual(['order_create', 'order_update']);
    expect(await typesOf({ merchantId: newUuid() })).toEqual([]);
    const [refused] = (await loadDeliveries(ctx, { merchantId, status: 'refused' })).deliveries;
    const detail = await loadDelivery(ctx, { merchantId, id: refused?.id ?? '' });
    expect(detail).toMatchObject({ orderId: id, endpointIsThere: true, attempts: [{ number: 1, responseStatus: 400, responseBody: 'thanks', error: null, resent: false }] });
    expect(JSON.parse(detail?.body ?? '')).toMatchObject({ type: 'order_update', data: { id } });
    expect(await loadDelivery(ctx, { merchantId: newUuid(), id: refused?.id ?? '' })).toBeNull();

    expect(await send(postDeliveryResend, refused?.id ?? '', {})).toMatchObject({ status: 409, body: { error: 'not_taken', message: expect.stringContaining('400') } });
    receiver.answer = () => 200;
    expect(await send(postDeliveryResend, refused?.id ?? '', {}, { as: newUuid() })).toMatchObject({ status: 404 });
    expect(await send(postDeliveryResend, refused?.id ?? '', {})).toMatchObject({ status: 200, body: { response_status: 200 } });
    expect(await loadDelivery(ctx, { merchantId, id: refused?.id ?? '' })).toMatchObject({ status: 'delivered', attemptCount: 3 });
  });

  it('come in pages of 25, newest first', async () => {
    await ctx.db.query({
      name: 'test.many',
      text: `insert into merchant_webhook_delivery (merchant_id, id, endpoint_id, url, event_id, type, body, status, created_at)
             select $1, $1 || lpad(n::text, 3, '0'), 'wh_none', 'x', $1 || n, 'order_create', '{}', 'delivered', $2 from generate_series(1, 60) n`,
      values: [shop.merchantId, ctx.clock.now()],
    });
    const pages: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await loadDeliveries(ctx, { merchantId: shop.merchantId, cursor });
      pages.push(page.deliveries.length);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual([25, 25, 10]);
  });
});

describe('the routes for tests', () => {
  it('ship all and refund a part, then all, as the merchant would, once for a key', async () => {
    const token = (await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'Operator', scopes: [] })).key;
    const id = await order();
    const params = { id };
    expect(await callEndpoint(ctx, postTestShip, { token, params, body: {} })).toMatchObject({ status: 200, body: { status: 'shipped' } });
    const headers = { 'idempotency-key': 'one' };
    for (let again = 0; again < 2; again++) {
      expect(await callEndpoint(ctx, postTestRefund, { token, params, headers, body: { amount: 150 } })).toMatchObject({ status: 200, body: { amount_refunded: 150, currency: 'cad' } });
    }
    expect(await callEndpoint(ctx, postTestRefund, { token, params, headers, body: { amount: 151 } })).toMatchObject({ status: 409, body: { error: 'idempotency_conflict' } });
    expect(await callEndpoint(ctx, postTestRefund, { token, params, body: { amount: '1.00' } })).toMatchObject({ status: 200, body: { amount_refunded: 250 } });
    expect(await callEndpoint(ctx, postTestRefund, { token, params })).toMatchObject({ status: 200, body: { amount_refunded: 2_750 } });
    expect(await callEndpoint(ctx, postTestRefund, { token, params })).toMatchObject({ status: 409 });
    expect(await callEndpoint(ctx, postTestShip, { token, params: { id: newUuid() }, body: {} })).toMatchObject({ status: 404 });
  });
});
