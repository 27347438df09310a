import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refundOrder } from '@/lib/checkout';
import { createPorts } from '@/lib/composition';
import { findHostedCheckout, openHostedCheckout, settleHostedCheckout } from '@/lib/hosted-checkout';
import { consumers } from '@/lib/jobs/consumers';
import { addSeconds } from '@/lib/kernel/clock';
import { newId, newUuid } from '@/lib/kernel/id';
import { findPayee, linkAccount, listOrderShares, listPayouts, loadPaymentHub, openAccount, resetAccount, setFeePolicy, simulateAccount, syncAccount, syncStaleAccounts } from '@/lib/payment-hub';
import { Unavailable } from '@/lib/ports';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { startStripeStub, type StripeStub } from '@/lib/testing/stripe-stub';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { stripeAccounts } from './accounts';
import { stripeCredentials } from './credentials';
import { stripeEvents } from './events';
import { stripePayment } from './payment';

// Connected accounts on a Stripe of our own: one account whatever breaks, its state as Stripe tells it, and card orders that pay the merchant and leave the fee.

const CONNECT_SECRET = 'whsec_of_the_event_destination';
let ctx: TestCtx;
let stub: StripeStub;

beforeAll(async () => {
  const [base, started] = await Promise.all([testCtx({ now: new Date() }), startStripeStub()]);
  stub = started;
  ctx = { ...base, ports: createPorts({ deployment: false, vapid: null, stripe: config(), pool: base.pool }) };
});
afterAll(() => stub.close());

const config = () => ({ secretKey: stub.secretKey, webhookSecret: stub.webhookSecret, connectWebhookSecret: CONNECT_SECRET, apiBase: stub.url });

async function opened(on = ctx): Promise<{ shop: Shop; accountId: string }> {
  const shop = await makeShop(ctx);
  const hub = await openAccount(on, shop.merchantId);
  if (!hub.ok || hub.value.accountId === null) throw new Error('no account');
  return { shop, accountId: hub.value.accountId };
}

async function ready(feeBasisPoints: number): Promise<{ shop: Shop; accountId: string }> {
  const made = await opened();
  stub.account.connected.onboard(made.accountId, 'active');
  await syncAccount(ctx, made.shop.merchantId);
  await setFeePolicy(ctx, { merchantId: made.shop.merchantId, feeBasisPoints });
  return made;
}

const accountsOf = ({ merchantId }: Shop) => [...stub.account.connected.all.values()].filter(({ metadata }) => metadata.countersign_merchant === merchantId);

async function deliver(topic: 'payment.capture' | 'payment-account.sync'): Promise<number> {
  const events = await ctx.db.query<{ id: bigint; payload: unknown; tenant_id: string }>({ name: 'test.due', text: `select id, payload, tenant_id from outbox_event where topic = $1 and delivered_at is null order by id`, values: [topic] });
  for (const { id, payload, tenant_id } of events) {
    await consumers[topic](ctx, { id, topic, aggregateId: '', tenantId: tenant_id, payload, attempts: 0, leasedUntil: ctx.clock.now() });
    await ctx.db.query({ name: 'test.told', text: `update outbox_event set delivered_at = now() where id = $1`, values: [id] });
  }
  return events.length;
}

