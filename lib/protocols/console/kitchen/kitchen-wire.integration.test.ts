import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { addMember, createUser, type MemberRole } from '@/lib/identity';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { addSeconds } from '@/lib/kernel/clock';
import { newId, newUuid } from '@/lib/kernel/id';
import { runEndpointOn } from '@/lib/entrance/run';
import { getPartnerOrders, postPartnerOrderAck, postPartnerOrderFulfill, postPartnerOrderReady } from '@/lib/protocols/partner/orders';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { buyPickup, makeHungryAgent, makeKitchen } from '@/lib/testing/kitchen';
import type { Shop, TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { getKitchen, getKitchenEvents, patchKitchenState, postItemSnooze, postKitchenCommands } from './index';

const COOKIE = 'authjs.session-token';
const SECRET = 'a secret of the kitchen';

let ctx: TestCtx;
let agent: TestAgent;
let shop: Shop;
let staff: Record<string, string>;
let partner: Record<string, string>;

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', SECRET);
  ctx = await testCtx({ now: new Date() }); // a cookie's expiry is held against the real clock
  agent = await makeHungryAgent(ctx);
  shop = await makeKitchen(ctx, { slotCapacity: 100 });
  staff = await memberOf(shop, 'staff');
  partner = { authorization: `Bearer ${(await issueApiKey(ctx, { kind: 'partner', merchantId: null, name: 'partner', scopes: [] })).key}` };
});
afterAll(() => void vi.unstubAllEnvs());

async function memberOf({ merchantId }: Shop, role: MemberRole): Promise<Record<string, string>> {
  const user = await createUser(ctx, { email: `${newUuid()}@shop.example`, password: 'a long password', displayName: role, emailVerified: true });
  if (!user.ok) throw new Error('the address was taken');
  await addMember(ctx, { merchantId, userId: user.value.userId, role });
  const [sid, now] = [newId('session'), ctx.clock.now()];
  await ctx.pool.query(`insert into sign_in_session (id, user_id, method, created_at, expires_at) values ($1, $2, 'password', $3, $4)`, [sid, user.value.userId, now, addSeconds(now, 3600)]);
  return { cookie: `${COOKIE}=${await encode({ token: { sub: user.value.userId, sid }, secret: SECRET, salt: COOKIE })}`, origin: ctx.settings.publicOrigin };
}

async function order(at: Shop = shop): Promise<string> {
  const orderId = await buyPickup(ctx, at, agent, [{ id: 'mar', quantity: 2 }, { id: 'dia', quantity: 1 }]);
  while ((await relayBatch(ctx, consumers)) > 0);
  return orderId;
}

const send = (body: object, headers = staff): Promise<EndpointReply> => callEndpoint(ctx, postKitchenCommands, { headers, body });
const tap = (orderId: string, action: string, more: object = {}) => ({ id: newUuid(), orderId, action, ...more });
const ofOrder = (orderId: string) => (body: unknown): boolean => typeof body === 'object' && body !== null && 'orderId' in body && body.orderId === orderId;
const ticketsIn = ({ body }: EndpointReply): unknown[] => (Array.isArray(body.tickets) ? body.tickets : []);

describe('the board', () => {
  it('shows staff what is to be made and for whom, with the time and how busy the kitchen is', async () => {
    const orderId = await order();
    const reply = await callEndpoint(ctx, getKitchen, { headers: staff });
    expect(reply).toMatchObject({ status: 200, body: { now: ctx.clock.now().toISOString(), kitchen: { paused: false, pausedUntil: null, busyMinutes: 0 } } });
    expect(ticketsIn(reply).find(ofOrder(orderId))).toMatchObject({
      status: 'paid', revision: 1, name: 'Ada Test', phone: '+33 6 00 00 00 00', notes: 'No olives, please.', etaStatus: 'provisional', windowStartsAt: null,
      lines: [{ name: 'Margherita', qty: 2 }, { name: 'Diavola', qty: 1 }],
    });
    expect(JSON.stringify(reply.body)).not.toContain('ada@buyer.example');
  });

  it('as a stream tells of a new order and of a tap as they happen', async () => {
    const at = await makeKitchen(ctx);
    const headers = await memberOf(at, 'manager');
    const request = new Request('http://localhost:3000/merchant/kitchen/events', { headers: { host: 'localhost:3000', ...headers } });
    const response = await runEndpointOn(ctx, getKitchenEvents, request, {}, { requestId: 'req_test', clientAddress: '127.0.0.1', merchantPrefix: null });
    const reader = response.body?.getReader();
    let text = '';
    const until = async (shown: RegExp): Promise<void> => {
      while (!shown.test(text)) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) throw new Error(`the stream ended before ${shown}`);
        text += new TextDecoder().decode(chunk.value);
      }
    };
    await until(/"tickets":\[\]/);
    const orderId = await order(at);
    await until(new RegExp(`"orderId":"${orderId}"[^}]*"status":"paid"`));
    await send(tap(orderId, 'acknowledge'), headers);
    await until(new RegExp(`"orderId":"${orderId}"[^}]*"status":"acknowledged"`));
    await callEndpoint(ctx, patchKitchenState, { headers, body: { busyMinutes: 10 } });
    await until(/"busyMinutes":10/);
    await callEndpoint(ctx, postItemSnooze, { headers, params: { sku: 'mar' }, body: { until: 'endless' } });
    await until(/"sku":"mar"[^}]*"snoozed":true/);
    await reader?.cancel();
  });
});

