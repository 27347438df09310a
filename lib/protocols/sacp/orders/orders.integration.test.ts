import { beforeAll, describe, expect, it } from 'vitest';
import { suspendAgent } from '@/lib/agent';
import { runAudit } from '@/lib/audit';
import { issueApiKey } from '@/lib/auth';
import { insertItem } from '@/lib/catalog';
import { endOrder, followNetwork, refundOrder } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import { consumers } from '@/lib/jobs';
import { MAX_ATTEMPTS } from '@/lib/jobs/backoff';
import { relayBatch } from '@/lib/jobs/relay';
import { newUuid } from '@/lib/kernel/id';
import { err } from '@/lib/kernel/result';
import { refundReturn } from '@/lib/order-return';
import { listDeadLetters, type Ctx, type PaymentPort } from '@/lib/ports';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { buyItems, makeAgent, makeShop, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver } from '@/lib/testing/webhook-receiver';
import { postWebhook } from '../webhooks';
import { approveReturn, getOrder, getOrders, getReturns, postReturn, refuseReturn } from './index';

let ctx: TestCtx;
let shop: Shop;
let merchantKey: string;
let agent: TestAgent;

const keyOf = async (of: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId: of.merchantId, name: 'Shop', scopes: [] })).key;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  await insertItem(ctx, { merchantId: shop.merchantId, id: 'pot', name: 'Pot', description: '', category: 'kitchen', imagePath: null, amount: 500n, currency: 'CAD', stock: null }, 2);
  merchantKey = await keyOf(shop);
  agent = await richAgent();
});

/** One that may buy as often as these tests like. */
const richAgent = (): Promise<TestAgent> =>
  makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 100_000n, dailyAmount: 400_000n, monthlyAmount: 400_000n }] });

type More = { by?: TestAgent | 'merchant'; token?: string; headers?: Record<string, string>; query?: string; key?: string; on?: Ctx };
type Reply = Omit<EndpointReply, 'body'> & { body: Record<string, unknown> & { id: string } };

async function send(endpoint: Endpoint, params: Record<string, string>, body?: unknown, { by = agent, token, headers, query, key, on = ctx }: More = {}): Promise<Reply> {
  const reply = await callEndpoint(on, endpoint, {
    params,
    query,
    token: token ?? (by === 'merchant' ? merchantKey : await accessTokenOf(ctx, by.agentId)),
    headers: { ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
    body,
  });
  return reply as Reply;
}

const list = (more?: More) => send(getOrders, {}, undefined, more);
const read = (id: string, more?: More) => send(getOrder, { id }, undefined, more);
const readReturns = (id: string, more?: More) => send(getReturns, { id }, undefined, more);
const ask = (id: string, body: unknown = { items: [{ product_id: 'tea', quantity: 1 }], reason: 'faulty' }, more?: More) => send(postReturn, { id }, body, more);
const approve = (id: string, returnId: string, body: unknown = {}, more?: More) => send(approveReturn, { id, return_id: returnId }, body, { by: 'merchant', ...more });
const refuse = (id: string, returnId: string, body: unknown = { message: 'Worn.' }, more?: More) => send(refuseReturn, { id, return_id: returnId }, body, { by: 'merchant', ...more });

/** Three teas at 10.00, two pots at 5.00, delivery 5.00, 10 % tax on all: 49.50. */
const CART = [{ id: 'tea', quantity: 3 }, { id: 'pot', quantity: 2 }];
const buy = (options?: { capture: boolean }): Promise<string> => buyItems(ctx, shop, agent, CART, options);

async function asked(orderId: string, body?: unknown): Promise<string> {
  const reply = await ask(orderId, body);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

const refused = (status: number, error: string, more: object = {}) => ({ status, body: { error, message: expect.any(String), next_step: expect.any(String), ...more } });

/** The same Ctx with a network that refunds as told. */
const refunding = (refund: PaymentPort['refund']): Ctx => ({ ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, refund } } });

