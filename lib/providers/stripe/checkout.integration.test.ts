import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { completeCheckout, followNetwork, getCheckout, refundOrder, resumeCompletions, type Checkout } from '@/lib/checkout';
import { createPorts } from '@/lib/composition';
import { consumers } from '@/lib/jobs/consumers';
import { newUuid } from '@/lib/kernel/id';
import { loadMerchantOrder, type OrderDetailView } from '@/lib/order';
import { Unavailable, type Ctx } from '@/lib/ports';
import { makeAgent, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { startStripeStub, type StripeStub, type StubIntent } from '@/lib/testing/stripe-stub';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { stripeEvents } from './events';

// The whole store on Stripe: what an agent platform pays with pm_ and spt_, and what Stripe tells of it afterwards.

let ctx: TestCtx;
let shop: Shop;
let stub: StripeStub;

beforeAll(async () => {
  const [base, started] = await Promise.all([testCtx(), startStripeStub()]);
  stub = started;
  const stripe = { secretKey: stub.secretKey, webhookSecret: stub.webhookSecret, apiBase: stub.url };
  ctx = { ...base, ports: createPorts({ deployment: false, vapid: null, stripe, pool: base.pool }) };
  shop = await makeShop(ctx);
});
beforeEach(async () => {
  await ctx.db.query({ name: 'test.no-events', text: `update outbox_event set delivered_at = created_at where topic = 'payment.changed'`, values: [] });
});
afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
  await stub.close();
});

