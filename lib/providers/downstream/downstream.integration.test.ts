import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPorts } from '@/lib/composition';
import { createCheckout, findCheckout, updateCheckout } from '@/lib/checkout';
import { newId, newUuid } from '@/lib/kernel/id';
import { inTransaction, Unavailable, type AuthorizeRequest } from '@/lib/ports';
import { describeDownstream } from '@/lib/testing/downstream-contract';
import { startDownstreamStub, type DownstreamStub, type StubFault } from '@/lib/testing/downstream-stub';
import { describePaymentPort, type PaymentWorld } from '@/lib/testing/payment-contract';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { createClient, PATIENCE, type Patience } from './client';
import { servicePayment } from './payment';

/** Tries follow each other at once, and no circuit opens. */
const EAGER: Patience = { ...PATIENCE, tryMs: 5_000, pauseMs: 1, maxPauseMs: 2, brokenAfter: 1_000_000 };
/** Silence is over soon. */
const HASTY: Patience = { ...EAGER, connectMs: 1_000, tryMs: 250 };

let stub: DownstreamStub;
let base: TestCtx;
let owner: pg.Pool;

beforeAll(async () => {
  base = await testCtx();
  stub = await startDownstreamStub();
  owner = new pg.Pool({ connectionString: base.ownerUrl, max: 4 });
  stub.countries.add('CA');
  stub.rates = [{ category: '', name: 'Tax', rate_basis_points: 1_000 }];
  for (const [id, title, stock] of [['tea', 'Tea', 1_000_000], ['last', 'The last one', 1]] as const) {
    stub.items.set(id, { title, price_minor: 1_000, currency: 'CAD', stock });
    stub.prices.set(id, 1_000);
  }
  stub.onCall = async ({ path }) => {
    const open = await owner.query(`select query from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`);
    if (open.rows.length > 0) askedWithin.push(path);
  };
});
/** Calls that came while a transaction was open. */
const askedWithin: string[] = [];

afterEach(() => {
  stub.calls.length = 0;
  expect(askedWithin.splice(0)).toEqual([]);
});

afterAll(async () => {
  await stub.close();
  await owner.end();
});

/** Every service is the stub; each Ctx has ports of its own, which have heard nothing yet. */
function overServices(patience = EAGER, url = stub.url): TestCtx {
  const urls = { catalog: url, pricing: url, tax: url, geo: url, payment: url, receipt: url };
  return { ...base, ports: createPorts({ deployment: false, vapid: null, stripe: null, pool: base.pool, downstream: { urls, token: 'abc', patience } }) };
}

it('the watch of these tests sees a call that is made while a transaction is open', async () => {
  await base.db.transaction(async (tx) => {
    await tx.query({ name: 'test.one', text: 'select 1 as one', values: [] });
    await overServices().ports.geo.sells(base, { merchantId: newUuid(), country: 'CA' });
  });
  expect(askedWithin.splice(0)).toEqual(['/geo/check']);
});

describeDownstream('what is built in', async () => ({ ctx: base, shop: await makeShop(base) }));
describeDownstream('services', async () => ({ ctx: overServices(), shop: await makeShop(base) }));

describePaymentPort('a payment service', (): Promise<PaymentWorld> => {
  const port = servicePayment(createClient({ name: 'payment', url: stub.url, token: null }, EAGER));
  const request = (amount: bigint): Promise<AuthorizeRequest> =>
    Promise.resolve({
      idempotencyKey: newId('attempt'), merchantId: newUuid(), merchantHandle: 'shop', merchantName: 'Shop', checkoutId: newUuid(), amount, currency: 'CAD',
      credential: { kind: 'vault', tokenId: newId('token'), cardId: newId('bankCard'), cardBin: '424242', authenticated: false },
    });
  const during = async (fault: StubFault, work: () => Promise<unknown>): Promise<void> => {
    const paths = ['/authorize', '/capture', '/void', '/refund', '/state'];
    for (const path of paths) stub.failAlways(path, fault);
    try {
      await work();
    } finally {
      for (const path of paths) stub.failAlways(path, null);
    }
  };
  return Promise.resolve({
    ctx: base,
    port,
    request: () => request(1_650n),
    poorRequest: () => request(BigInt(stub.maxAmountMinor) + 1n),
    losingAnswers: (call) => during('lost', () => call(port)),
    whileDown: (work) => during('refused_line', work),
    authorizations: ({ idempotencyKey }) => Promise.resolve(stub.authorized.filter((id) => id === idempotencyKey).length),
  });
});