describe('an order', () => {
  it('tells the agent that bought what it bought, what that cost, and where to go on', async () => {
    const id = await buy();
    const { status, body } = await read(id);
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      number: expect.stringMatching(/^\d+$/),
      merchant_id: shop.handle,
      session_id: expect.any(String),
      agent_id: agent.agentId,
      status: 'confirmed',
      payment: { status: 'captured', human_present: false },
      items: [
        { product_id: 'tea', name: 'Tea', quantity: 3, unit_price: '10.00', total: '30.00', tax: '3.00' },
        { product_id: 'pot', name: 'Pot', quantity: 2, unit_price: '5.00', total: '10.00', tax: '1.00' },
      ],
      totals: [{ label: 'Items', amount: '40.00' }, { label: 'Post', amount: '5.00' }, { label: 'Tax', amount: '4.50' }, { label: 'Total', amount: '49.50' }],
      total: '49.50',
      currency: 'CAD',
      buyer: { name: 'Ada Test', email: 'ada@buyer.example' },
      shipping_address: expect.objectContaining({ city: 'Toronto' }),
      fulfillment: { title: 'Post' },
      refund: { status: 'none', amount: '0.00', pending_amount: '0.00' },
      returns: [],
      permalink_url: `http://localhost:3000/orders/${id}`,
      links: {
        self: `http://localhost:3000/api/agent/v1/orders/${id}`,
        returns: `http://localhost:3000/api/agent/v1/orders/${id}/returns`,
        session: expect.stringContaining('/api/agent/v1/sessions/'),
      },
      created_at: '2026-11-21T12:00:00.000Z',
      updated_at: '2026-11-21T12:00:00.000Z',
      next_step: expect.stringContaining('/returns'),
    });
  });

  it('is cancelled when its payment was voided, and takes no return', async () => {
    const id = await buy({ capture: false });
    const rows = await ctx.db.query<{ reference: string }>({
      name: 'test.reference', text: `select a.network_transaction_id as reference from payment_attempt a join purchase_order o on o.attempt_id = a.id where o.id = $1`, values: [id],
    });
    const reference = rows[0]?.reference ?? '';
    await ctx.ports.payment.void(ctx, reference);
    await followNetwork(ctx, reference);
    expect(await read(id)).toMatchObject({ status: 200, body: { status: 'cancelled', payment: { status: 'voided' } } });
    expect(await ask(id)).toMatchObject(refused(409, 'order_not_returnable'));
  });

  it("is unknown to another agent, of the same wallet too, and to another merchant, in the words of one that does not exist", async () => {
    const id = await buy();
    const returnId = await asked(id);
    const unknown = await read(newUuid());
    expect(unknown).toMatchObject(refused(404, 'not_found'));
    const stranger = { token: await keyOf(await makeShop(ctx)) };
    const sibling = { by: await makeAgent(ctx, { wallet: agent }) };
    const foreign = { headers: { 'x-merchant-handle': (await makeShop(ctx)).handle } };
    for (const reply of [
      ...(await Promise.all([stranger, sibling, foreign].flatMap((more) => [read(id, more), readReturns(id, more)]))),
      await ask(id, undefined, sibling), await ask(id, undefined, foreign), await ask(newUuid()), await ask('no-uuid'), await read('no-uuid'),
      await approve(id, returnId, {}, stranger), await refuse(id, returnId, undefined, stranger), await approve(id, `ret_${'0'.repeat(26)}`), await approve(id, 'x'.repeat(5_000)),
      await approve(await buy(), returnId),
    ]) {
      expect({ status: reply.status, body: reply.body }).toEqual({ status: 404, body: unknown.body });
    }
    expect(await read(id, { headers: { 'x-merchant-handle': shop.handle } })).toMatchObject({ status: 200 });
  });

  it('needs view_orders to be read and initiate_purchase to be returned; a paused agent does neither', async () => {
    const id = await buy();
    const blind = { token: await accessTokenOf(ctx, agent.agentId, { scopes: ['browse_products', 'initiate_purchase'] }) };
    for (const reply of [await list(blind), await read(id, blind), await readReturns(id, blind)]) expect(reply).toMatchObject(refused(403, 'insufficient_scope', { scope: 'view_orders' }));
    const reader = { token: await accessTokenOf(ctx, agent.agentId, { scopes: ['view_orders'] }) };
    expect(await ask(id, undefined, reader)).toMatchObject(refused(403, 'insufficient_scope', { scope: 'initiate_purchase' }));
    const paused = await makeAgent(ctx);
    await suspendAgent(ctx, paused);
    expect(await list({ by: paused })).toMatchObject(refused(403, 'agent_suspended'));
    expect(await callEndpoint(ctx, getOrders, {})).toMatchObject(refused(401, 'invalid_token'));
  });
});