describe('a connected account', () => {
  it('is one, opened at once by many, and after an answer that was lost', async () => {
    const shop = await makeShop(ctx);
    stub.fail('POST /v2/core/accounts', 'cut_after', 1);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => openAccount(ctx, shop.merchantId)));
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
    await openAccount(ctx, shop.merchantId);
    expect(accountsOf(shop)).toHaveLength(1);
    expect((await loadPaymentHub(ctx, shop.merchantId)).accountId).toBe(accountsOf(shop)[0]?.id);
  });

  it('is not opened where Stripe does not answer, and is on the next try', async () => {
    const shop = await makeShop(ctx);
    stub.fail('POST /v2/core/accounts', '409', 2); // each call is tried twice
    await expect(openAccount(ctx, shop.merchantId)).rejects.toThrow(Unavailable);
    expect((await loadPaymentHub(ctx, shop.merchantId)).accountId).toBeNull();
    expect(await openAccount(ctx, shop.merchantId)).toMatchObject({ ok: true });
    expect(accountsOf(shop)).toHaveLength(1);
  });

  it('is refused with words where Stripe serves no such country', async () => {
    const shop = await makeShop(ctx);
    await ctx.pool.query(`update merchant set country = 'KP' where id = $1`, [shop.merchantId]);
    expect(await openAccount(ctx, shop.merchantId)).toEqual({ ok: false, error: { code: 'provider_refused' } });
  });

  it.each([['active', 'available', true, []], ['pending', 'pending', false, []], ['asked', 'requires_action', false, ['identity.individual.documents.primary_verification']]] as const)(
    'that Stripe says is %s is %s here', async (outcome, availability, payoutsEnabled, requirements) => {
      const { shop, accountId } = await opened();
      expect(await loadPaymentHub(ctx, shop.merchantId)).toMatchObject({ provider: 'stripe', isTest: true, availability: 'needs_onboarding', requirements: ['identity.entity_type', 'identity.attestations.terms_of_service.account'] });
      stub.account.connected.onboard(accountId, outcome);
      expect(await syncAccount(ctx, shop.merchantId)).toMatchObject({ availability, payoutsEnabled, requirements });
    },
  );

  it('that Stripe does not know any more asks for action, and starts over', async () => {
    const { shop, accountId } = await opened();
    stub.account.connected.all.delete(accountId);
    expect(await syncAccount(ctx, shop.merchantId)).toMatchObject({ accountId, availability: 'requires_action', requirements: ['account_not_found'] });
    const again = await resetAccount(ctx, { merchantId: shop.merchantId, recreate: true });
    expect(again).toMatchObject({ ok: true, value: { availability: 'needs_onboarding' } });
    expect(accountsOf(shop)).toHaveLength(1);
  });

  it('leads to Stripe’s form and back to the launchpad', async () => {
    const { shop, accountId } = await opened();
    expect(await linkAccount(ctx, shop.merchantId)).toMatchObject({ ok: true, value: { url: `https://connect.stripe.example/setup/${accountId}` } });
    const asked = stub.requests.findLast(({ path }) => path === '/v2/core/account_links');
    expect(asked?.form).toMatchObject({ use_case: { type: 'account_onboarding', account_onboarding: { return_url: 'http://localhost:3000/dashboard/launchpad', refresh_url: 'http://localhost:3000/dashboard/payments' } } });
  });

  it('with real money is never thrown away, and is nobody’s to simulate', async () => {
    const { shop } = await opened();
    const live: TestCtx = { ...ctx, ports: { ...ctx.ports, merchantAccounts: stripeAccounts({ ...config(), secretKey: 'rk_live_x' }) } };
    expect(await resetAccount(live, { merchantId: shop.merchantId, recreate: true })).toEqual({ ok: false, error: { code: 'not_test' } });
    expect(await simulateAccount(ctx, { merchantId: shop.merchantId, availability: 'available' })).toEqual({ ok: false, error: { code: 'not_simulated' } });
    expect(await loadPaymentHub(ctx, shop.merchantId)).toMatchObject({ accountId: accountsOf(shop)[0]?.id });
  });

  it('of the simulator is none once Stripe is configured: another is opened', async () => {
    const shop = await makeShop(ctx);
    const before: TestCtx = { ...ctx, ports: createPorts({ deployment: false, vapid: null, stripe: null, pool: ctx.pool }) };
    await openAccount(before, shop.merchantId);
    await simulateAccount(before, { merchantId: shop.merchantId, availability: 'available' });
    expect(await loadPaymentHub(ctx, shop.merchantId)).toMatchObject({ accountId: null, availability: 'needs_onboarding' });
    expect(await openAccount(ctx, shop.merchantId)).toMatchObject({ ok: true, value: { accountId: accountsOf(shop)[0]?.id, availability: 'needs_onboarding' } });
  });
});