describe('commands', () => {
  it('run one after the other, each once, and none holds up those after it', async () => {
    const orderId = await order();
    const [ack, ready] = [tap(orderId, 'acknowledge'), tap(orderId, 'ready')];
    const batch = { commands: [tap(newUuid(), 'ready'), ack, tap('no-id', 'ready'), tap(orderId, 'acknowledge'), tap(orderId, 'delay'), ready, tap(orderId, 'delay'), ready] };
    const reply = await send(batch);
    const results = Array.isArray(reply.body.results) ? (reply.body.results as { outcome: string; ticket: { status: string; revision: number } | null }[]) : [];
    expect(results.map(({ outcome, ticket }) => `${outcome} ${ticket?.status ?? '-'} ${ticket?.revision ?? 0}`)).toEqual([
      'unknown - 0', 'moved acknowledged 2', 'unknown - 0', 'stale acknowledged 2', 'moved acknowledged 3', 'moved ready 4', 'stale ready 4', 'repeated ready 4',
    ]);
    // The tablet sends its whole queue again: nothing happens twice.
    const again = await send(batch);
    expect(JSON.stringify(again.body)).not.toContain('"moved"');
  });

  it('that come out of order are answered with the ticket, and an undo names what it takes back', async () => {
    const orderId = await order();
    expect((await send(tap(orderId, 'fulfill'))).body).toMatchObject({ results: [{ outcome: 'stale', ticket: { status: 'paid' } }] });
    await send(tap(orderId, 'ready'));
    expect((await send(tap(orderId, 'undo', { undoes: 'acknowledged' }))).body).toMatchObject({ results: [{ outcome: 'stale', ticket: { status: 'ready' } }] });
    expect((await send(tap(orderId, 'undo', { undoes: 'ready' }))).body).toMatchObject({ results: [{ outcome: 'moved', ticket: { status: 'acknowledged' } }] });
  });

  it.each([
    ['an unknown action', { id: 'tap-00000001', orderId: newUuid(), action: 'eat' }],
    ['an id that is none', { id: 'x', orderId: newUuid(), action: 'ready' }],
    ['an unknown field', { id: 'tap-00000001', orderId: newUuid(), action: 'ready', force: true }],
    ['none at all', { commands: [] }],
    ['more than a hundred', { commands: Array.from({ length: 101 }, () => tap(newUuid(), 'ready')) }],
  ])('refuse %s as INVALID_PAYLOAD', async (_name, body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', retryable: false } });
  });

  it('of another page are refused, and another merchant knows no such order', async () => {
    const orderId = await order();
    const foreign = await memberOf(await makeKitchen(ctx), 'owner');
    expect((await send(tap(orderId, 'ready'), foreign)).body).toMatchObject({ results: [{ outcome: 'unknown', ticket: null }] });
    expect(await send(tap(orderId, 'ready'), { ...staff, origin: 'https://evil.example' })).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN' } });
    expect(await send(tap(orderId, 'ready'), {})).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
    expect(ticketsIn(await callEndpoint(ctx, getKitchen, { headers: foreign }))).toEqual([]);
  });
});