describe('the list of orders', () => {
  it("is the agent's own at every merchant, or at the one it names, newest first; the merchant's key sees all of its own", async () => {
    const [buyer, other] = [await richAgent(), await richAgent()];
    const second = await makeShop(ctx);
    const [first, last] = [await buyItems(ctx, shop, buyer), await buyItems(ctx, shop, buyer)];
    const elsewhere = await buyItems(ctx, second, buyer);
    const theirs = await buyItems(ctx, second, other);
    const ids = async (more: More): Promise<unknown[]> => ((await list(more)).body.orders as { id: string }[]).map(({ id }) => id);
    expect(await ids({ by: buyer })).toEqual([elsewhere, last, first]);
    expect(await ids({ by: buyer, headers: { 'x-merchant-handle': shop.handle } })).toEqual([last, first]);
    expect(await ids({ token: await keyOf(second) })).toEqual([theirs, elsewhere]);
    expect(await ids({ by: buyer, query: '?status=cancelled' })).toEqual([]);
  });

  it('comes in pages that orders placed meanwhile do not shift', async () => {
    const buyer = await richAgent();
    const placed: string[] = [];
    for (let index = 0; index < 3; index++) placed.unshift(await buyItems(ctx, shop, buyer));
    const first = (await list({ by: buyer, query: '?limit=2' })).body as unknown as { orders: { id: string }[]; next_cursor: string };
    expect(first.orders.map(({ id }) => id)).toEqual(placed.slice(0, 2));
    await buyItems(ctx, shop, buyer);
    const second = await list({ by: buyer, query: `?limit=2&cursor=${first.next_cursor}` });
    expect(second.body).toMatchObject({ orders: [{ id: placed[2] }] });
    expect(second.body).not.toHaveProperty('next_cursor');
  });

  it.each(['?limit=0', '?limit=101', '?cursor=1', '?cursor=WyJvcmRlciIsIngiXQ', '?status=paid', '?agent=x', '?limit=1&limit=1'])('refuses %s', async (query) => {
    expect(await list({ query })).toMatchObject(refused(400, 'invalid_request', { param: expect.stringMatching(/^\$\./) }));
  });
});

