import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { issueApiKey } from '@/lib/auth';
import { findCheckout, type Checkout } from '@/lib/checkout';
import { insertDiscount } from '@/lib/discount';
import { newUuid } from '@/lib/kernel/id';
import { money, toDecimal } from '@/lib/kernel/money';
import { requestPayment } from '@/lib/wallet';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { vaultToken } from '@/lib/testing/vault';
import { postA2aCart, postA2aCheckout, postCapture, postCartCommand, postEvent, postExecute, postRefund, postVoid } from './index';

let ctx: TestCtx;
let shop: Shop;
let key: string;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  key = (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] })).key;
  await insertDiscount(ctx, {
    merchantId: shop.merchantId, id: 'welcome', code: 'WELCOME10', name: 'Welcome', percentBasisPoints: 1_000, offAmount: null, scope: 'order', targets: [], method: 'across', priority: 1,
    combinable: true, minimumAmount: 0n, startsAt: null, endsAt: null, maxRedemptions: null, maxPerBuyer: null, firstPurchaseOnly: false,
  });
});
afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
});

const command = (body: object, cartId?: string): Promise<EndpointReply> => callEndpoint(ctx, postCartCommand, { token: key, body: { command: body, ...(cartId !== undefined && { cart_id: cartId }) } });
const create = async (): Promise<string> => String((await command({ kind: 'create_cart', merchant_id: shop.handle, currency: 'CAD' })).body.cart_id);

/** A cart with teas, checkout_ready. */
async function readyCart(quantity = 2): Promise<{ cartId: string; version: number; total: number }> {
  const cartId = await create();
  const { body } = await command({ kind: 'add_item', item_id: 'tea', quantity }, cartId);
  const started = await command({ kind: 'start_checkout', cart_id: cartId, cart_version: body.version });
  expect(started).toMatchObject({ status: 200, body: { status: 'checkout_ready', version: Number(body.version) + 1 } });
  return { cartId, version: Number(started.body.version), total: Number(started.body.total_minor) };
}

async function cardFor(cartId: string, number?: string): Promise<string> {
  const checkout = (await findCheckout(ctx, cartId)) as Checkout;
  return vaultToken(ctx, checkout, number === undefined ? {} : { card: { number } });
}

type Ready = Awaited<ReturnType<typeof readyCart>>;
const executeBody = ({ cartId, version, total }: Ready, token: string, more: object = {}) => ({
  tenant_id: shop.handle, merchant_id: shop.handle, cart_id: cartId, cart_version: version, currency: 'CAD', customer: { email: 'ada@buyer.example', full_name: 'Ada' },
  payment_intent: { amount_minor: total, token_or_reference: token }, idempotency_key: newUuid(), ...more,
});
const execute = (body: object): Promise<EndpointReply> => callEndpoint(ctx, postExecute, { token: key, body });
const ordersOf = (cartId: string) => ctx.db.query<{ id: string }>({ name: 'test.orders', text: 'select id from purchase_order where checkout_id = $1', values: [cartId] });

