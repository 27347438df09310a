import { beforeAll, describe, expect, it } from 'vitest';
import { audiences, suspendAgent, type AgentPermission } from '@/lib/agent';
import { issueApiKey } from '@/lib/auth';
import { insertItem } from '@/lib/catalog';
import { createCheckout, getCheckout } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import type { Ctx, PaymentPort } from '@/lib/ports';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { addDiscount } from '@/lib/testing/discounts';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { makeAgent, makeShop, tokenFor, TORONTO, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, expireApprovals, openStepUp, rejectStepUp } from '@/lib/wallet';
import { cancelSession, completeSession, createSession, getSession, updateSession } from './index';

let ctx: TestCtx;
let shop: Shop;
let agent: TestAgent;
let merchantKey: string;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  agent = await makeAgent(ctx);
  merchantKey = (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'Platform', scopes: [] })).key;
});

type Session = {
  session_id: string;
  status: string;
  cart: { items: Record<string, unknown>[]; total: string; currency: string };
  messages: { code: string; param?: string }[];
  payment?: { status: string };
  order?: { id: string };
  approval_url?: string;
  step_up_id: string;
};
type Reply = Omit<EndpointReply, 'body'> & { body: Session & Record<string, unknown> };
type More = { by?: TestAgent | 'platform'; key?: string; on?: Ctx; token?: string; headers?: Record<string, string> };

const BUYER = { name: 'Ada Test', email: 'ada@buyer.example', shipping_address: TORONTO };