describe('what Stripe tells of an account', () => {
  const tell = (notice: { body: string; signature: string }) => stripeEvents(config()).receive(ctx, notice);

  it('is asked for again, once an event, by either endpoint’s secret; an older event tells the same', async () => {
    const { shop, accountId } = await opened();
    stub.account.connected.onboard(accountId, 'active');
    const notice = stub.notification('v2.core.account[configuration.merchant].capability_status_updated', accountId, { secret: CONNECT_SECRET });
    expect(await tell(notice)).toBe('accepted');
    expect(await tell(notice)).toBe('duplicate');
    expect(await tell(stub.event('account.updated', { id: accountId, object: 'account' }))).toBe('accepted');
    expect(await deliver('payment-account.sync')).toBe(2);
    expect(await loadPaymentHub(ctx, shop.merchantId)).toMatchObject({ availability: 'available' });
  });

  it('is nothing where it is signed by nobody, or about nobody here', async () => {
    const { accountId } = await opened();
    expect(await tell(stub.notification('v2.core.account.updated', accountId, { secret: 'whsec_of_a_stranger' }))).toBe('forged');
    expect(await tell(stub.notification('v2.core.account.updated', accountId, { at: new Date(Date.now() - 3_600_000) }))).toBe('forged');
    expect(await tell(stub.notification('v2.core.account.updated', 'acct_of_a_stranger'))).toBe('ignored');
    expect(await deliver('payment-account.sync')).toBe(0);
  });
});

describe('payouts to a merchant’s bank', () => {
  const payout = (id: string, status: string) => ({ id, amount: 12_345, currency: 'cad', status, arrival_date: Date.UTC(2026, 11, 1) / 1000, created: Date.UTC(2026, 10, 28, 9) / 1000 });

  it('are what Stripe tells of the account when it is asked for, or tells of a payout; in a currency that nothing is sold in they are left out', async () => {
    const [{ shop, accountId }, other] = [await ready(100), await ready(100)];
    stub.account.connected.payOut(accountId, payout('po_first', 'in_transit'));
    stub.account.connected.payOut(accountId, { ...payout('po_ron', 'paid'), currency: 'ron' });
    await syncAccount(ctx, shop.merchantId);
    const first = { payoutId: 'po_first', amount: 12_345n, currency: 'CAD', arrivesOn: '2026-12-01', createdAt: new Date(Date.UTC(2026, 10, 28, 9)) };
    expect(await listPayouts(ctx, shop.merchantId)).toEqual([{ ...first, status: 'in_transit' }]);
    expect(await listPayouts(ctx, other.shop.merchantId), 'another merchant’s are not its').toEqual([]);

    stub.account.connected.payOut(accountId, payout('po_first', 'failed'));
    const event = stub.event('payout.failed', { id: 'po_first', object: 'payout' }, { account: accountId });
    expect(await stripeEvents(config()).receive(ctx, event)).toBe('accepted');
    expect(await stripeEvents(config()).receive(ctx, event)).toBe('duplicate');
    expect(await stripeEvents(config()).receive(ctx, stub.event('payout.paid', { id: 'po_own', object: 'payout' })), 'the platform’s own').toBe('ignored');
    await deliver('payment-account.sync');
    expect(await listPayouts(ctx, shop.merchantId)).toEqual([{ ...first, status: 'failed' }]);
  });

  it('are asked for every half day, and one Stripe that is away loses nothing', async () => {
    const { shop, accountId } = await ready(100);
    stub.account.connected.payOut(accountId, payout('po_later', 'paid'));
    await syncStaleAccounts(ctx);
    expect(await listPayouts(ctx, shop.merchantId), 'asked for a moment ago').toEqual([]);
    const tomorrow = { ...ctx, clock: { now: () => addSeconds(ctx.clock.now(), 13 * 3600) } };
    stub.fail('GET /v2/core/accounts', '409', 2);
    await syncStaleAccounts(tomorrow);
    await syncStaleAccounts(tomorrow);
    expect(await listPayouts(ctx, shop.merchantId)).toMatchObject([{ payoutId: 'po_later', status: 'paid' }]);
  });

  it('that Stripe refuses to tell leave the account’s state told', async () => {
    const { shop, accountId } = await opened();
    stub.account.connected.onboard(accountId, 'active');
    stub.fail('GET /v1/payouts', '400');
    expect(await syncAccount(ctx, shop.merchantId)).toMatchObject({ availability: 'available' });
    expect(await listPayouts(ctx, shop.merchantId)).toEqual([]);
  });
});