describe('what a payment service says of an authorisation', () => {
  const port = () => servicePayment(createClient({ name: 'payment', url: stub.url, token: null }, EAGER));
  const request = (): AuthorizeRequest => ({
    idempotencyKey: newId('attempt'), merchantId: newUuid(), merchantHandle: 'shop', merchantName: 'Shop', checkoutId: newUuid(), amount: 1_650n, currency: 'CAD',
    credential: { kind: 'provider', tokenId: 'pm_x' },
  });
  afterEach(() => {
    stub.answerWith = null;
  });

  it.each([
    [400, { code: 'no_such_card' }, 'no_such_card'],
    [402, { code: 'Card was <b>declined</b>' }, 'declined'],
    [422, {}, 'declined'],
  ])('%i is a decline: it holds nothing', async (status, body, reason) => {
    stub.answerWith = { status, body };
    const asked = request();
    expect(await port().authorize(base, asked)).toEqual({ status: 'declined', reference: `${asked.idempotencyKey}.${asked.merchantId}`, reason });
  });

  it.each([401, 403, 404, 409])('%i says nothing of the payment: it is asked about later', async (status) => {
    stub.answerWith = { status, body: {} };
    await expect(port().authorize(base, request())).rejects.toThrow(Unavailable);
  });

  it.each([
    ['of another payment', { payment_id: 'att_other' }],
    ['of another merchant', { merchant_id: newUuid() }],
    ['over another amount', { amount_minor: 165 }],
    ['in another currency', { currency: 'USD' }],
    ['that it is still at', { status: 'pending' }],
  ])('an answer %s authorises nothing here', async (_what, wrong) => {
    const asked = request();
    const { idempotencyKey: payment_id, merchantId: merchant_id } = asked;
    stub.answerWith = { status: 200, body: { payment_id, merchant_id, status: 'authorized', amount_minor: 1650, currency: 'CAD', ...wrong } };
    await expect(port().authorize(base, asked)).rejects.toThrow(Unavailable);
  });

  it('a payment of the network is none of its', async () => {
    await expect(port().capture(base, { reference: newId('transaction'), orderId: newUuid() })).rejects.toThrow(Unavailable);
    expect(stub.calls).toEqual([]);
  });
});

const FAULTS: readonly StubFault[] = ['refused_line', 'error', 'silence', 'lost', 'late', 'garbage', 'twice'];
const READING = ['/items', '/prices', '/tax', '/geo'] as const;

describe.each(READING)('POST or GET %s', (path) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await makeShop(base);
  });
  afterEach(() => stub.failAlways(path, null));

  /** Something that asks this service, in a transaction where it may. */
  const ask = (ctx: TestCtx): Promise<unknown> =>
    path === '/geo' ? ctx.ports.geo.sells(ctx, { merchantId: shop.merchantId, country: 'CA' }) : inTransaction(ctx, async (tx) => (await openCheckout(tx, shop, null)).totals.totalAmount);
  const expected = path === '/geo' ? true : 1_650n;
  const countCheckouts = async (): Promise<number> => (await owner.query(`select 1 from checkout where merchant_id = $1`, [shop.merchantId])).rows.length;

  it.each(FAULTS)('that goes wrong once (%s) is asked again, and changes nothing of the answer', async (fault) => {
    stub.fail(path, fault);
    expect(await ask(overServices(HASTY))).toBe(expected);
  });

  it.each(FAULTS.filter((fault) => fault !== 'twice'))('that goes wrong always (%s) ends in a refusal that may be tried again, and nothing is changed', async (fault) => {
    stub.failAlways(path, fault);
    const before = await countCheckouts();
    await expect(ask(overServices(HASTY))).rejects.toThrow(Unavailable);
    expect(await countCheckouts()).toBe(before);
    expect(stub.called(path)).toHaveLength(4);
  });

  it('is asked once by what follows closely, and again after a while', async () => {
    const ctx = overServices();
    await ask(ctx);
    await ask(ctx);
    expect(stub.called(path)).toHaveLength(1);
    base.clock.advance(6);
    await ask(ctx);
    expect(stub.called(path)).toHaveLength(2);
  });
});