async function send(endpoint: Endpoint, id: string | null, body: unknown, { by = agent, key, on = ctx, token, headers }: More = {}): Promise<Reply> {
  const credential = token ?? (by === 'platform' ? merchantKey : await accessTokenOf(ctx, by.agentId));
  const reply = await callEndpoint(on, endpoint, {
    params: id === null ? {} : { id },
    token: credential,
    headers: { 'x-merchant-handle': shop.handle, ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
    body,
  });
  return reply as Reply;
}

const open = (body: object = {}, more?: More) => send(createSession, null, { items: [{ product_id: 'tea', quantity: 1 }], buyer: BUYER, ...body }, more);
const read = (id: string, more?: More) => send(getSession, id, undefined, more);
const change = (id: string, body: unknown, more?: More) => send(updateSession, id, body, more);
const complete = (id: string, body: unknown = {}, more?: More) => send(completeSession, id, body, more);
const cancel = (id: string, more?: More) => send(cancelSession, id, undefined, more);

async function opened(body: object = {}, more?: More): Promise<string> {
  const reply = await open(body, more);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.session_id;
}

/** The token that the wallet issues to an agent for this session. */
async function issued(to: TestAgent, id: string): Promise<string> {
  const checkout = await getCheckout(ctx, { checkoutId: id, actor: { kind: 'agent', agentId: to.agentId } });
  if (!checkout.ok) throw new Error(checkout.error.code);
  return tokenFor(ctx, to, checkout.value);
}

const refused = (status: number, error: string) => ({ status, body: { error, message: expect.any(String), next_step: expect.any(String) } });

/** Six teas: 71.50, above the 50.00 of the agent. */
const OVER = { items: [{ product_id: 'tea', quantity: 6 }] };
const UNLIMITED = [{ currency: 'CAD' as const, perTransactionAmount: 10_000_000n, dailyAmount: 10_000_000n, monthlyAmount: 10_000_000n }];
/** 5,505.50, more than the card holds. */
const UNAFFORDABLE = { items: [{ product_id: 'tea', quantity: 500 }] };

async function approve({ agent: { walletId }, authenticator }: Owner, approvalId: string): Promise<void> {
  const openStep = await openStepUp(ctx, { approvalId, walletId });
  if (!openStep.ok) throw new Error(openStep.error.code);
  const approved = await approveStepUp(ctx, { approvalId, walletId, assertion: authenticator.assert(openStep.value.publicKey) });
  if (!approved.ok) throw new Error(approved.error.code);
}

const countOrders = async (id: string): Promise<number> => {
  const rows = await ctx.db.query<{ count: number }>({ name: 'test.orders', text: `select count(*)::int as count from purchase_order where checkout_id = $1`, values: [id] });
  return rows[0]?.count ?? 0;
};

describe('a session', () => {
  it('is answered as the seed prints it, in snake_case, with decimal strings', async () => {
    const { status, body } = await open();
    expect(status).toBe(201);
    expect(body).toEqual({
      session_id: expect.any(String),
      agent_id: agent.agentId,
      merchant_id: shop.handle,
      status: 'ready_for_payment',
      cart: {
        items: [{ product_id: 'tea', name: 'Tea', quantity: 1, unit_price: '10.00', total: '10.00', available: true }],
        subtotal: '10.00',
        discounts: [],
        tax: '1.50',
        shipping: expect.objectContaining({ id: 'post', title: 'Post', amount: '5.00' }),
        total: '16.50',
        currency: 'CAD',
      },
      fulfillment_options: [expect.objectContaining({ id: 'post', type: 'shipping', amount: '5.00', selected: true })],
      buyer: BUYER,
      messages: [],
      created_at: '2026-11-21T12:00:00.000Z',
      updated_at: '2026-11-21T12:00:00.000Z',
      expires_at: '2026-11-21T12:30:00.000Z',
      next_step: expect.any(String),
    });
  });

  it('tells discounts by name and digital goods by their option, and its amounts add up', async () => {
    const own = await makeShop(ctx);
    await addDiscount(ctx, own, { id: 'each', code: null, method: 'each' });
    await addDiscount(ctx, own, { id: 'whole', code: null, percentBasisPoints: null, offAmount: 300n, priority: 2 });
    await insertItem(ctx, { merchantId: own.merchantId, id: 'ebook', name: 'E-book', description: '', category: 'books', imagePath: null, currency: 'CAD', amount: 2_000n, stock: null, delivery: 'digital' }, 2);
    const at = { headers: { 'x-merchant-handle': own.handle } };
    const items = [{ product_id: 'tea', quantity: 1 }, { product_id: 'ebook', quantity: 1 }];
    const { body } = await open({ items }, at);
    expect(body).toMatchObject({
      status: 'ready_for_payment',
      cart: {
        items: [{ total: '10.00' }, { total: '20.00' }],
        subtotal: '30.00',
        discounts: [{ title: 'Discount each', amount: '3.00' }, { title: 'Discount whole', amount: '3.00' }],
        shipping: { id: 'post', title: 'Post + Digital delivery', amount: '5.00' },
        tax: '2.90',
        total: '31.90',
      },
      fulfillment_options: [{ id: 'post', type: 'shipping', selected: true }, { id: 'digital', type: 'digital', amount: '0.00', selected: true }],
    });
    const digital = await open({ items: [{ product_id: 'ebook', quantity: 1 }], buyer: { name: 'Ada Test', email: 'ada@buyer.example' } }, at);
    expect(digital.body).toMatchObject({ status: 'ready_for_payment', cart: { total: '16.50' } });
    expect(digital.body.cart).not.toHaveProperty('shipping');
  });

  it('goes from cart_building over awaiting_buyer_info to ready_for_payment as it is filled', async () => {
    const created = await send(createSession, null, { items: [{ product_id: 'tea', quantity: 1 }] });
    expect(created).toMatchObject({ status: 201, body: { status: 'cart_building', cart: { total: '10.00' } } });
    expect(created.body).not.toHaveProperty('buyer');
    const id = created.body.session_id;
    expect(await change(id, { buyer: { name: 'Ada Test' } })).toMatchObject({ status: 200, body: { status: 'cart_building', buyer: { name: 'Ada Test' } } });
    expect(await change(id, { buyer: { email: BUYER.email } })).toMatchObject({
      body: { status: 'awaiting_buyer_info', buyer: { name: 'Ada Test', email: BUYER.email }, messages: [{ code: 'missing', param: '$.buyer.shipping_address' }] },
    });
    expect(await change(id, { buyer: { shipping_address: TORONTO } })).toMatchObject({ body: { status: 'ready_for_payment', buyer: BUYER, messages: [] } });
    expect(await change(id, { items: [{ product_id: 'tea', quantity: 2 }] })).toMatchObject({ body: { status: 'ready_for_payment', buyer: BUYER, cart: { total: '27.50' } } });
    expect(await read(id)).toMatchObject({ status: 200, body: { status: 'ready_for_payment', cart: { total: '27.50' } } });
  });

  it('is read in camelCase too, on every level', async () => {
    const { name, line_one: lineOne, city, state, postal_code: postalCode } = TORONTO;
    const camel = {
      items: [{ productId: 'tea', quantity: 1 }],
      buyer: { name: 'Ada Test', email: BUYER.email, shippingAddress: { name, lineOne, city, state, country: 'ca', postalCode } },
      fulfillmentOptionId: 'post',
    };
    expect(await send(createSession, null, camel)).toMatchObject({ status: 201, body: { status: 'ready_for_payment', buyer: BUYER } });
  });

  it('keeps the name of the buyer when the email changes, and the email when the name does', async () => {
    const id = await opened();
    expect(await change(id, { buyer: { email: 'new@buyer.example' } })).toMatchObject({ body: { buyer: { ...BUYER, email: 'new@buyer.example' } } });
    expect(await change(id, { buyer: { name: 'Grace Test' } })).toMatchObject({ body: { buyer: { ...BUYER, email: 'new@buyer.example', name: 'Grace Test' } } });
  });

  it('is cancelled for good by DELETE', async () => {
    const id = await opened();
    expect(await cancel(id)).toMatchObject({ status: 200, body: { session_id: id, status: 'cancelled' } });
    expect(await read(id)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await cancel(id)).toMatchObject(refused(409, 'session_not_cancellable'));
    expect(await change(id, {})).toMatchObject(refused(409, 'session_not_editable'));
    expect(await complete(id)).toMatchObject(refused(409, 'session_not_ready'));
  });

  it('lives thirty minutes', async () => {
    const late = await testCtx();
    const id = await opened({}, { on: late });
    late.clock.advance(30 * 60);
    const token = await accessTokenOf(late, agent.agentId);
    expect(await read(id, { on: late, token })).toMatchObject({ status: 200, body: { status: 'cancelled', messages: [{ code: 'session_expired' }] } });
    expect(await change(id, {}, { on: late, token })).toMatchObject(refused(410, 'session_expired'));
    expect(await complete(id, {}, { on: late, token })).toMatchObject(refused(410, 'session_expired'));
    expect(await complete(id, { payment_token: 'vt_unknown' }, { on: late, token })).toMatchObject(refused(410, 'session_expired'));
    expect(await cancel(id, { on: late, token })).toMatchObject(refused(409, 'session_not_cancellable'));
  });
});

describe('who may do what', () => {
  it("keeps an agent's session from other agents, in the words of one that is unknown", async () => {
    const id = await opened();
    const other = { by: await makeAgent(ctx) };
    const unknown = await read('00000000-0000-4000-8000-000000000000');
    expect(unknown).toMatchObject(refused(404, 'not_found'));
    for (const reply of [await read(id, other), await change(id, {}, other), await complete(id, {}, other), await complete(id, { payment_token: 'vt_x' }, other), await cancel(id, other)]) {
      expect({ status: reply.status, body: reply.body }).toEqual({ status: 404, body: unknown.body });
    }
    expect(await read('no-uuid')).toMatchObject(refused(404, 'not_found'));
    expect(await change('no-uuid', {})).toMatchObject(refused(404, 'not_found'));
  });

  it("lets the merchant's key read an agent's session and leave it alone", async () => {
    const id = await opened();
    expect(await read(id, { by: 'platform' })).toMatchObject({ status: 200, body: { session_id: id } });
    expect(await change(id, {}, { by: 'platform' })).toMatchObject(refused(404, 'not_found'));
    expect(await cancel(id, { by: 'platform' })).toMatchObject(refused(404, 'not_found'));
  });

  it('is found by its id alone, on an installation without a default merchant too', async () => {
    const id = await opened();
    const reply = await callEndpoint(ctx, getSession, { params: { id }, token: await accessTokenOf(ctx, agent.agentId) });
    expect(reply).toMatchObject({ status: 200, body: { session_id: id } });
  });

  it('is 404 with another merchant named beside the id', async () => {
    const id = await opened();
    const foreign = await makeShop(ctx);
    expect(await read(id, { headers: { 'x-merchant-handle': foreign.handle } })).toMatchObject(refused(404, 'not_found'));
  });

  it('needs create_cart to open and initiate_purchase to pay', async () => {
    const without = async (missing: AgentPermission) =>
      accessTokenOf(ctx, agent.agentId, { scopes: (['create_cart', 'initiate_purchase', 'complete_purchase'] as const).filter((scope) => scope !== missing) });
    expect(await open({}, { token: await without('create_cart') })).toMatchObject({ status: 403, body: { error: 'insufficient_scope', scope: 'create_cart' } });
    const id = await opened();
    expect(await complete(id, {}, { token: await without('initiate_purchase') })).toMatchObject({ status: 403, body: { error: 'insufficient_scope', scope: 'initiate_purchase' } });
    expect(await complete(id, {}, { token: await without('complete_purchase') })).toMatchObject({ status: 202, body: { trigger_type: 'permission' } });
  });

  it("stops a paused agent's next call", async () => {
    const paused = await makeAgent(ctx);
    const id = await opened({}, { by: paused });
    await suspendAgent(ctx, paused);
    expect(await complete(id, {}, { by: paused })).toMatchObject({ status: 403, body: { error: 'agent_suspended' } });
  });
});

describe('what cannot be had', () => {
  it('is item_unavailable: unknown to the merchant, or more than there is', async () => {
    expect(await open({ items: [{ product_id: 'tea', quantity: 1 }, { product_id: 'moon', quantity: 1 }] })).toMatchObject({
      ...refused(400, 'item_unavailable'),
      body: { param: '$.items[1].product_id' },
    });
    expect(await open({ items: [{ product_id: 'last', quantity: 2 }] })).toMatchObject({ status: 409, body: { error: 'item_unavailable', param: '$.items[0]' } });
    const id = await opened();
    expect(await change(id, { items: [{ product_id: 'last', quantity: 2 }] })).toMatchObject(refused(409, 'item_unavailable'));
    expect(await read(id)).toMatchObject({ body: { cart: { items: [{ product_id: 'tea' }] } } });
  });

  it('is item_unavailable when the last one was sold before it was paid for', async () => {
    const [first, second] = [await opened({ items: [{ product_id: 'last', quantity: 1 }] }), await opened({ items: [{ product_id: 'last', quantity: 1 }] })];
    expect(await complete(first)).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(await complete(second)).toMatchObject(refused(409, 'item_unavailable'));
    expect(await read(second)).toMatchObject({ body: { status: 'awaiting_buyer_info', cart: { items: [{ available: false }] }, messages: [{ code: 'out_of_stock' }] } });
    expect(await complete(second)).toMatchObject(refused(409, 'item_unavailable'));
    expect(await change(second, { items: [{ product_id: 'tea', quantity: 1 }] })).toMatchObject({ status: 200, body: { status: 'ready_for_payment' } });
  });

  it('is refused by name: another currency, an option that is not offered', async () => {
    expect(await open({ currency: 'EUR' })).toMatchObject({ status: 400, body: { error: 'currency_mismatch', param: '$.currency', expected: 'CAD' } });
    expect(await open({ fulfillment_option_id: 'drone' })).toMatchObject({ status: 400, body: { error: 'invalid_request', param: '$.fulfillment_option_id' } });
    expect(await open({ currency: 'cad', fulfillment_option_id: 'post' })).toMatchObject({ status: 201 });
  });

  it('is session_not_ready while something is missing, and says what', async () => {
    const id = await opened({ buyer: { email: BUYER.email } });
    for (const body of [{}, { payment_token: 'vt_unknown' }]) {
      expect(await complete(id, body)).toMatchObject({ status: 409, body: { error: 'session_not_ready', message: expect.stringContaining('delivery address') } });
    }
  });
});

describe('paying with a token', () => {
  it('completes as an agent or a platform brings it, once', async () => {
    const id = await opened();
    const found = await read(id);
    const token = await issued(agent, id);
    const paid = await complete(id, { payment_token: token });
    expect(paid).toMatchObject({
      status: 200,
      body: {
        status: 'completed',
        cart: found.body.cart,
        payment: { status: 'authorized', token_id: expect.stringMatching(/^tok_/), mandate_id: expect.any(String) },
        order: { id: expect.any(String), payment_status: 'authorized', permalink_url: expect.stringContaining('/orders/') },
      },
    });
    expect(JSON.stringify(paid.body)).not.toContain(token);
    expect(await complete(id, { payment_token: token })).toMatchObject(refused(409, 'session_not_ready'));
    expect(await change(id, {})).toMatchObject(refused(409, 'session_not_editable'));
    expect(await cancel(id)).toMatchObject(refused(409, 'session_not_cancellable'));
    expect(await countOrders(id)).toBe(1);
  });

  it('takes a token from a platform for a session that it opened, and never pays for it by itself', async () => {
    const id = await opened({}, { by: 'platform' });
    expect(await complete(id, {}, { by: 'platform' })).toMatchObject({ status: 400, body: { error: 'invalid_payment_token', param: '$.payment_token' } });
    const token = await issued(agent, id);
    expect(await complete(id, { payment_token: token }, { by: 'platform' })).toMatchObject({ status: 200, body: { status: 'completed', agent_id: null } });
  });

  it.each(['vt_unknown', `vt_${'a'.repeat(43)}`, 'x'])('refuses %s as invalid_payment_token and changes nothing', async (payment_token) => {
    const id = await opened();
    expect(await complete(id, { payment_token })).toMatchObject({ status: 400, body: { error: 'invalid_payment_token', param: '$.payment_token', reason: 'unknown' } });
    expect(await read(id)).toMatchObject({ body: { status: 'ready_for_payment' } });
  });

  it('refuses a token that was issued before the session was changed', async () => {
    const id = await opened();
    const token = await issued(agent, id);
    await change(id, { items: [{ product_id: 'tea', quantity: 2 }] });
    expect(await complete(id, { payment_token: token })).toMatchObject({ status: 400, body: { error: 'invalid_payment_token', reason: 'voided' } });
  });
});

describe('flow 3: paying within the limits, without a token', () => {
  it('pays in one call', async () => {
    const id = await opened();
    expect(await complete(id)).toMatchObject({ status: 200, body: { status: 'completed', order: { id: expect.any(String) }, payment: { status: 'authorized' } } });
    expect(await countOrders(id)).toBe(1);
  });

  it('pays once however often it is called at the same time', async () => {
    const id = await opened();
    const replies = await Promise.all(Array.from({ length: 6 }, () => complete(id)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(reply).toMatchObject(refused(409, 'session_not_ready'));
    expect(await countOrders(id)).toBe(1);
  });

  it('asks nobody of a token that is for the store alone: the wallet is not asked with it', async () => {
    const id = await opened();
    const token = await accessTokenOf(ctx, agent.agentId, { audience: [audiences(ctx.settings).merchant(shop.handle)] });
    expect(await complete(id, {}, { token })).toMatchObject(refused(401, 'invalid_token'));
    expect(await read(id, { token })).toMatchObject({ status: 200, body: { status: 'ready_for_payment' } });
  });

  it('tells of a declined card in the session, which can be paid again or fails with its time', async () => {
    const rich = await makeAgent(ctx, { limits: UNLIMITED });
    const late = await testCtx();
    const id = await opened(UNAFFORDABLE, { by: rich, on: late });
    const declined = { status: 'ready_for_payment', payment: { status: 'failed' }, messages: [{ code: 'payment_declined' }] };
    expect(await complete(id, {}, { by: rich, on: late })).toMatchObject({ status: 200, body: declined });
    expect(await read(id, { by: rich, on: late })).toMatchObject({ status: 200, body: declined });
    const smaller = await change(id, { items: [{ product_id: 'tea', quantity: 1 }] }, { by: rich, on: late });
    expect(smaller).toMatchObject({ body: { status: 'ready_for_payment', messages: [] } });
    expect(smaller.body).not.toHaveProperty('payment');
    await change(id, UNAFFORDABLE, { by: rich, on: late });
    await complete(id, {}, { by: rich, on: late });
    late.clock.advance(30 * 60);
    const token = await accessTokenOf(late, rich.agentId);
    expect(await read(id, { on: late, token })).toMatchObject({ body: { status: 'failed', payment: { status: 'failed' } } });
  });

  it('is processing while the network does not answer, and neither edited nor paid again meanwhile', async () => {
    const gone = () => Promise.reject(new Error('the network is away'));
    const silent: PaymentPort = { ...ctx.ports.payment, authorize: gone, retrieve: gone };
    const away = { ...ctx, ports: { ...ctx.ports, payment: silent } };
    const id = await opened();
    expect(await complete(id, {}, { on: away, key: 'k-away' })).toMatchObject(refused(409, 'session_not_ready'));
    expect(await read(id)).toMatchObject({ body: { status: 'processing', payment: { status: 'pending' } } });
    expect(await change(id, {})).toMatchObject(refused(409, 'session_not_editable'));
    expect(await cancel(id)).toMatchObject(refused(409, 'session_not_cancellable'));
    expect(await complete(id)).toMatchObject(refused(409, 'session_not_ready'));
  });
});

describe('flow 4: paying over the limits, without a token', () => {
  it('asks the owner, and after the approval the same call pays', async () => {
    const owner = await makeOwner(ctx);
    const by = { by: owner.agent };
    const id = await opened(OVER, by);
    const asked = await complete(id, {}, by);
    expect(asked).toMatchObject({
      status: 202,
      body: {
        status: 'awaiting_authorization',
        payment: { status: 'pending' },
        trigger_type: 'per_transaction',
        approval_url: `http://localhost:3000/approve/${asked.body.step_up_id}`,
        poll_url: `http://localhost:3000/api/agent/v1/payments/${String(asked.body.payment_id)}/status`,
      },
    });
    expect((await complete(id, {}, by)).body.step_up_id).toBe(asked.body.step_up_id);
    expect(await read(id, by)).toMatchObject({ status: 200, body: { status: 'awaiting_authorization', step_up_id: asked.body.step_up_id } });
    await approve(owner, asked.body.step_up_id);
    expect(await read(id, by)).toMatchObject({ body: { status: 'ready_for_payment' } });
    expect(await complete(id, {}, by)).toMatchObject({ status: 200, body: { status: 'completed', order: { id: expect.any(String) } } });
    expect(await countOrders(id)).toBe(1);
  });

  it('goes on under the same Idempotency-Key, and keeps the outcome under it', async () => {
    const owner = await makeOwner(ctx);
    const more = { by: owner.agent, key: 'one-purchase' };
    const id = await opened(OVER, { by: owner.agent });
    const asked = await complete(id, {}, more);
    expect(asked.status).toBe(202);
    await approve(owner, asked.body.step_up_id);
    const paid = await complete(id, {}, more);
    expect(paid).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect((await complete(id, {}, more)).body).toEqual(paid.body);
    expect(await countOrders(id)).toBe(1);
  });

  it('is ready to be paid after the approval with the token of the poll, too', async () => {
    const owner = await makeOwner(ctx);
    const id = await opened(OVER, { by: owner.agent });
    const asked = await complete(id, {}, { by: owner.agent });
    await approve(owner, asked.body.step_up_id);
    const token = await issued(owner.agent, id);
    expect(await complete(id, { payment_token: token }, { by: owner.agent })).toMatchObject({ status: 200, body: { status: 'completed' } });
  });

  it('can be edited while the owner is asked, which voids the question', async () => {
    const owner = await makeOwner(ctx);
    const by = { by: owner.agent };
    const id = await opened(OVER, by);
    const asked = await complete(id, {}, by);
    expect(await change(id, {}, by)).toMatchObject({ status: 200, body: { status: 'awaiting_authorization' } }); // nothing that is approved has changed
    expect(await change(id, { items: [{ product_id: 'tea', quantity: 7 }] }, by)).toMatchObject({ status: 200, body: { status: 'ready_for_payment' } });
    await expect(approve(owner, asked.body.step_up_id)).rejects.toThrow();
    const again = await complete(id, {}, by);
    expect(again.status).toBe(202);
    expect(again.body.step_up_id).not.toBe(asked.body.step_up_id);
  });

  it('can be cancelled while the owner is asked', async () => {
    const owner = await makeOwner(ctx);
    const id = await opened(OVER, { by: owner.agent });
    const asked = await complete(id, {}, { by: owner.agent });
    expect(await cancel(id, { by: owner.agent })).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    await expect(approve(owner, asked.body.step_up_id)).rejects.toThrow();
  });

  it('is refused for a while after the owner declined, and can be asked again when nobody answered', async () => {
    const owner = await makeOwner(ctx);
    const by = { by: owner.agent };
    const id = await opened(OVER, by);
    const asked = await complete(id, {}, by);
    await rejectStepUp(ctx, { approvalId: asked.body.step_up_id, walletId: owner.agent.walletId });
    expect(await read(id, by)).toMatchObject({ body: { status: 'ready_for_payment' } });
    expect(await complete(id, {}, by)).toMatchObject({ status: 403, body: { error: 'policy_refused', rule: 'recently_declined', next_step: expect.any(String) } });
    const late = await testCtx();
    const other = await opened({ items: [{ product_id: 'tea', quantity: 8 }] }, { ...by, on: late });
    const unanswered = await complete(other, {}, { ...by, on: late });
    late.clock.advance(15 * 60);
    await expireApprovals(late);
    const token = await accessTokenOf(late, owner.agent.agentId);
    expect(await read(other, { on: late, token })).toMatchObject({ body: { status: 'ready_for_payment' } });
    const again = await complete(other, {}, { on: late, token });
    expect(again).toMatchObject({ status: 202 });
    expect(again.body.step_up_id).not.toBe(unanswered.body.step_up_id);
  });

  it('shows the question to its own agent and the merchant, and to no other agent of the same wallet', async () => {
    const owner = await makeOwner(ctx);
    const id = await opened(OVER, { by: owner.agent });
    await complete(id, {}, { by: owner.agent });
    expect(await read(id, { by: await makeAgent(ctx, { wallet: owner.agent }) })).toMatchObject(refused(404, 'not_found'));
    expect(await read(id, { by: 'platform' })).toMatchObject({ status: 200, body: { status: 'awaiting_authorization' } });
  });
});

describe('Idempotency-Key', () => {
  it('opens one session, answers it again to the letter, and refuses another body', async () => {
    const first = await open({}, { key: 'k1' });
    expect((await open({}, { key: 'k1' })).body).toEqual(first.body);
    expect(await open({ items: [{ product_id: 'tea', quantity: 3 }] }, { key: 'k1' })).toMatchObject(refused(409, 'idempotency_conflict'));
    expect((await open({}, { key: 'k1', by: await makeAgent(ctx) })).body.session_id).not.toBe(first.body.session_id);
  });

  it('pays once, answers the same again, and is not taken up by a body that is refused', async () => {
    const id = await opened();
    expect(await complete(id, { payment_token: 7 }, { key: 'k2' })).toMatchObject(refused(400, 'invalid_request'));
    const paid = await complete(id, {}, { key: 'k2' });
    expect(paid).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect((await complete(id, {}, { key: 'k2' })).body).toEqual(paid.body);
    expect(await complete(id, { payment_token: 'vt_x' }, { key: 'k2' })).toMatchObject(refused(409, 'idempotency_conflict'));
    expect(await complete(id, {}, { key: 'k3' })).toMatchObject(refused(409, 'session_not_ready'));
  });

  it('answers a purchase that was cut off after it was paid', async () => {
    const id = await opened();
    const paid = await complete(id, {}, { key: 'k4' });
    await ctx.db.query({
      name: 'test.cut-off',
      text: `update idempotency_record set status = 'in_flight', response_status = null, response_body = null, leased_until = created_at where key = 'k4'`,
      values: [],
    });
    expect((await complete(id, {}, { key: 'k4' })).body).toEqual(paid.body);
    expect(await countOrders(id)).toBe(1);
  });

  it.each(['', 'x'.repeat(256)])('of a wrong length is 400', async (key) => {
    expect(await open({}, { key })).toMatchObject(refused(400, 'invalid_request'));
  });

  it('holds for PATCH and DELETE too', async () => {
    const id = await opened();
    const changed = await change(id, { items: [{ product_id: 'tea', quantity: 2 }] }, { key: 'k5' });
    await change(id, { items: [{ product_id: 'tea', quantity: 3 }] });
    expect((await change(id, { items: [{ product_id: 'tea', quantity: 2 }] }, { key: 'k5' })).body).toEqual(changed.body);
    const cancelled = await cancel(id, { key: 'k6' });
    expect((await cancel(id, { key: 'k6' })).body).toEqual(cancelled.body);
  });
});

describe('hostile bodies', () => {
  const items = [{ product_id: 'tea', quantity: 1 }];
  type Hostile = [name: string, body: unknown, param?: string];
  const hostile: readonly Hostile[] = [
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', []],
    ['null', 'null'],
    ['no items', { items: [] }, '$.items'],
    ['items that are none', { items: 'tea' }, '$.items'],
    ['an item that is none', { items: [null] }, '$.items[0]'],
    ['too many items', { items: Array.from({ length: 201 }, () => items[0]) }, '$.items'],
    ['an item without an id', { items: [{ quantity: 1 }] }, '$.items[0].product_id'],
    ['an item with more', { items: [{ ...items[0], price: '0.01' }] }, '$.items[0].price'],
    ['a field in both spellings', { items: [{ product_id: 'tea', productId: 'tea', quantity: 1 }] }, '$.items[0].productId'],
    ...[0, -1, 1.5, '1', 1_000_001, 1e300, null, true].map((quantity): Hostile => [`quantity ${String(quantity)}`, { items: [{ product_id: 'tea', quantity }] }, '$.items[0].quantity']),
    ['an unknown field', { items, total: '0.01' }, '$.total'],
    ['an unknown field of the buyer', { items, buyer: { ...BUYER, role: 'admin' } }, '$.buyer.role'],
    ['a buyer that is none', { items, buyer: 'Ada' }, '$.buyer'],
    ['an email that is none', { items, buyer: { email: 'ada' } }, '$.buyer.email'],
    ['a name with U+0000', { items, buyer: { name: 'a\u0000b' } }, '$.buyer.name'],
    ['a long name', { items, buyer: { name: 'x'.repeat(201) } }, '$.buyer.name'],
    ['half an address', { items, buyer: { shipping_address: { name: 'Ada' } } }, '$.buyer.shipping_address.line_one'],
    ['a country that is none', { items, buyer: { shipping_address: { ...TORONTO, country: 'Canada' } } }, '$.buyer.shipping_address.country'],
    ['a currency that is none', { items, currency: 7 }, '$.currency'],
    ['an empty option', { items, fulfillment_option_id: '' }, '$.fulfillment_option_id'],
    ['__proto__', `{"items":[{"product_id":"tea","quantity":1}],"__proto__":{"status":"completed"}}`],
  ];

  it.each(hostile)('%s is 400 invalid_request', async (_name, body, param) => {
    const reply = await send(createSession, null, body);
    expect(reply).toMatchObject(refused(400, 'invalid_request'));
    if (param !== undefined) expect(reply.body.param).toBe(param);
  });

  it.each<[string, unknown]>([
    ['an unknown field', { payment_token: 'vt_x', amount: '0.01' }],
    ['null for a token', { payment_token: null }],
    ['a list for a token', { payment_token: ['vt_x'] }],
    ['an endless token', { payment_token: 'x'.repeat(10_000) }],
    ['a list', []],
    ['null', 'null'],
  ])('completing with %s is 400 and pays nothing', async (_name, body) => {
    const id = await opened();
    expect(await complete(id, body)).toMatchObject(refused(400, 'invalid_request'));
    expect(await read(id)).toMatchObject({ body: { status: 'ready_for_payment' } });
  });

  it('a body over the limit is 413', async () => {
    expect(await open({ buyer: { name: 'x'.repeat(300_000) } })).toMatchObject(refused(413, 'payload_too_large'));
  });
});

it('checkouts of other wires can be read and paid as sessions, and the other way round', async () => {
  const created = await createCheckout(ctx, {
    merchantId: shop.merchantId, actor: { kind: 'agent', agentId: agent.agentId }, wire: 'acp', wireVersion: '2026-04-17', items: [{ id: 'tea', quantity: 1 }],
    buyer: { email: BUYER.email, firstName: 'Ada', lastName: 'Test' }, address: TORONTO,
  });
  if (!created.ok) throw new Error(created.error.code);
  expect(await read(created.value.id)).toMatchObject({ status: 200, body: { status: 'ready_for_payment', buyer: BUYER } });
  expect(await complete(created.value.id)).toMatchObject({ status: 200, body: { status: 'completed' } });
});