describe('the state', () => {
  const patch = (body: object) => callEndpoint(ctx, patchKitchenState, { headers: staff, body });

  it('is paused until a time or until someone resumes, and slower by minutes', async () => {
    const until = addSeconds(ctx.clock.now(), 900).toISOString();
    expect((await patch({ paused: true, pausedUntil: until })).body).toMatchObject({ paused: true, pausedUntil: until });
    expect((await patch({ busyMinutes: 15 })).body).toMatchObject({ paused: true, pausedUntil: until, busyMinutes: 15 });
    expect((await patch({ paused: true })).body).toMatchObject({ paused: true, pausedUntil: null });
    expect((await patch({ paused: false, busyMinutes: 0 })).body).toMatchObject({ paused: false, pausedUntil: null, busyMinutes: 0 });
  });

  it.each([{ busyMinutes: 241 }, { busyMinutes: -1 }, { busyMinutes: 1.5 }, { pausedUntil: '2099-01-01T00:00:00Z' }, { paused: true, pausedUntil: '2020-01-01T00:00:00Z' }, { paused: true, pausedUntil: 'soon' }, { open: true }])(
    'refuses %j',
    async (body) => expect(await patch(body)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } }),
  );

  it('of an item is out until a time, without end, or back; another merchant’s item is none', async () => {
    const snooze = (sku: string, until: string | null, headers = staff) => callEndpoint(ctx, postItemSnooze, { headers, params: { sku }, body: { until } });
    const until = addSeconds(ctx.clock.now(), 1800).toISOString();
    expect((await snooze('dia', until)).body).toEqual({ sku: 'dia', snoozed: true, snoozedUntil: until });
    expect((await snooze('dia', 'endless')).body).toEqual({ sku: 'dia', snoozed: true, snoozedUntil: null });
    expect((await callEndpoint(ctx, getKitchen, { headers: await memberOf(await makeKitchen(ctx), 'staff') })).body).toMatchObject({ items: [{ snoozed: false }, { snoozed: false }] });
    expect((await snooze('dia', null)).body).toEqual({ sku: 'dia', snoozed: false, snoozedUntil: null });
    expect(await snooze('none', null)).toMatchObject({ status: 404, body: { errorCode: 'ITEM_NOT_FOUND' } });
    expect(await snooze('dia', '2020-01-01T00:00:00Z')).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD', details: { param: '$.until' } } });
  });
});

describe('partner routes', () => {
  const post = (endpoint: typeof postPartnerOrderAck, id: string) => callEndpoint(ctx, endpoint, { headers: partner, params: { id } });

  it('take an order to fulfilled, answer a repetition with the order as it is, and refuse what cannot come next', async () => {
    const id = await order();
    expect(await post(postPartnerOrderFulfill, id)).toMatchObject({ status: 409, body: { errorCode: 'ORDER_STATE_CONFLICT', retryable: false, details: { status: 'paid' } } });
    expect(await post(postPartnerOrderAck, id)).toMatchObject({ status: 200, body: { id, status: 'acknowledged', merchantHandle: shop.handle, items: [{ name: 'Margherita', qty: 2 }, { name: 'Diavola', qty: 1 }] } });
    expect(await post(postPartnerOrderAck, id)).toMatchObject({ status: 200, body: { status: 'acknowledged', revision: 2 } });
    expect(await post(postPartnerOrderReady, id)).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await post(postPartnerOrderFulfill, id)).toMatchObject({ status: 200, body: { status: 'fulfilled', fulfilledAt: ctx.clock.now().toISOString() } });
    expect(await post(postPartnerOrderAck, id)).toMatchObject({ status: 200, body: { status: 'fulfilled' } });
    expect(await post(postPartnerOrderReady, newUuid())).toMatchObject({ status: 404, body: { errorCode: 'ORDER_NOT_FOUND' } });
  });

  it('list orders by merchant and status, page by page, without a word of who ordered', async () => {
    const at = await makeKitchen(ctx);
    const ids = [await order(at), await order(at), await order(at)];
    await post(postPartnerOrderAck, ids[1] ?? '');
    const list = (query: string) => callEndpoint(ctx, getPartnerOrders, { headers: partner, query: `?merchantHandle=${at.handle}${query}` });
    const idsIn = ({ body }: EndpointReply): unknown[] => (Array.isArray(body.orders) ? body.orders.map((each: { id: string }) => each.id) : []);
    const first = await list('&limit=2');
    const second = await list(`&limit=2&cursor=${String(first.body.nextCursor)}`);
    expect([...idsIn(first), ...idsIn(second)].toSorted()).toEqual(ids.toSorted());
    expect(second.body.nextCursor).toBeNull();
    expect(idsIn(await list('&status=acknowledged'))).toEqual([ids[1]]);
    expect(JSON.stringify(first.body)).not.toMatch(/Ada|buyer|\+33/);
    for (const query of ['&limit=0', '&limit=101', '&status=eaten', '&cursor=x', '&other=1']) expect(await list(query), query).toMatchObject({ status: 400, body: { errorCode: 'INVALID_PAYLOAD' } });
  });
});