const platform = () => ({ kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' }) as const;
const pay = (checkout: Checkout, token: string, on: Ctx = ctx) =>
  completeCheckout(on, { checkoutId: checkout.id, actor: platform(), token, wireVersion: '2026-04-17', resumed: false });
const open = () => openCheckout(ctx, shop, null);
const grant = () => stub.account.grant({ method: 'pm_card_visa', currency: 'cad', maxAmount: 1_650 });

function intentOf(checkout: Checkout): StubIntent {
  const [intent, ...others] = [...stub.account.intents.values()].filter(({ metadata }) => metadata.countersign_checkout === checkout.id);
  if (!intent || others.length > 0) throw new Error('the checkout has one PaymentIntent');
  return intent;
}

async function orderOf({ id, merchantId }: Checkout): Promise<OrderDetailView> {
  const [row] = await ctx.db.query<{ id: string }>({ name: 'test.order', text: `select id from purchase_order where checkout_id = $1`, values: [id] });
  const order = row && (await loadMerchantOrder(ctx, { merchantId, orderId: row.id }));
  if (!order) throw new Error('the checkout has no order');
  return order;
}

async function deliver(topic: 'payment.capture' | 'payment.changed'): Promise<number> {
  const events = await ctx.db.query<{ id: bigint; payload: unknown }>({ name: 'test.due', text: `select id, payload from outbox_event where topic = $1 and delivered_at is null order by id`, values: [topic] });
  for (const { id, payload } of events) {
    await consumers[topic](ctx, { id, topic, aggregateId: '', tenantId: '', payload, attempts: 0, leasedUntil: ctx.clock.now() });
    await ctx.db.query({ name: 'test.delivered', text: `update outbox_event set delivered_at = $2 where id = $1`, values: [id, ctx.clock.now()] });
  }
  return events.length;
}

async function paid(token = 'pm_card_visa', { capture = true } = {}): Promise<Checkout> {
  const checkout = await open();
  expect(await pay(checkout, token)).toMatchObject({ ok: true, value: { outcome: 'completed' } });
  if (capture) await deliver('payment.capture');
  return checkout;
}

const tell = (type: string, object: object, more: { id?: string; at?: Date } = {}) =>
  stripeEvents(stub).receive(ctx, stub.event(type, object, { at: ctx.clock.now(), ...more }));

const declineText = async (checkout: Checkout): Promise<string | undefined> => {
  const found = await getCheckout(ctx, { checkoutId: checkout.id, actor: platform() });
  return found.ok ? found.value.messages[0]?.text : undefined;
};

describe('a checkout that is paid at Stripe', () => {
  it.each(['a PaymentMethod', 'a shared payment token'])('is an order, captured, and refunded from where orders are refunded: %s', async (what) => {
    const checkout = await paid(what === 'a PaymentMethod' ? 'pm_card_visa' : grant());
    const { id: intentId } = intentOf(checkout);
    const order = await orderOf(checkout);
    expect(order).toMatchObject({ paymentStatus: 'captured', networkTransactionId: intentId });
    const refund = { merchantId: shop.merchantId, orderId: order.id, amount: '1.00', refundKey: newUuid() };
    expect(await refundOrder(ctx, refund)).toEqual({ ok: true, value: { refundedAmount: 100n, currency: 'CAD' } });
    expect(await refundOrder(ctx, refund)).toEqual({ ok: true, value: { refundedAmount: 100n, currency: 'CAD' } });
    expect(await orderOf(checkout)).toMatchObject({ refunded: { amount: 100n }, total: { amount: 1_650n } });
    expect(stub.account.listRefunds(intentId)).toHaveLength(1);
  });

  it('is ready again after a decline, and paid with another token', async () => {
    const checkout = await open();
    expect(await pay(checkout, 'pm_card_visa_chargeDeclined')).toMatchObject({ ok: true, value: { outcome: 'declined', checkout: { status: 'ready', messages: [{ code: 'payment_declined' }] } } });
    expect(intentOf(checkout).status).toBe('canceled');
    expect(await pay(checkout, 'pm_card_visa_chargeDeclined')).toMatchObject({ ok: false, error: { code: 'invalid_token', reason: 'used' } });
    expect(await pay(checkout, 'pm_card_visa')).toMatchObject({ ok: true, value: { outcome: 'completed' } });
    await deliver('payment.capture');
  });

  it('says that the holder has to authenticate, and lets go of the payment', async () => {
    const checkout = await open();
    expect(await pay(checkout, 'pm_card_authenticationRequired')).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    expect(await declineText(checkout)).toContain('authenticate');
    expect(intentOf(checkout).status).toBe('canceled');
  });

  it('takes no token of Stripe from an agent of a wallet: its owner\'s limits would not hold', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent);
    const actor = { kind: 'agent', agentId: agent.agentId } as const;
    const done = await completeCheckout(ctx, { checkoutId: checkout.id, actor, token: 'pm_card_visa', wireVersion: '2026-04-17', resumed: false });
    expect(done).toMatchObject({ ok: false, error: { code: 'invalid_token', reason: 'unknown' } });
  });

  it('is resumed when Stripe fell silent after it had acted: one charge, one order', async () => {
    const checkout = await open();
    stub.fail('POST /v1/payment_intents', '409', 2);
    expect(await pay(checkout, 'pm_card_visa')).toMatchObject({ ok: false, error: { code: 'in_progress' } });
    ctx.clock.advance(2);
    expect(await resumeCompletions(ctx)).toBe(1);
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'authorized', networkTransactionId: intentOf(checkout).id });
    await deliver('payment.capture');
  });

  it('answers the very request again that was cut off', async () => {
    const checkout = await paid();
    const again = await completeCheckout(ctx, { checkoutId: checkout.id, actor: platform(), token: 'pm_card_visa', wireVersion: '2026-04-17', resumed: true });
    expect(again).toMatchObject({ ok: true, value: { outcome: 'completed' } });
  });
});

