import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { issueApiKey } from '@/lib/auth';
import { findCheckout, findCheckoutPayment, followNetwork, resumeCompletions, type Checkout } from '@/lib/checkout';
import { createPorts } from '@/lib/composition';
import { newUuid } from '@/lib/kernel/id';
import { reconcile } from '@/lib/reconciliation';
import { callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { startDownstreamStub, type DownstreamStub, type StubFault } from '@/lib/testing/downstream-stub';
import { makeShop, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { vaultToken } from '@/lib/testing/vault';
import { postCapture, postCartCommand, postExecute, postRefund, postVoid } from './index';

// The orchestrator with a service of the operator's behind every downstream port: one stub stands for all six.

let ctx: TestCtx;
let shop: Shop;
let key: string;
let stub: DownstreamStub;

const PATIENCE = { connectMs: 1_000, tryMs: 1_000, totalMs: 10_000, retries: 1, pauseMs: 1, maxPauseMs: 2, brokenAfter: 1_000_000, restMs: 1_000 };
const PAYMENT_PATHS = ['/authorize', '/capture', '/state'];

beforeAll(async () => {
  const base = await testCtx();
  stub = await startDownstreamStub();
  const { url } = stub;
  const urls = { catalog: url, pricing: url, tax: url, geo: url, payment: url, receipt: url };
  ctx = { ...base, ports: createPorts({ deployment: false, vapid: null, stripe: null, pool: base.pool, downstream: { urls, token: null, patience: PATIENCE } }) };
  shop = await makeShop(ctx);
  key = (await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'test', scopes: [] })).key;
  // Nothing of it is in our own tables.
  stub.items.set('lamp', { title: 'Lamp', price_minor: 9_900, currency: 'CAD', stock: 10 });
  stub.prices.set('lamp', 2_500);
  stub.rates = [{ category: '', name: 'GST', rate_basis_points: 500 }, { category: '', name: 'QST', rate_basis_points: 997.5 }];
});

afterEach(() => {
  for (const path of [...PAYMENT_PATHS, '/receipts', '/items', '/prices', '/tax', '/geo']) {
    stub.fail(path);
    stub.failAlways(path, null);
  }
  stub.calls.length = 0;
  ctx.clock.advance(6);
});

afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
  await stub.close();
});

const command = (body: object, cartId?: string): Promise<EndpointReply> => callEndpoint(ctx, postCartCommand, { token: key, body: { command: body, ...(cartId !== undefined && { cart_id: cartId }) } });
const create = async (): Promise<string> => String((await command({ kind: 'create_cart', merchant_id: shop.handle, currency: 'CAD' })).body.cart_id);

type Ready = { readonly cartId: string; readonly version: number; readonly total: number };
async function readyCart(): Promise<Ready> {
  const cartId = await create();
  const { body } = await command({ kind: 'add_item', item_id: 'lamp', quantity: 2 }, cartId);
  const started = await command({ kind: 'start_checkout', cart_id: cartId, cart_version: body.version });
  return { cartId, version: Number(started.body.version), total: Number(started.body.total_minor) };
}

async function bodyFor({ cartId, version, total }: Ready, more: object = {}): Promise<object> {
  const token = await vaultToken(ctx, (await findCheckout(ctx, cartId)) as Checkout);
  return {
    tenant_id: shop.handle, merchant_id: shop.handle, cart_id: cartId, cart_version: version, currency: 'CAD', customer: { email: 'ada@buyer.example', full_name: 'Ada' },
    payment_intent: { amount_minor: total, token_or_reference: token, ...more }, idempotency_key: newUuid(),
  };
}
const execute = (body: object): Promise<EndpointReply> => callEndpoint(ctx, postExecute, { token: key, body });
const failPayments = (fault: StubFault | null): void => PAYMENT_PATHS.forEach((path) => stub.failAlways(path, fault));