describe('cart commands', () => {
  it('build a cart, priced, taxed and discounted with each change', async () => {
    const cartId = await create();
    expect(await command({ kind: 'get_cart', cart_id: cartId })).toMatchObject({
      status: 200, body: { cart_id: cartId, version: 1, currency: 'CAD', lines: [], subtotal_minor: 0, tax_minor: 0, discount_minor: 0, total_minor: 0, geo_ok: true, status: 'draft' },
    });
    expect(await command({ kind: 'add_item', item_id: 'tea', quantity: 2 }, cartId)).toMatchObject({
      body: { version: 2, lines: [{ line_id: 'line_tea', item_id: 'tea', title: 'Tea', quantity: 2, unit_price_minor: 1000, total_minor: 2000 }], subtotal_minor: 2000, tax_minor: 200, total_minor: 2200 },
    });
    expect(await command({ kind: 'add_item', item_id: 'tea', quantity: 1 }, cartId)).toMatchObject({ body: { version: 3, lines: [{ quantity: 3 }], total_minor: 3300 } });
    await command({ kind: 'add_item', item_id: 'last', quantity: 1 }, cartId);
    expect(await command({ kind: 'remove_item', line_id: 'line_tea' }, cartId)).toMatchObject({ body: { version: 5, lines: [{ line_id: 'line_last' }], total_minor: 1100 } });
    await command({ kind: 'add_item', item_id: 'tea', quantity: 9 }, cartId);
    expect(await command({ kind: 'update_item_qty', line_id: 'line_tea', quantity: 1 }, cartId)).toMatchObject({ body: { subtotal_minor: 2000, total_minor: 2200 } });
    expect(await command({ kind: 'apply_adjustment', code: 'welcome10' }, cartId)).toMatchObject({ body: { version: 8, subtotal_minor: 2000, discount_minor: 200, tax_minor: 180, total_minor: 1980 } });
    expect(await command({ kind: 'apply_adjustment', code: 'WELCOME10' }, cartId)).toMatchObject({ status: 409, body: { code: 'CART_VERSION_CONFLICT' } });
    expect(await command({ kind: 'apply_adjustment', code: 'NOBODY' }, cartId)).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    expect(await command({ kind: 'get_cart', cart_id: cartId }, cartId)).toMatchObject({ body: { version: 8, total_minor: 1980 } });
  });

  it.each<[string, object, string | null, number, string]>([
    ['another merchant', { kind: 'create_cart', merchant_id: 'regal-elk', currency: 'CAD' }, null, 403, 'AUTHZ_ERROR'],
    ['another currency', { kind: 'create_cart', merchant_id: '@', currency: 'EUR' }, null, 400, 'VALIDATION_ERROR'],
    ['no cart', { kind: 'add_item', item_id: 'tea', quantity: 1 }, null, 400, 'MISSING_CART_ID'],
    ['two carts', { kind: 'get_cart', cart_id: newUuid() }, 'own', 400, 'BAD_REQUEST'],
    ['a cart that nobody has', { kind: 'get_cart', cart_id: newUuid() }, null, 404, 'NOT_FOUND'],
    ['an item that nobody sells', { kind: 'add_item', item_id: 'coffee', quantity: 1 }, 'own', 404, 'NOT_FOUND'],
    ['a line that is not there', { kind: 'remove_item', line_id: 'line_tea' }, 'own', 404, 'NOT_FOUND'],
    ['nothing of a line', { kind: 'update_item_qty', line_id: 'line_tea', quantity: 0 }, 'own', 400, 'VALIDATION_ERROR'],
    ['a command of its own', { kind: 'empty_cart' }, 'own', 400, 'VALIDATION_ERROR'],
    ['a field of its own', { kind: 'add_item', item_id: 'tea', quantity: 1, price: 1 }, 'own', 400, 'VALIDATION_ERROR'],
  ])('refuse %s and change nothing', async (_what, body, beside, status, code) => {
    const cartId = await create();
    const own = JSON.parse(JSON.stringify(body).replace('"@"', JSON.stringify(shop.handle))) as object;
    expect(await command(own, beside === null ? undefined : cartId)).toMatchObject({ status, body: { error: expect.any(String) as string, code } });
    expect(await command({ kind: 'get_cart', cart_id: cartId })).toMatchObject({ body: { version: 1, lines: [] } });
  });

  it('start the checkout of the version that was seen, of something, and any change ends that', async () => {
    const empty = await create();
    expect(await command({ kind: 'start_checkout', cart_id: empty, cart_version: 1 })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    const { cartId, version } = await readyCart();
    expect(await command({ kind: 'start_checkout', cart_id: cartId, cart_version: version - 1 })).toMatchObject({ status: 409, body: { code: 'CART_VERSION_CONFLICT' } });
    expect(await command({ kind: 'add_item', item_id: 'tea', quantity: 1 }, cartId)).toMatchObject({ body: { status: 'draft', version: version + 1 } });
  });

  it('lose no item of twenty that are added at the same moment', async () => {
    const cartId = await create();
    const replies = await Promise.all(Array.from({ length: 20 }, () => command({ kind: 'add_item', item_id: 'tea', quantity: 1 }, cartId)));
    const added = replies.filter(({ status }) => status === 200).length;
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await command({ kind: 'get_cart', cart_id: cartId })).toMatchObject({ body: { lines: [{ quantity: added }], version: added + 1 } });
  });

  it('leave the checkouts of other wires alone', async () => {
    const checkout = await callEndpoint(ctx, (await import('@/lib/protocols/acp')).createSession, {
      token: key, headers: { 'api-version': '2025-09-29', 'idempotency-key': newUuid() }, body: { items: [{ id: 'tea', quantity: 1 }] },
    });
    expect(await command({ kind: 'add_item', item_id: 'tea', quantity: 1 }, String(checkout.body.id))).toMatchObject({ status: 404 });
    expect(await command({ kind: 'get_cart', cart_id: String(checkout.body.id) })).toMatchObject({ status: 404 });
  });
});