describe('what Stripe tells', () => {
  it('is taken once, however often it is told', async () => {
    const intent = intentOf(await paid());
    expect(await tell('payment_intent.succeeded', intent, { id: 'evt_twice' })).toBe('accepted');
    expect(await tell('payment_intent.succeeded', intent, { id: 'evt_twice' })).toBe('duplicate');
    const atOnce = await Promise.all([1, 2, 3].map(() => tell('payment_intent.succeeded', intent, { id: 'evt_at_once' })));
    expect(atOnce.toSorted()).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await deliver('payment.changed')).toBe(2);
  });

  it('is not believed when it is forged, altered, or signed too long ago', async () => {
    const intent = intentOf(await paid());
    const { body, signature } = stub.event('payment_intent.canceled', intent, { at: ctx.clock.now() });
    const notices = stripeEvents(stub);
    expect(await notices.receive(ctx, { body: body.replace('canceled', 'succeeded'), signature })).toBe('forged');
    expect(await notices.receive(ctx, { body, signature: signature.replace(/v1=./, 'v1=x') })).toBe('forged');
    expect(await notices.receive(ctx, { body, signature: '' })).toBe('forged');
    expect(await stripeEvents({ webhookSecret: 'whsec_of_another' }).receive(ctx, { body, signature })).toBe('forged');
    expect(await tell('payment_intent.canceled', intent, { at: new Date(ctx.clock.now().getTime() - 301_000) })).toBe('forged');
    expect(await deliver('payment.changed')).toBe(0);
  });

  it('is ignored where it is about nothing of ours', async () => {
    expect(await tell('payment_intent.succeeded', { id: 'pi_of_another', object: 'payment_intent', metadata: {} })).toBe('ignored');
    expect(await tell('charge.refunded', { id: 'ch_x', object: 'charge', payment_intent: 'pi_of_another' })).toBe('ignored');
    expect(await tell('customer.created', { id: 'cus_x', object: 'customer' })).toBe('ignored');
    expect(await tell('charge.updated', { id: 'ch_x', object: 'charge', payment_intent: null })).toBe('ignored');
  });

  it('brings an order in line with a payment that was cancelled at Stripe', async () => {
    const checkout = await paid('pm_card_visa', { capture: false });
    const intent = stub.account.cancel(intentOf(checkout).id, 'requested_by_customer');
    expect(await tell('payment_intent.canceled', intent)).toBe('accepted');
    await deliver('payment.changed');
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'voided' });
    await deliver('payment.capture');
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'voided' });
  });

  it('brings an order in line with one whose time was over', async () => {
    const checkout = await paid('pm_card_visa', { capture: false });
    await tell('payment_intent.canceled', stub.account.cancel(intentOf(checkout).id, 'automatic'));
    await deliver('payment.changed');
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'expired' });
    await deliver('payment.capture');
  });

  it('may come in any order: what it is now is asked for', async () => {
    const checkout = await paid('pm_card_visa', { capture: false });
    const { id } = intentOf(checkout);
    const before = structuredClone(intentOf(checkout));
    stub.account.capture(id);
    const refund = stub.account.refund({ payment_intent: id, amount: '250' });
    expect(await tell('refund.updated', refund)).toBe('accepted');
    expect(await tell('charge.refunded', intentOf(checkout).latest_charge ?? {})).toBe('accepted');
    expect(await tell('payment_intent.amount_capturable_updated', before)).toBe('accepted');
    await deliver('payment.changed');
    await deliver('payment.capture');
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'captured', refunded: { amount: 250n } });
    expect((await orderOf(checkout)).timeline.map(({ kind }) => kind)).toEqual(['placed', 'captured', 'refunded']);
  });

  it('leaves an order as it is when it is disputed', async () => {
    const checkout = await paid();
    expect(await tell('charge.dispute.created', { id: 'dp_x', object: 'dispute', payment_intent: intentOf(checkout).id })).toBe('accepted');
    await deliver('payment.changed');
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'captured' });
  });

  it('tells us of a payment whose answer never came; while that is not written, it is to be told again', async () => {
    const checkout = await open();
    stub.searchLags = true;
    stub.fail('POST /v1/payment_intents', '500_after');
    expect(await pay(checkout, 'pm_card_visa')).toMatchObject({ ok: false, error: { code: 'in_progress' } });
    const intent = intentOf(checkout);
    expect(await tell('payment_intent.amount_capturable_updated', intent)).toBe('accepted');
    await expect(deliver('payment.changed')).rejects.toThrow(Unavailable);
    ctx.clock.advance(2);
    expect(await resumeCompletions(ctx)).toBe(1);
    stub.searchLags = false;
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'authorized', networkTransactionId: intent.id });
    await deliver('payment.changed');
    await deliver('payment.capture');
    expect(await orderOf(checkout)).toMatchObject({ paymentStatus: 'captured' });
  });

  it('cancels what came to life after it counted as declined', async () => {
    const checkout = await open();
    stub.fail('POST /v1/payment_intents/', '500', 2); // the cancelling of it
    expect(await pay(checkout, 'pm_card_authenticationRequired')).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    const { id } = intentOf(checkout);
    stub.account.authenticate(id);
    stub.forgetKeys();
    expect(await tell('payment_intent.amount_capturable_updated', stub.account.get(id))).toBe('accepted');
    await deliver('payment.changed');
    expect(stub.account.get(id).status).toBe('canceled');
    await followNetwork(ctx, id);
  });
});