describe('a cart over six services', () => {
  it('is built, executed, paid and receipted by what they say', async () => {
    const cart = await readyCart();
    expect(await command({ kind: 'get_cart', cart_id: cart.cartId })).toMatchObject({
      status: 200,
      body: { lines: [{ item_id: 'lamp', title: 'Lamp', quantity: 2, unit_price_minor: 2500, total_minor: 5000 }], subtotal_minor: 5000, tax_minor: 749, total_minor: 5749, geo_ok: true, status: 'checkout_ready' },
    });
    const { status, body } = await execute(await bodyFor(cart));
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'completed', payment_state: 'captured', receipt_payload: stub.receipts.get(String(body.order_id)) } });
    const [payment] = [...stub.payments.values()].slice(-1);
    expect(payment).toMatchObject({ merchant_id: shop.merchantId, status: 'captured', amount_minor: 5749, captured_minor: 5749 });
    expect(body.transaction_id).toBe(`${payment?.payment_id}.${shop.merchantId}`);
    expect(stub.called('/authorize').map(({ headers }) => headers['idempotency-key'])).toEqual([payment?.payment_id]);
  });

  it('is rejected where the geo service says no', async () => {
    const body = await bodyFor(await readyCart());
    expect(await execute({ ...body, location: { country_code: 'fr' } })).toMatchObject({ status: 200, body: { status: 'rejected', payment_state: 'failed' } });
    expect(stub.called('/authorize')).toEqual([]);
  });

  it.each(['/items', '/prices', '/tax', '/geo'])('is refused with 503 while %s does not answer, stays as it is, and takes the same command afterwards', async (path) => {
    const cartId = await create();
    ctx.clock.advance(6);
    stub.failAlways(path, 'error');
    const add = () => command({ kind: 'add_item', item_id: 'lamp', quantity: 1 }, cartId);
    expect(await add()).toMatchObject({ status: 503, body: { code: 'RUNNER_ERROR' } });
    expect(await findCheckout(ctx, cartId)).toMatchObject({ version: 1, lines: [] });
    stub.failAlways(path, null);
    expect(await add()).toMatchObject({ status: 200, body: { version: 2, lines: [{ item_id: 'lamp' }] } });
  });

  it('is not paid at a price that moved: the buyer sees the new one first', async () => {
    const body = await bodyFor(await readyCart());
    ctx.clock.advance(6);
    stub.prices.set('lamp', 2_600);
    try {
      expect(await execute(body)).toMatchObject({ status: 200, body: { status: 'auth_failed', order_id: null, reason: 'Lamp is now $26.00 a piece. It was $25.00.' } });
      expect(stub.called('/authorize')).toEqual([]);
    } finally {
      stub.prices.set('lamp', 2_500);
    }
  });

  it('leaves its token and its key unspent while prices are not to be had at execution', async () => {
    const body = await bodyFor(await readyCart());
    ctx.clock.advance(6);
    stub.failAlways('/prices', 'error');
    expect(await execute(body)).toMatchObject({ status: 503, body: { code: 'RUNNER_ERROR' } });
    stub.failAlways('/prices', null);
    expect(await execute(body)).toMatchObject({ status: 200, body: { status: 'completed' } });
  });

  it.each<StubFault>(['error', 'garbage', 'refused_line'])('has our own receipt while the receipt service fails (%s)', async (fault) => {
    stub.failAlways('/receipts', fault);
    const { body } = await execute(await bodyFor(await readyCart()));
    expect(body).toMatchObject({ status: 'completed', payment_state: 'captured' });
    expect(JSON.parse(String(body.receipt_payload))).toMatchObject({ order_id: body.order_id, total_minor: 5749 });
  });
});

describe('a payment service', () => {
  it.each<StubFault>(['lost', 'late', 'garbage'])('that dies after it authorised (%s) has charged once: the same request ends in the order', async (fault) => {
    const cart = await readyCart();
    const body = await bodyFor(cart);
    failPayments(fault);
    expect(await execute(body)).toMatchObject({ status: 503, body: { code: 'STORE_ERROR' } });
    const attempt = await findCheckoutPayment(ctx, cart.cartId);
    expect(attempt).toMatchObject({ status: 'pending' });
    failPayments(null);
    ctx.clock.advance(6);
    expect(await execute(body)).toMatchObject({ status: 200, body: { status: 'completed', payment_state: 'captured' } });
    expect(stub.authorized.filter((id) => id === attempt?.attemptId)).toHaveLength(1);
    expect(stub.payments.get(attempt?.attemptId ?? '')).toMatchObject({ captured_minor: 5749 });
  });

  it('that dies after it authorised is asked by the job, and charges once', async () => {
    const cart = await readyCart();
    failPayments('lost');
    await execute(await bodyFor(cart));
    const attempt = await findCheckoutPayment(ctx, cart.cartId);
    failPayments(null);
    stub.calls.length = 0;
    ctx.clock.advance(6);
    expect(await resumeCompletions(ctx)).toBe(1);
    expect(stub.calls.map(({ path }) => path)).toEqual([`/state/${attempt?.attemptId}`]);
    expect(await findCheckout(ctx, cart.cartId)).toMatchObject({ status: 'completed' });
    expect(stub.authorized.filter((id) => id === attempt?.attemptId)).toHaveLength(1);
  });

  it('that never heard of an authorisation is sent it again, under its key', async () => {
    const cart = await readyCart();
    failPayments('silence');
    await execute(await bodyFor(cart));
    const attempt = await findCheckoutPayment(ctx, cart.cartId);
    failPayments(null);
    stub.calls.length = 0;
    ctx.clock.advance(6);
    await resumeCompletions(ctx);
    expect(stub.calls.map(({ path, headers }) => [path, headers['idempotency-key']])).toEqual([[`/state/${attempt?.attemptId}`, undefined], ['/authorize', attempt?.attemptId]]);
    expect(stub.authorized.filter((id) => id === attempt?.attemptId)).toHaveLength(1);
  });

  it('that hears everything twice counts it once', async () => {
    failPayments('twice');
    const { body } = await execute(await bodyFor(await readyCart()));
    expect(body).toMatchObject({ status: 'completed', payment_state: 'captured' });
    const id = String(body.transaction_id).split('.')[0] ?? '';
    expect(stub.authorized.filter((authorized) => authorized === id)).toHaveLength(1);
    expect(stub.payments.get(id)).toMatchObject({ captured_minor: 5749 });
  });

  it('that declines leaves the cart payable', async () => {
    stub.maxAmountMinor = 1;
    try {
      const cart = await readyCart();
      expect(await execute(await bodyFor(cart))).toMatchObject({ status: 200, body: { status: 'auth_failed', payment_state: 'failed', order_id: null } });
      expect(await findCheckout(ctx, cart.cartId)).toMatchObject({ status: 'ready' });
    } finally {
      stub.maxAmountMinor = 1_000_000;
    }
  });
});