describe('a card order', () => {
  it('at a hosted checkout pays the merchant and leaves the fee, as both were when it was opened; a refund takes its share of both', async () => {
    const { shop, accountId } = await ready(250);
    const checkout = await openCheckout(ctx, shop, null);
    const hosted = await openHostedCheckout(ctx, { merchantId: shop.merchantId, checkoutId: checkout.id, returnUrl: null, cancelUrl: null });
    if (!hosted.ok) throw new Error(hosted.error.code);
    await setFeePolicy(ctx, { merchantId: shop.merchantId, feeBasisPoints: 9_000 });
    const session = [...stub.account.sessions.all.values()].find(({ metadata }) => metadata.countersign_hosted_checkout === hosted.value.id);
    const paid = stub.account.sessions.pay(String(session?.id));
    expect(paid.payment_intent).toMatchObject({ amount: 1_650, on_behalf_of: accountId, transfer_data: { destination: accountId }, application_fee_amount: 41 });
    await settleHostedCheckout(ctx, { hostedCheckoutId: hosted.value.id });
    await deliver('payment.capture');
    const orderId = String((await findHostedCheckout(ctx, hosted.value.id))?.orderId);
    expect(await listOrderShares(ctx, shop.merchantId)).toEqual([expect.objectContaining({ orderId, amount: 1_650n, refundedAmount: 0n, feeAmount: 41n, netAmount: 1_609n })]);

    const refunded = await refundOrder(ctx, { merchantId: shop.merchantId, orderId, amount: '8.25', refundKey: newUuid() });
    expect(refunded).toMatchObject({ ok: true, value: { refundedAmount: 825n } });
    expect([...stub.account.refunds.values()].at(-1)).toMatchObject({ amount: 825, reverse_transfer: true, refund_application_fee: true });
    expect(await listOrderShares(ctx, shop.merchantId)).toEqual([expect.objectContaining({ refundedAmount: 825n, feeAmount: 21n, netAmount: 804n })]);
  });

  it('by a token pays the merchant that has an account, and the platform where there is none', async () => {
    const [{ shop, accountId }, without] = [await ready(100), await makeShop(ctx)];
    const pay = async ({ merchantId, handle }: Shop) => {
      const checkoutId = newUuid();
      const claimed = await stripeCredentials(findPayee).claim(ctx, { token: 'pm_card_visa', merchantId, checkoutId, snapshotHash: '', amount: 1_650n, currency: 'CAD', agentId: null });
      if (!claimed.ok) throw new Error(claimed.refusal);
      const idempotencyKey = newId('attempt');
      await stripePayment(config()).authorize(ctx, { idempotencyKey, merchantId, merchantHandle: handle, merchantName: 'Shop', checkoutId, amount: 1_650n, currency: 'CAD', credential: claimed.credential });
      return [...stub.account.intents.values()].find(({ metadata }) => metadata.countersign_attempt === idempotencyKey);
    };
    expect(await pay(shop)).toMatchObject({ on_behalf_of: accountId, transfer_data: { destination: accountId }, application_fee_amount: 17 });
    expect(await pay(without)).toMatchObject({ on_behalf_of: null, transfer_data: null, application_fee_amount: null });
  });
});