describe('asking for a return', () => {
  it('is a request that the merchant has yet to decide, with what is expected back and the agent in its own words', async () => {
    const id = await buy();
    const reply = await ask(id, { items: [{ product_id: 'tea', quantity: 2 }], reason: 'not_as_described', note: 'See https://evil.example\u202e now' });
    expect(reply).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^ret_/), order_id: id, status: 'requested', items: [{ product_id: 'tea', name: 'Tea', quantity: 2 }], reason: 'not_as_described',
        note: 'See [link removed] now', refund_amount: '22.00', currency: 'CAD', created_at: '2026-11-21T12:00:00.000Z', next_step: expect.any(String),
      },
    });
    expect(reply.body).not.toHaveProperty('decided_at');
    expect(await readReturns(id)).toMatchObject({ status: 200, body: { order_id: id, returns: [reply.body] } });
    expect(await read(id, { by: 'merchant' })).toMatchObject({ status: 200, body: { returns: [reply.body], refund: { status: 'none' } } });
  });

  it('is read in camelCase too', async () => {
    expect(await ask(await buy(), { items: [{ productId: 'pot', quantity: 1 }], reason: 'other' })).toMatchObject({ status: 201, body: { refund_amount: '5.50' } });
  });

  it('happens once under its key, and a different body under it is refused', async () => {
    const id = await buy();
    const first = await ask(id, undefined, { key: 'once' });
    expect(first.status).toBe(201);
    expect((await ask(id, undefined, { key: 'once' })).body).toEqual(first.body);
    expect(await ask(id, { items: [{ product_id: 'pot', quantity: 1 }], reason: 'faulty' }, { key: 'once' })).toMatchObject(refused(409, 'idempotency_conflict'));
    expect((await readReturns(id)).body.returns).toHaveLength(1);
  });

  it('takes no more than was bought, over any number of requests at once; what was refused is free again', async () => {
    const id = await buy();
    const replies = await Promise.all(Array.from({ length: 12 }, () => ask(id)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    for (const reply of replies.filter(({ status }) => status !== 201)) expect(reply).toMatchObject(refused(409, 'quantity_exceeded', { param: '$.items[0].quantity', available: 0 }));
    const [granted] = replies.filter(({ status }) => status === 201);
    await refuse(id, granted?.body.id ?? '');
    expect(await ask(id, { items: [{ product_id: 'tea', quantity: 2 }], reason: 'faulty' })).toMatchObject(refused(409, 'quantity_exceeded', { available: 1 }));
    expect(await ask(id)).toMatchObject({ status: 201 });
  });

  it('is bounded for an order, refused ones included', async () => {
    const id = await buy();
    for (let index = 0; index < 20; index++) await refuse(id, await asked(id));
    expect(await ask(id)).toMatchObject(refused(409, 'return_limit_reached'));
  });

  const items = [{ product_id: 'tea', quantity: 1 }];
  it.each<[string, unknown, string]>([
    ['nothing', {}, '$.items'],
    ['no items', { items: [], reason: 'faulty' }, '$.items'],
    ['an item twice', { items: [...items, ...items], reason: 'faulty' }, '$.items'],
    ['a quantity of none', { items: [{ product_id: 'tea', quantity: 0 }], reason: 'faulty' }, '$.items[0].quantity'],
    ['a quantity as text', { items: [{ product_id: 'tea', quantity: '1' }], reason: 'faulty' }, '$.items[0].quantity'],
    ['no reason', { items }, '$.reason'],
    ['a reason of its own', { items, reason: 'because' }, '$.reason'],
    ['an amount', { items, reason: 'faulty', refund_amount: '49.50' }, '$.refund_amount'],
    ['an endless note', { items, reason: 'faulty', note: 'x'.repeat(1_001) }, '$.note'],
  ])('with %s is 400 and changes nothing', async (_name, body, param) => {
    const id = await buy();
    expect(await ask(id, body)).toMatchObject(refused(400, 'invalid_request', { param }));
    expect((await readReturns(id)).body.returns).toEqual([]);
  });

  it('names what was not bought', async () => {
    expect(await ask(await buy(), { items: [...items, { product_id: 'last', quantity: 1 }], reason: 'faulty' })).toMatchObject(
      refused(400, 'item_unavailable', { param: '$.items[1].product_id' }),
    );
  });
});