it('is refused where nobody listens at all', async () => {
  const shop = await makeShop(base);
  await expect(openCheckout(overServices(HASTY, 'http://127.0.0.1:1'), shop, null)).rejects.toThrow(Unavailable);
});

it('sends the token, the merchant and no more than it needs', async () => {
  const [ctx, shop] = [overServices(), await makeShop(base)];
  await openCheckout(ctx, shop, null);
  await ctx.ports.geo.sells(ctx, { merchantId: shop.merchantId, country: 'CA', region: 'ON', postalCode: 'M5V 2T6' });
  const { merchantId: merchant_id } = shop;
  expect(stub.called('/prices')[0]?.body).toEqual({ merchant_id, currency: 'CAD', items: [{ id: 'tea', quantity: 1 }] });
  expect(stub.called('/tax')[0]?.body).toEqual({ merchant_id, country: 'CA', region: 'ON' });
  expect(stub.called('/geo')[0]?.body).toEqual({ merchant_id, country: 'CA', region: 'ON', postal_code: 'M5V 2T6' });
  for (const { headers } of stub.calls) expect(headers.authorization).toBe('Bearer abc');
});

describe('goods of a catalogue outside', () => {
  it('are kept as it tells of them, and an item that it no longer knows is not sold', async () => {
    const [ctx, shop] = [overServices(), await makeShop(base)];
    stub.items.set('cup', { title: 'Cup\u202e', price_minor: 700, currency: 'CAD', stock: 3 });
    stub.prices.set('cup', 650);
    const checkout = await openCheckout(ctx, shop, null, [{ id: 'cup', quantity: 4 }]);
    expect(checkout).toMatchObject({ status: 'needs_input', lines: [{ name: 'Cup', unitAmount: 650n, inStock: false }] });

    stub.items.set('cup', { title: 'Mug', price_minor: 700, currency: 'CAD', stock: 5 });
    ctx.clock.advance(6);
    const patch = { items: [{ id: 'cup', quantity: 4 }] };
    const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } as const;
    expect(await updateCheckout(ctx, { checkoutId: checkout.id, actor, patch })).toMatchObject({ ok: true, value: { status: 'ready', lines: [{ name: 'Mug', inStock: true }] } });

    stub.items.delete('cup');
    ctx.clock.advance(6);
    expect(await updateCheckout(ctx, { checkoutId: checkout.id, actor, patch })).toEqual({ ok: false, error: { code: 'unknown_item', index: 0, itemId: 'cup' } });
    expect(await findCheckout(ctx, checkout.id)).toMatchObject({ version: 2, lines: [{ name: 'Mug' }] });
  });

  it('that it marks as not available, or has no price for, are not sold', async () => {
    const [ctx, shop] = [overServices(), await makeShop(base)];
    stub.items.set('gone', { title: 'Gone', price_minor: 700, currency: 'CAD', stock: 3, available: false });
    stub.items.set('free', { title: 'Without a price', price_minor: 700, currency: 'CAD', stock: 3 });
    stub.prices.set('gone', 700);
    const create = (id: string) =>
      createCheckout(ctx, { merchantId: shop.merchantId, actor: { kind: 'guest' }, wire: 'acp', wireVersion: '2026-04-17', items: [{ id, quantity: 1 }] });
    for (const itemId of ['gone', 'free']) expect(await create(itemId)).toEqual({ ok: false, error: { code: 'unknown_item', index: 0, itemId } });
  });

  it.each(['..', '.', '../state/x', 'tea?merchant_id=x', 'a\u0000b', '\ud800'])('are asked for by their id alone: %j leads nowhere else', async (id) => {
    const [ctx, shop] = [overServices(), await makeShop(base)];
    const refresh = ctx.ports.catalog.refresh(ctx, { merchantId: shop.merchantId, currency: 'CAD', itemIds: [id] });
    expect(await refresh).toEqual(new Set([id]));
    for (const { path } of stub.calls) expect(path).toMatch(/^\/items\/[^/]+$/);
  });
});
