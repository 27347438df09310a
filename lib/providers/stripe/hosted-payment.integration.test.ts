import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { refundOrder, resumeCompletions, type Checkout } from '@/lib/checkout';
import { createPorts } from '@/lib/composition';
import { endpoints as payPages } from '@/lib/protocols/pay';
import { runEndpointOn } from '@/lib/entrance/run';
import { expireHostedCheckouts, findHostedCheckout, openHostedCheckout, payHostedCheckout, recoverHostedPayments, settleHostedCheckout, type HostedCheckout } from '@/lib/hosted-checkout';
import { consumers } from '@/lib/jobs/consumers';
import { newUuid } from '@/lib/kernel/id';
import { getOrder } from '@/lib/order';
import { Unavailable } from '@/lib/ports';
import { makeAgent, makeShop, openCheckout, payWith, tokenFor, type Shop } from '@/lib/testing/shop';
import { startStripeStub, type StripeStub, type StubSession } from '@/lib/testing/stripe-stub';
import { testClock, testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { stripeEvents } from './events';
import { toLineItems } from './hosted-payment';

// Stripe Checkout as the hosted checkout, on a Stripe of our own: what a person pays there is the order once, or goes back.

let ctx: TestCtx;
let shop: Shop;
let stub: StripeStub;

beforeAll(async () => {
  const [base, started] = await Promise.all([testCtx(), startStripeStub()]);
  stub = started;
  const stripe = { secretKey: stub.secretKey, webhookSecret: stub.webhookSecret, apiBase: stub.url };
  ctx = { ...base, ports: createPorts({ deployment: false, vapid: null, stripe, pool: base.pool }) };
  stub.account.sessions.now = () => ctx.clock.now();
  shop = await makeShop(ctx);
});
afterAll(async () => {
  await deliver('payment.capture');
  expect(await runAudit(ctx)).toEqual([]);
  await stub.close();
});

/** Every test has its own time: the stub's clock goes with it. */
function at(seconds: number): TestCtx {
  const clock = testClock(new Date(ctx.clock.now().getTime() + seconds * 1000));
  stub.account.sessions.now = () => clock.now();
  return { ...ctx, clock };
}
const now = (): TestCtx => at(0);

async function fresh(on = now()): Promise<{ checkout: Checkout; hosted: HostedCheckout; session: StubSession }> {
  const checkout = await openCheckout(on, shop, null, [{ id: 'tea', quantity: 2 }]);
  const hosted = await openHostedCheckout(on, { merchantId: shop.merchantId, checkoutId: checkout.id, returnUrl: null, cancelUrl: 'http://localhost:3000/shop' });
  if (!hosted.ok) throw new Error(hosted.error.code);
  return { checkout, hosted: hosted.value, session: sessionOf(hosted.value) };
}

function sessionOf({ id }: HostedCheckout): StubSession {
  const [session, ...others] = [...stub.account.sessions.all.values()].filter(({ metadata }) => metadata.countersign_hosted_checkout === id);
  if (!session || others.length > 0) throw new Error('there is one session');
  return session;
}

async function deliver(topic: 'payment.capture' | 'hosted-checkout.settle', on = ctx): Promise<void> {
  const events = await on.db.query<{ id: bigint; payload: unknown }>({ name: 'test.due', text: `select id, payload from outbox_event where topic = $1 and delivered_at is null order by id`, values: [topic] });
  for (const { id, payload } of events) {
    await consumers[topic](on, { id, topic, aggregateId: '', tenantId: '', payload, attempts: 0, leasedUntil: on.clock.now() });
    await on.db.query({ name: 'test.delivered', text: `update outbox_event set delivered_at = $2 where id = $1`, values: [id, on.clock.now()] });
  }
}

const tell = (on: TestCtx, type: string, session: StubSession, id?: string) =>
  stripeEvents(stub).receive(on, stub.event(`checkout.session.${type}`, { ...session, payment_intent: session.payment_intent?.id ?? null }, { at: on.clock.now(), ...(id !== undefined && { id }) }));

const ordersOf = async ({ id }: Checkout): Promise<string[]> =>
  (await ctx.db.query<{ id: string }>({ name: 'test.orders', text: 'select id from purchase_order where checkout_id = $1', values: [id] })).map(({ id: orderId }) => orderId);
const refundsOf = (session: StubSession) => stub.account.listRefunds(String(session.payment_intent?.id));

describe('a hosted checkout at Stripe', () => {
  it('is one session, that comes to the total, whoever opens it at once', async () => {
    const on = now();
    const checkout = await openCheckout(on, shop, null, [{ id: 'tea', quantity: 2 }]);
    const all = await Promise.all(Array.from({ length: 8 }, () => openHostedCheckout(on, { merchantId: shop.merchantId, checkoutId: checkout.id, returnUrl: null, cancelUrl: null })));
    const ids = new Set(all.map((opened) => (opened.ok ? opened.value.id : opened.error.code)));
    expect([...ids].filter((id) => id !== 'provider_unavailable')).toHaveLength(1);
    const hosted = all.find((opened) => opened.ok);
    if (!hosted?.ok) throw new Error('none was opened');
    const session = sessionOf(hosted.value);
    expect(hosted.value).toMatchObject({ provider: 'stripe', url: session.url, status: 'open' });
    expect([session.amount_total, session.currency]).toEqual([2_750, 'cad']);
    expect(session.lines).toMatchObject([{ name: 'Tea', amount: 1_100, quantity: 2 }, { name: 'Post', amount: 550, quantity: 1 }]);
  });

  it('asks for what Stripe\'s own types have, with the key and the time of its page', async () => {
    const { hosted } = await fresh();
    const asked = stub.requests.find(({ key }) => key === `hosted-${hosted.id}`);
    expect(asked?.form).toMatchObject({
      mode: 'payment', client_reference_id: hosted.id, customer_email: 'ada@buyer.example', success_url: `http://localhost:3000/pay/${hosted.id}`,
      cancel_url: 'http://localhost:3000/shop', expires_at: String(hosted.expiresAt.getTime() / 1000 + 120),
    });
  });

  it('is the order once it is paid, captured, and refunded from where orders are refunded', async () => {
    const on = now();
    const { checkout, hosted, session } = await fresh(on);
    stub.account.sessions.pay(session.id);
    expect(await tell(on, 'completed', session)).toBe('accepted');
    await deliver('hosted-checkout.settle', on);
    await deliver('payment.capture', on);
    const found = await findHostedCheckout(on, hosted.id);
    expect(found).toMatchObject({ status: 'complete', paymentStatus: 'paid' });
    expect(await getOrder(on, String(found?.orderId))).toMatchObject({ checkoutId: checkout.id, totalAmount: 2_750n, paymentStatus: 'captured', networkTransactionId: session.payment_intent?.id });
    const refund = { merchantId: shop.merchantId, orderId: String(found?.orderId), amount: '1.00', refundKey: newUuid() };
    expect(await refundOrder(on, refund)).toMatchObject({ ok: true, value: { refundedAmount: 100n } });
    expect(refundsOf(session)).toHaveLength(1);
  });

  it('is one order though Stripe tells of it twice, out of order and all at once', async () => {
    const on = now();
    const { checkout, hosted, session } = await fresh(on);
    stub.account.sessions.pay(session.id);
    expect(await tell(on, 'async_payment_succeeded', session, 'evt_first')).toBe('accepted');
    expect(await tell(on, 'async_payment_succeeded', session, 'evt_first')).toBe('duplicate');
    expect(await tell(on, 'completed', session)).toBe('accepted');
    expect(await tell(on, 'expired', session)).toBe('accepted');
    const told = await Promise.allSettled(Array.from({ length: 6 }, () => settleHostedCheckout(on, { hostedCheckoutId: hosted.id, sessionId: session.id })));
    for (const each of told) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Unavailable);
    await deliver('hosted-checkout.settle', on);
    expect(await ordersOf(checkout)).toHaveLength(1);
    expect(refundsOf(session)).toEqual([]);
  });

  it('is found paid though no webhook comes, and no oftener than each minute', async () => {
    const on = now();
    const { checkout, session } = await fresh(on);
    stub.account.sessions.pay(session.id);
    await recoverHostedPayments(at(59));
    expect(await ordersOf(checkout)).toEqual([]);
    await recoverHostedPayments(at(60));
    expect(await ordersOf(checkout)).toHaveLength(1);
  });

  it('is honoured when it was paid in its last moment and is looked at as its time is over', async () => {
    const { checkout, session } = await fresh();
    at(1_799);
    stub.account.sessions.pay(session.id);
    await expireHostedCheckouts(at(1_805));
    expect(await ordersOf(checkout)).toHaveLength(1);
    expect(refundsOf(session)).toEqual([]);
  });

  it('gives a payment back that is heard of too late, all of it and once', async () => {
    const { checkout, hosted, session } = await fresh();
    stub.account.sessions.pay(session.id);
    const late = at(1_800 + 300);
    expect(await tell(late, 'completed', session)).toBe('accepted');
    await deliver('hosted-checkout.settle', late);
    await settleHostedCheckout(late, { hostedCheckoutId: hosted.id });
    expect(await ordersOf(checkout)).toEqual([]);
    expect(refundsOf(session)).toMatchObject([{ amount: 2_750 }]);
    expect(await findHostedCheckout(late, hosted.id)).toMatchObject({ status: 'expired', paymentStatus: 'unpaid' });
    expect(await runAudit(late)).toEqual([]);
  });

  it('gives it back once though the refund was cut off after Stripe made it', async () => {
    const { hosted, session } = await fresh();
    stub.account.sessions.pay(session.id);
    const late = at(2_200);
    stub.fail('POST /v1/refunds', '500_after');
    await settleHostedCheckout(late, { hostedCheckoutId: hosted.id }).catch((error: unknown) => expect(error).toBeInstanceOf(Unavailable));
    await settleHostedCheckout(late, { hostedCheckoutId: hosted.id });
    expect(refundsOf(session)).toHaveLength(1);
  });

  it('is closed at Stripe when its time is over, so that nobody pays there', async () => {
    const { hosted, session } = await fresh();
    await expireHostedCheckouts(at(1_801));
    expect(session.status).toBe('expired');
    expect(await findHostedCheckout(ctx, hosted.id)).toMatchObject({ status: 'expired' });
    expect(() => stub.account.sessions.pay(session.id)).toThrow();
  });

  it('gives a payment back when goods ran out or another has paid', async () => {
    const on = now();
    const { hosted, session, checkout } = await fresh(on);
    stub.account.sessions.pay(session.id);
    await on.db.query({ name: 'test.none-left', text: `update item set stock = 0 where merchant_id = $1 and id = 'tea'`, values: [shop.merchantId] });
    await settleHostedCheckout(on, { hostedCheckoutId: hosted.id });
    await on.db.query({ name: 'test.refill', text: `update item set stock = 1000000 where merchant_id = $1 and id = 'tea'`, values: [shop.merchantId] });
    expect(await ordersOf(checkout)).toEqual([]);
    expect(refundsOf(session)).toMatchObject([{ amount: 2_750 }]);

    const agent = await makeAgent(on);
    const twice = await fresh(on);
    await payWith(on, agent, twice.checkout, await tokenFor(on, agent, twice.checkout));
    stub.account.sessions.pay(twice.session.id);
    await settleHostedCheckout(on, { hostedCheckoutId: twice.hosted.id });
    expect(await ordersOf(twice.checkout)).toHaveLength(1);
    expect(refundsOf(twice.session)).toMatchObject([{ amount: 2_750 }]);
    expect(await findHostedCheckout(on, twice.hosted.id)).toMatchObject({ status: 'complete' });
  });

  it('charges the price that was told though the merchant changed it', async () => {
    const on = now();
    const { checkout, session, hosted } = await fresh(on);
    await on.db.query({ name: 'test.dearer', text: `update item set amount = amount + 1 where merchant_id = $1 and id = 'tea'`, values: [shop.merchantId] });
    stub.account.sessions.pay(session.id);
    await settleHostedCheckout(on, { hostedCheckoutId: hosted.id });
    await on.db.query({ name: 'test.cheaper', text: `update item set amount = amount - 1 where merchant_id = $1 and id = 'tea'`, values: [shop.merchantId] });
    const [orderId] = await ordersOf(checkout);
    expect(await getOrder(on, String(orderId))).toMatchObject({ totalAmount: 2_750n });
  });

  it('goes on where it was cut off between the claim and the order', async () => {
    const on = now();
    const { checkout, hosted, session } = await fresh(on);
    stub.account.sessions.pay(session.id);
    const cut: TestCtx = { ...on, ports: { ...on.ports, payment: { ...on.ports.payment, authorize: () => Promise.reject(new Unavailable('cut off')) } } };
    await expect(settleHostedCheckout(cut, { hostedCheckoutId: hosted.id })).rejects.toThrow(Unavailable);
    await resumeCompletions(at(5));
    await settleHostedCheckout(at(6), { hostedCheckoutId: hosted.id });
    expect(await ordersOf(checkout)).toHaveLength(1);
    expect(refundsOf(session)).toEqual([]);
  });

  it('says so when Stripe does not answer or does not take the amount, and can be opened again', async () => {
    const on = now();
    const checkout = await openCheckout(on, shop, null);
    const open = () => openHostedCheckout(on, { merchantId: shop.merchantId, checkoutId: checkout.id, returnUrl: null, cancelUrl: null });
    stub.fail('POST /v1/checkout/sessions', '429');
    expect(await open()).toEqual({ ok: false, error: { code: 'provider_unavailable' } });
    expect(await open()).toMatchObject({ ok: true, value: { provider: 'stripe' } });

    const other = await openCheckout(on, shop, null);
    stub.account.sessions.now = () => new Date(0); // it finds the time of the page too far away
    const refused = await openHostedCheckout(on, { merchantId: shop.merchantId, checkoutId: other.id, returnUrl: null, cancelUrl: null });
    expect(refused).toEqual({ ok: false, error: { code: 'provider_refused' } });
    now();
    expect(await openHostedCheckout(on, { merchantId: shop.merchantId, checkoutId: other.id, returnUrl: null, cancelUrl: null })).toMatchObject({ ok: true });
  });

  it('takes no card on our own page, which leads to Stripe and, once paid, to the order', async () => {
    const on = now();
    const { hosted, session } = await fresh(on);
    const card = { number: '4242424242424242', expiry: { month: 12, year: 2030 }, verificationCode: '123', holderName: null };
    const channel = { acceptHeader: '*/*', ipAddress: '127.0.0.1', language: 'en', userAgent: 'test' };
    expect(await payHostedCheckout(on, { id: hosted.id, card, channel })).toEqual({ ok: false, error: { code: 'elsewhere', url: session.url } });
    const visit = async () => {
      const page = payPages.find(({ method }) => method === 'GET');
      if (!page) throw new Error('no page');
      return runEndpointOn(on, page, new Request(`http://localhost:3000/pay/${hosted.id}`), { id: hosted.id }, { requestId: 'r', clientAddress: '127.0.0.1', merchantPrefix: null });
    };
    expect((await visit()).headers.get('location')).toBe(session.url);
    stub.account.sessions.pay(session.id);
    expect((await visit()).headers.get('location')).toMatch(/^http:\/\/localhost:3000\/orders\//);
  });

  it('ignores what Stripe tells of other people\'s sessions', async () => {
    const on = now();
    const { session } = await fresh(on);
    expect(await tell(on, 'completed', { ...session, metadata: {} })).toBe('ignored');
    expect(await tell(on, 'completed', { ...session, metadata: { countersign_hosted_checkout: 'cs_nobody' } })).toBe('accepted');
    await deliver('hosted-checkout.settle', on);
  });
});

describe('what Stripe shows', () => {
  const sumOf = (items: ReturnType<typeof toLineItems>): number => items.reduce((total, { quantity, price_data }) => total + Number(quantity) * Number(price_data?.unit_amount), 0);
  const line = (amount: bigint, quantity = 1) => ({ name: 'Pizza', quantity, amount });

  it.each([
    ['lines and a fee', [line(2_000n, 2), line(900n)], 2_950n, 50n],
    ['a line that its quantity does not divide', [line(1_000n, 3)], 1_000n, 0n],
    ['a discount of the whole order', [line(1_999n, 2), line(333n)], 2_000n, 0n],
    ['a discount and a fee', [line(999n, 2), line(1_001n, 7), line(5n)], 1_234n, 57n],
    ['goods that are free, with a fee', [line(0n)], 50n, 50n],
  ])('adds up to the unit: %s', (_what, lines, amount, feeAmount) => {
    const items = toLineItems({ lines, feeAmount, amount: { amount, currency: 'EUR' } });
    expect(sumOf(items)).toBe(Number(amount));
    expect(items.some(({ price_data }) => price_data?.product_data?.name === 'Service fee')).toBe(feeAmount > 0n);
  });
});