describe('execute', () => {
  it('pays a ready cart with a card of the vault, captures it and answers its receipt; the same again answers the same', async () => {
    const cart = await readyCart();
    const body = executeBody(cart, await cardFor(cart.cartId));
    const reply = await execute(body);
    expect(reply).toMatchObject({
      status: 200,
      body: { status: 'completed', payment_state: 'captured', totals_breakdown: { subtotal_minor: 2000, tax_minor: 200, discount_minor: 0, total_minor: 2200 }, correlation_id: cart.cartId },
    });
    expect(JSON.parse(String(reply.body.receipt_payload))).toMatchObject({ order_id: reply.body.order_id, total_minor: 2200, lines: [{ title: 'Tea', quantity: 2 }] });
    expect(await execute(body)).toMatchObject({ status: 200, body: reply.body });
    expect(await execute({ ...body, cart_version: 1 })).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } });
    expect(await execute({ ...body, idempotency_key: newUuid() })).toMatchObject({ status: 409, body: { code: 'CART_VERSION_CONFLICT' } });
    expect(await ordersOf(cart.cartId)).toHaveLength(1);
  });

  it("pays with an agent's wallet token within its limits", async () => {
    const agent = await makeAgent(ctx);
    const token = await accessTokenOf(ctx, agent.agentId);
    const cart = await readyCart(1);
    const asked = await requestPayment(ctx, {
      agentId: agent.agentId, scopes: ['initiate_purchase', 'complete_purchase'], merchant: shop.handle, checkoutId: cart.cartId, amount: BigInt(cart.total), currency: 'CAD', withToken: true,
    });
    if (!asked.ok || asked.value.kind !== 'granted' || asked.value.token === null) throw new Error('the purchase is within the limits');
    const reply = await callEndpoint(ctx, postExecute, { token, headers: { 'x-merchant-handle': shop.handle }, body: executeBody(cart, asked.value.token) });
    expect(reply).toMatchObject({ status: 200, body: { status: 'completed', payment_state: 'captured' } });
    expect(toDecimal(money(BigInt(cart.total), 'CAD'))).toBe('11.00');
  });

  it('executes once for fifty requests with one key', async () => {
    const cart = await readyCart();
    const body = executeBody(cart, await cardFor(cart.cartId));
    const replies = await Promise.all(Array.from({ length: 50 }, () => execute(body)));
    for (const { status, body: answer } of replies) expect(status === 200 ? answer.status : answer.code).toBe(status === 200 ? 'completed' : 'IDEMPOTENCY_CONFLICT');
    expect(await execute(body)).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(await ordersOf(cart.cartId)).toHaveLength(1);
  });

  it('makes one order of fifty requests with keys of their own', async () => {
    const cart = await readyCart();
    const body = executeBody(cart, await cardFor(cart.cartId));
    const replies = await Promise.all(Array.from({ length: 50 }, () => execute({ ...body, idempotency_key: newUuid() })));
    expect(replies.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    const orders = await ordersOf(cart.cartId);
    expect(orders).toHaveLength(1);
    for (const { status, body: answer } of replies.filter(({ status }) => status === 200)) expect([status, answer.order_id]).toEqual([200, orders[0]?.id]);
  });

  it('answers what was declined with auth_failed, and the cart can be paid with another card', async () => {
    const cart = await readyCart();
    expect(await execute(executeBody(cart, await cardFor(cart.cartId, '4000000000000002')))).toMatchObject({ status: 200, body: { status: 'auth_failed', payment_state: 'failed', order_id: null } });
    expect(await command({ kind: 'get_cart', cart_id: cart.cartId })).toMatchObject({ body: { status: 'checkout_ready', version: cart.version } });
    expect(await execute(executeBody(cart, 'vt_unknown'))).toMatchObject({ status: 200, body: { status: 'auth_failed', order_id: null } });
    expect(await execute(executeBody(cart, await cardFor(cart.cartId)))).toMatchObject({ body: { status: 'completed' } });
  });

  it('rejects where the merchant does not sell', async () => {
    const cart = await readyCart();
    const body = executeBody(cart, await cardFor(cart.cartId), { location: { country_code: 'fr' } });
    expect(await execute(body)).toMatchObject({ status: 200, body: { status: 'rejected', payment_state: 'failed', order_id: null } });
    expect(await execute({ ...body, location: { country_code: 'CA' }, idempotency_key: newUuid() })).toMatchObject({ body: { status: 'completed' } });
  });

  it.each<[string, (cart: Ready) => object, number, string]>([
    ['another amount', ({ total }) => ({ payment_intent: { amount_minor: total + 1, token_or_reference: 'vt_x' } }), 400, 'VALIDATION_ERROR'],
    ['another currency', () => ({ currency: 'USD' }), 400, 'VALIDATION_ERROR'],
    ['a stale version', ({ version }) => ({ cart_version: version - 1 }), 409, 'CART_VERSION_CONFLICT'],
    ['another tenant', () => ({ tenant_id: 'regal-elk' }), 403, 'AUTHZ_ERROR'],
    ['a cart that nobody has', () => ({ cart_id: newUuid() }), 404, 'NOT_FOUND'],
    ['no key', () => ({ idempotency_key: '' }), 400, 'VALIDATION_ERROR'],
  ])('refuses %s, and leaves the key unused', async (_what, change, status, code) => {
    const cart = await readyCart();
    const good = executeBody(cart, await cardFor(cart.cartId));
    expect(await execute({ ...good, ...change(cart) })).toMatchObject({ status, body: { code } });
    expect(await execute(good)).toMatchObject({ status: 200, body: { status: 'completed' } });
  });

  it('refuses a cart whose checkout was not started, and one that is empty', async () => {
    const cartId = await create();
    expect(await execute(executeBody({ cartId, version: 1, total: 0 }, 'vt_x'))).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    const { body } = await command({ kind: 'add_item', item_id: 'tea', quantity: 1 }, cartId);
    expect(await execute(executeBody({ cartId, version: Number(body.version), total: 1100 }, 'vt_x'))).toMatchObject({ status: 409, body: { code: 'CART_VERSION_CONFLICT' } });
  });

  it('sells the last one once', async () => {
    const carts = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const cartId = await create();
        const { body } = await command({ kind: 'add_item', item_id: 'last', quantity: 1 }, cartId);
        const started = await command({ kind: 'start_checkout', cart_id: cartId, cart_version: body.version });
        return { cartId, version: Number(started.body.version), total: Number(started.body.total_minor) };
      }),
    );
    const bodies = await Promise.all(carts.map(async (cart) => executeBody(cart, await cardFor(cart.cartId))));
    const states = (await Promise.all(bodies.map(execute))).map(({ body }) => body.status);
    expect(states.toSorted()).toEqual(['commit_failed', 'commit_failed', 'commit_failed', 'commit_failed', 'commit_failed', 'completed']);
  });
});