describe('deciding on a return', () => {
  it('approves what was expected, with words, and says that the refund is yet to come', async () => {
    const id = await buy();
    const reply = await approve(id, await asked(id), { message: 'Send it to the shop.' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'approved', refund_amount: '11.00', message: 'Send it to the shop.', decided_at: expect.any(String) } });
    expect(reply.body).not.toHaveProperty('refunded_at');
    expect(await read(id)).toMatchObject({ body: { refund: { status: 'pending', amount: '0.00', pending_amount: '11.00' } } });
  });

  it('grants another amount, as a number or as text, and never more than is left of the order', async () => {
    const id = await buy();
    const [first, second, third] = [await asked(id), await asked(id), await asked(id, { items: [{ product_id: 'pot', quantity: 1 }], reason: 'faulty' })];
    expect(await approve(id, first, '{"refund_amount":10.50}')).toMatchObject({ status: 200, body: { refund_amount: '10.50' } });
    expect(await approve(id, second, { refund_amount: '33.51' })).toMatchObject(refused(409, 'amount_exceeds_captured', { param: '$.refund_amount', available: '33.50' }));
    expect(await approve(id, second, { refund_amount: '33.50' })).toMatchObject({ status: 200 });
    expect(await approve(id, third)).toMatchObject({ status: 200, body: { refund_amount: '5.50' } });
    expect(await ask(id)).toMatchObject(refused(409, 'nothing_to_refund'));
  });

  it('never gives back more than was paid, decided at the same moment', async () => {
    const id = await buy();
    const requested = [await asked(id), await asked(id), await asked(id)];
    const replies = await Promise.all(requested.map((returnId) => approve(id, returnId, { refund_amount: '25.00' })));
    const granted = replies.filter(({ status }) => status === 200);
    const rows = await ctx.db.query<{ total: string }>({
      name: 'test.granted', text: `select coalesce(sum(refund_amount), 0)::text as total from order_return where order_id = $1 and status <> 'refused'`, values: [id],
    });
    expect(granted.length).toBeGreaterThan(0);
    expect(Number(rows[0]?.total)).toBeLessThanOrEqual(4_950);
  });

  it('refuses with words, once', async () => {
    const id = await buy();
    const returnId = await asked(id);
    expect(await refuse(id, returnId, {})).toMatchObject(refused(400, 'invalid_request', { param: '$.message' }));
    expect(await refuse(id, returnId, { message: ' ' })).toMatchObject(refused(400, 'invalid_request', { param: '$.message' }));
    expect(await refuse(id, returnId)).toMatchObject({ status: 200, body: { status: 'refused', message: 'Worn.' } });
    expect(await refuse(id, returnId)).toMatchObject(refused(409, 'already_decided', { status: 'refused' }));
    expect(await approve(id, returnId)).toMatchObject(refused(409, 'already_decided', { status: 'refused' }));
  });

  it('happens once of two at the same moment', async () => {
    const id = await buy();
    const returnId = await asked(id);
    const replies = await Promise.all([approve(id, returnId), refuse(id, returnId), approve(id, returnId), refuse(id, returnId)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  });

  it('answers the same again under its key', async () => {
    const id = await buy();
    const returnId = await asked(id);
    const first = await approve(id, returnId, {}, { key: 'decide' });
    expect((await approve(id, returnId, {}, { key: 'decide' })).body).toEqual(first.body);
  });

  it('waits until the payment is captured', async () => {
    const id = await buy({ capture: false });
    expect(await approve(id, await asked(id))).toMatchObject(refused(409, 'payment_not_captured'));
    expect(await readReturns(id)).toMatchObject({ body: { returns: [{ status: 'requested' }] } });
  });

  it.each([['0'], ['-1'], ['1.005'], ['x'], [''], [null], [[]]])('takes no amount of %j', async (refund_amount) => {
    const id = await buy();
    expect(await approve(id, await asked(id), { refund_amount })).toMatchObject(refused(400, 'invalid_request', { param: '$.refund_amount' }));
  });

  it("is not the agent's, nor of the store's staff", async () => {
    const id = await buy();
    const returnId = await asked(id);
    expect(await approve(id, returnId, {}, { by: agent })).toMatchObject(refused(401, 'invalid_token'));
    const staff = { ...ctx, requestId: 'req_test', clientAddress: '127.0.0.1', merchant: null, principal: { kind: 'merchant_user', userId: 'usr_1', merchantId: shop.merchantId, role: 'staff', sessionId: 's' } } as const;
    const failure: unknown = await approveReturn.handle(staff, new Request('http://localhost/', { method: 'POST' }), { id, return_id: returnId }).catch((error: unknown) => error);
    expect(isHttpFailure(failure) && failure.failure).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('the refund of an approved return', () => {
  const approved = async (): Promise<{ id: string; returnId: string }> => {
    const id = await buy();
    const returnId = await asked(id);
    await approve(id, returnId);
    return { id, returnId };
  };

  it('is asked of the network once for its return, and only then the return says refunded', async () => {
    const { id, returnId } = await approved();
    const calls: unknown[] = [];
    const on = refunding((asked, command) => {
      calls.push(command);
      return ctx.ports.payment.refund(asked, command);
    });
    await Promise.all([refundReturn(on, { returnId }), refundReturn(on, { returnId })]);
    await refundReturn(on, { returnId });
    expect(calls).toContainEqual({ refundKey: returnId, reference: expect.stringMatching(/^txn_/), amount: 1_100n });
    expect(new Set(calls.map((call) => (call as { refundKey: string }).refundKey))).toEqual(new Set([returnId]));
    expect(await read(id)).toMatchObject({ body: { refund: { status: 'partial', amount: '11.00', pending_amount: '0.00' }, returns: [{ status: 'refunded', refunded_at: expect.any(String) }] } });
    const rows = await ctx.db.query<{ kind: string }>({ name: 'test.timeline', text: 'select kind from order_event where order_id = $1 order by id', values: [id] });
    expect(rows.map(({ kind }) => kind)).toEqual(['placed', 'captured', 'return_requested', 'return_approved', 'refunded', 'return_refunded']);
  });

  it('is full when everything comes back, delivery included', async () => {
    const id = await buy();
    const returnId = await asked(id, { items: [{ product_id: 'tea', quantity: 3 }, { product_id: 'pot', quantity: 2 }], reason: 'no_longer_wanted' });
    expect(await approve(id, returnId)).toMatchObject({ body: { refund_amount: '49.50' } });
    await refundReturn(ctx, { returnId });
    expect(await read(id)).toMatchObject({ body: { refund: { status: 'full', amount: '49.50' }, next_step: 'Nothing: everything was returned.' } });
  });

  it('gives what is left where the merchant gave money back meanwhile, once however often it runs, and nothing where all went back', async () => {
    const giveBack = (orderId: string, amount: string | null) => refundOrder(ctx, { merchantId: shop.merchantId, orderId, amount, refundKey: newUuid() });
    const some = await approved();
    expect(await giveBack(some.id, '45.00')).toMatchObject({ ok: true });
    for (let again = 0; again < 2; again++) await refundReturn(ctx, { returnId: some.returnId });
    expect(await read(some.id)).toMatchObject({ body: { refund: { status: 'full', amount: '49.50' }, returns: [{ status: 'refunded' }] } });

    const all = await approved();
    expect(await giveBack(all.id, null)).toMatchObject({ ok: true });
    await refundReturn(ctx, { returnId: all.returnId });
    expect(await read(all.id)).toMatchObject({ body: { refund: { status: 'full', amount: '49.50', pending_amount: '0.00' }, returns: [{ status: 'refunded' }] } });
    expect(await runAudit(ctx)).toEqual([]);
  });

  it.each<[string, PaymentPort['refund']]>([
    ['is refused', () => Promise.resolve(err({ code: 'refused' }))],
    ['does not answer', () => Promise.reject(new Error('the network is away'))],
  ])('that %s leaves the return approved, and is kept among the dead letters with its reason', async (_name, refund) => {
    await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
    const { id, returnId } = await approved();
    const late = await testCtx();
    const on = { ...late, ports: { ...late.ports, payment: { ...late.ports.payment, refund } } };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      while ((await relayBatch(on, consumers)) > 0);
      late.clock.advance(3_600);
    }
    expect(await read(id)).toMatchObject({ body: { refund: { status: 'pending' }, returns: [{ status: 'approved' }] } });
    const letters = await listDeadLetters(ctx, { tenantId: null, beforeId: null, limit: 10 });
    expect(letters.filter(({ topic }) => topic === 'return.approved')).toMatchObject([{ payload: { returnId } }]);
  });
});

describe('what the agent is told', () => {
  it('is each decision on its returns and the refund, signed like all its webhooks', async () => {
    const receiver = await startReceiver();
    try {
      await send(postWebhook, {}, { url: receiver.url, events: ['return.approved', 'return.refused', 'return.refunded'] });
      const id = await buy();
      const [kept, given] = [await asked(id), await asked(id)];
      await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
      await refuse(id, kept);
      await approve(id, given, { message: 'Fine.' });
      while ((await relayBatch(ctx, consumers)) > 0);
      const told = receiver.received.map(({ text }) => JSON.parse(text) as { type: string; data: Record<string, string> });
      expect(told.map(({ type }) => type)).toEqual(['return.refused', 'return.approved', 'return.refunded']);
      expect(told.map(({ data }) => data)).toMatchObject([
        { return_id: kept, order_id: id, merchant_id: shop.handle, status: 'refused', message: 'Worn.' },
        { return_id: given, order_id: id, status: 'approved', refund_amount: '11.00', currency: 'CAD', message: 'Fine.' },
        { return_id: given, status: 'refunded', refund_amount: '11.00' },
      ]);
      for (const { headers } of receiver.received) expect(headers['x-webhook-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
    } finally {
      await receiver.close();
    }
  });
});

describe('what the merchant gives back without a return', () => {
  it('is told with the order, and a canceled order tells what came back of it', async () => {
    const id = await buy();
    await refundOrder(ctx, { merchantId: shop.merchantId, orderId: id, amount: '1.50', refundKey: newUuid() });
    expect(await read(id)).toMatchObject({ body: { status: 'confirmed', refund: { status: 'partial', amount: '1.50', pending_amount: '0.00' } } });
    await endOrder(ctx, { merchantId: shop.merchantId, orderId: id, key: newUuid(), lines: null, reason: null });
    expect(await read(id)).toMatchObject({ body: { status: 'cancelled', refund: { status: 'full', amount: '49.50' }, next_step: expect.stringContaining('canceled') } });
  });
});