describe('payments/* of a payment that a service took', () => {
  const operate = (operation: typeof postCapture, transactionId: unknown, amount: number, more: object = {}): Promise<EndpointReply> =>
    callEndpoint(ctx, operation, { token: key, body: { tenant_id: shop.handle, merchant_id: shop.handle, transaction_id: transactionId, amount_minor: amount, idempotency_key: newUuid(), ...more } });
  const authorized = async (): Promise<{ id: unknown; cartId: string }> => {
    const cart = await readyCart();
    const { body } = await execute(await bodyFor(cart, { capture_method: 'manual' }));
    expect(body).toMatchObject({ status: 'completed', payment_state: 'authorized' });
    return { id: body.transaction_id, cartId: cart.cartId };
  };

  it('capture in parts up to the sum and refund in parts up to what was captured, each once for its key', async () => {
    const { id, cartId } = await authorized();
    const once = { idempotency_key: newUuid() };
    expect(await operate(postCapture, id, 749, once)).toMatchObject({ status: 200, body: { success: true, reference: id } });
    expect(await operate(postCapture, id, 749, once)).toMatchObject({ status: 200, body: { success: true } });
    expect(await operate(postCapture, id, 5001)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await findCheckoutPayment(ctx, cartId)).toMatchObject({ status: 'authorized' });
    expect(await operate(postCapture, id, 5000)).toMatchObject({ status: 200 });
    expect(await findCheckoutPayment(ctx, cartId)).toMatchObject({ status: 'captured' });
    expect(await operate(postVoid, id, 0)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await operate(postRefund, id, 100)).toMatchObject({ status: 200 });
    expect(await operate(postRefund, id, 5650)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
    expect(await ctx.db.query({ name: 'test.refunded', text: 'select refunded_amount from purchase_order where checkout_id = $1', values: [cartId] })).toEqual([{ refunded_amount: 100n }]);
  });

  it('void what is authorised, and the order ends with it', async () => {
    const { id, cartId } = await authorized();
    expect(await operate(postVoid, id, 0)).toMatchObject({ status: 200, body: { success: true, reference: id } });
    expect(await findCheckoutPayment(ctx, cartId)).toMatchObject({ status: 'failed' });
    expect(await operate(postCapture, id, 5749)).toMatchObject({ status: 422, body: { code: 'PAYMENT_ERROR' } });
  });

  it('know no payment of another merchant, and none that was never made', async () => {
    const { id } = await authorized();
    const [paymentId] = String(id).split('.');
    expect(await operate(postCapture, `${paymentId}.${newUuid()}`, 5749)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await operate(postCapture, `att_${'0'.repeat(26)}.${shop.merchantId}`, 5749)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('answer 503 while the service is silent, and can be sent again', async () => {
    const { id } = await authorized();
    stub.failAlways('/capture', 'error');
    const body = { idempotency_key: newUuid() };
    expect(await operate(postCapture, id, 5749, body)).toMatchObject({ status: 503 });
    stub.failAlways('/capture', null);
    expect(await operate(postCapture, id, 5749, body)).toMatchObject({ status: 200, body: { success: true } });
  });

  it('are reconciled with the service where they are named, and held against no network in a span', async () => {
    const { id } = await authorized();
    const named = () => reconcile(ctx, { merchantId: shop.merchantId, transactionIds: [String(id)] });
    expect(await named()).toEqual({ mismatches: [], checked: 1, complete: true });
    const payment = stub.payments.get(String(id).split('.')[0] ?? '');
    Object.assign(payment ?? {}, { status: 'voided' });
    expect(await named()).toMatchObject({ mismatches: [{ transactionId: id, kind: 'state', ourState: 'authorized', providerState: 'voided' }] });
    expect(await reconcile(ctx, { merchantId: shop.merchantId, from: new Date(0), until: new Date('2100-01-01') })).toMatchObject({ mismatches: [] });
    await followNetwork(ctx, String(id));
    expect(await named()).toMatchObject({ mismatches: [] });
  });
});