describe('the payments that come of it', () => {
  const lifecycle = (endpoint: typeof postCapture, transactionId: unknown, amount: number, more: object = {}) =>
    callEndpoint(ctx, endpoint, { token: key, body: { tenant_id: shop.handle, merchant_id: shop.handle, transaction_id: transactionId, amount_minor: amount, idempotency_key: newUuid(), ...more } });

  async function authorized(): Promise<unknown> {
    const cart = await readyCart();
    const token = await cardFor(cart.cartId);
    const reply = await execute({ ...executeBody(cart, token), payment_intent: { amount_minor: cart.total, token_or_reference: token, capture_method: 'manual' } });
    expect(reply.body).toMatchObject({ status: 'completed', payment_state: 'authorized' });
    return reply.body.transaction_id;
  }

  it('are captured and refunded in parts up to the exact cap, each once for its key', async () => {
    const id = await authorized();
    const once = { idempotency_key: newUuid() };
    for (const _time of [1, 2]) expect(await lifecycle(postCapture, id, 1500, once)).toMatchObject({ status: 200, body: { success: true, reference: id } });
    expect(await lifecycle(postCapture, id, 701)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await lifecycle(postCapture, id, 700)).toMatchObject({ status: 200 });
    expect(await lifecycle(postCapture, id, 1)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await lifecycle(postVoid, id, 2200)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await lifecycle(postRefund, id, 2201)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await lifecycle(postRefund, id, 2000)).toMatchObject({ status: 200 });
    expect(await lifecycle(postRefund, id, 200)).toMatchObject({ status: 200 });
    expect(await lifecycle(postRefund, id, 1)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await lifecycle(postRefund, id, 100, once)).toMatchObject({ status: 422 });
  });

  it('are voided whole, and another tenant finds none', async () => {
    const id = await authorized();
    expect(await lifecycle(postVoid, id, 2200, { tenant_id: 'regal-elk' })).toMatchObject({ status: 403, body: { code: 'AUTHZ_ERROR' } });
    const other = await makeShop(ctx);
    const { key: otherKey } = await issueApiKey(ctx, { kind: 'merchant', merchantId: other.merchantId, name: 'test', scopes: [] });
    const foreign = { tenant_id: other.handle, merchant_id: other.handle, transaction_id: id, amount_minor: 2200, idempotency_key: newUuid() };
    expect(await callEndpoint(ctx, postVoid, { token: otherKey, body: foreign })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await lifecycle(postVoid, id, 2200)).toMatchObject({ status: 200, body: { success: true } });
    expect(await lifecycle(postCapture, id, 2200)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
  });
});

it('takes each message of a source once, however often it comes at the same moment', async () => {
  const send = (body: object) => callEndpoint(ctx, postEvent, { token: key, body });
  const replies = await Promise.all(Array.from({ length: 10 }, () => send({ message_id: 'm1' })));
  expect(replies.map(({ body }) => body.accepted).toSorted()).toEqual([...Array.from({ length: 9 }, () => false), true]);
  expect(await send({ message_id: 'm1', source: 'erp' })).toMatchObject({ status: 200, body: { accepted: true } });
  expect(await send({ message_id: '' })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
});

it("takes A2A's envelopes as REST's bodies, with the same keys", async () => {
  const a2a = (endpoint: typeof postA2aCart, capability: string, payload: object) => callEndpoint(ctx, endpoint, { token: key, body: { capability, payload } });
  const created = await a2a(postA2aCart, 'dev.ucp.shopping.cart', { command: { kind: 'create_cart', merchant_id: shop.handle, currency: 'CAD' } });
  expect(created).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await a2a(postA2aCart, 'dev.ucp.shopping.orders', { command: { kind: 'get_cart', cart_id: String(created.body.cart_id) } })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  const cart = await readyCart();
  const body = executeBody(cart, await cardFor(cart.cartId));
  const reply = await a2a(postA2aCheckout, 'dev.ucp.shopping.checkout', body);
  expect(reply).toMatchObject({ status: 200, body: { status: 'completed' } });
  expect(await execute(body)).toMatchObject({ status: 200, body: reply.body });
  expect(await a2a(postA2aCheckout, 'dev.ucp.shopping.cart', body)).toMatchObject({ status: 400 });
});
