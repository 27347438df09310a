import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { consumers } from '@/lib/jobs';
import { money } from '@/lib/kernel/money';
import { cancelPass } from '@/lib/order-pass';
import { requestReturn } from '@/lib/order-return';
import { simulateAccount, syncAccount } from '@/lib/payment-hub';
import { orderPassSecret } from '@/lib/kitchen';
import { inTransaction } from '@/lib/ports';
import { ACCOUNT_SECRET } from '@/lib/testing/account';
import { hireAt, openTestStore, type ConsoleBrowser } from '@/lib/testing/console-browser';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { makeCounter, orderWithTicket } from '@/lib/testing/ticket';
import { deliverWebhook, registerMerchantEndpoint } from '@/lib/webhook';
import { tellStore, type StoreNotice } from '.';

let ctx: TestCtx;
let counter: Awaited<ReturnType<typeof makeCounter>>;
let merchantId: string;
let owner: { browser: ConsoleBrowser; email: string };

beforeAll(async () => {
  vi.stubEnv('AUTH_SECRET', ACCOUNT_SECRET);
  ctx = await testCtx({ now: new Date('2026-11-27T12:00:00Z') });
});
afterAll(() => void vi.unstubAllEnvs());

/** A store with customers, and its owner in a browser. */
beforeEach(async () => {
  counter = await makeCounter(ctx);
  ({ merchantId } = counter.shop);
  owner = await openTestStore(ctx);
  await ctx.pool.query('update merchant_member set merchant_id = $1 where user_id = (select id from app_user where email = $2)', [merchantId, owner.email]);
});

type Mail = { recipient: string; subject: string; text: string };
const mails = async (): Promise<Mail[]> =>
  (await ctx.pool.query<{ payload: Mail }>(`select payload from outbox_event where topic = 'mail.send' and aggregate_id like 'store:%' and tenant_id = $1 order by id`, [merchantId])).rows.map(({ payload }) => payload);
const tell = (notice: Partial<StoreNotice> = {}) => inTransaction(ctx, (tx) => tellStore(tx, { merchantId, event: 'return', subject: 'one', money: money(1_250n, 'CAD'), path: '/dashboard/orders/1', ...notice }));

describe('word by mail', () => {
  it('is off for everyone but owners, who are told of all but new orders, until they choose', async () => {
    const manager = await hireAt(ctx, owner.browser, 'manager');
    expect((await owner.browser('GET', '/merchant/notifications')).body).toEqual({ order: false, cancellation: true, return: true, payments: true, webhook: true });
    expect((await manager.browser('GET', '/merchant/notifications')).body).toEqual({ order: false, cancellation: false, return: false, payments: false, webhook: false });
    await tell();
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([owner.email]);
  });

  it('goes to who wants it, in the language of their console', async () => {
    const manager = await hireAt(ctx, owner.browser, 'manager');
    await ctx.pool.query('update app_user set email_verified_at = now() where email = $1', [manager.email]);
    await manager.browser('PATCH', '/merchant/session/preferences', { uiLocale: 'fr' });
    expect((await manager.browser('PATCH', '/merchant/notifications', { return: true })).body).toMatchObject({ return: true, order: false });
    await owner.browser('PATCH', '/merchant/notifications', { return: false });
    await tell();
    const [mail, ...rest] = await mails();
    expect(rest).toEqual([]);
    expect(mail).toMatchObject({ recipient: manager.email, subject: 'Demande de retour chez Test shop' });
    expect(mail?.text).toContain('12,50');
    expect(mail?.text).toContain('http://localhost:3000/dashboard/orders/1');
    expect(mail?.text, 'and says where to choose').toContain('http://localhost:3000/dashboard/preferences');
  });

  it('of one thing is promised once, however often and at the same moment it is told', async () => {
    await Promise.all([1, 2, 3, 4].map(() => tell()));
    await tell();
    expect(await mails()).toHaveLength(1);
  });

  it('does not go to an address that nobody proved, to staff, nor to another store', async () => {
    await ctx.pool.query('update app_user set email_verified_at = null where email = $1', [owner.email]);
    const staff = await hireAt(ctx, (await openTestStore(ctx)).browser, 'staff');
    expect((await staff.browser('GET', '/merchant/notifications')).status).toBe(403);
    expect((await staff.browser('PATCH', '/merchant/notifications', { order: true })).status).toBe(403);
    await tell();
    expect(await mails()).toEqual([]);
  });

  it.each([[{ order: 'yes' }], [{ gossip: true }], [['order']], ['x']])('is not chosen by %j', async (body) => {
    expect(await owner.browser('PATCH', '/merchant/notifications', body)).toMatchObject({ status: 400 });
    expect((await owner.browser('GET', '/merchant/notifications')).body).toMatchObject({ order: false, return: true });
  });
});

describe('the people of a store', () => {
  it('are told of a new order, those who asked, once for an event that comes twice', async () => {
    const event = async () => {
      const orderId = await orderWithTicket(ctx, counter);
      const created = { id: 1n, topic: 'order.created' as const, aggregateId: orderId, tenantId: merchantId, payload: { orderId }, attempts: 0, leasedUntil: ctx.clock.now() };
      await consumers['order.created'](ctx, created);
      await consumers['order.created'](ctx, created);
      return orderId;
    };
    await event();
    expect(await mails()).toEqual([]);
    await owner.browser('PATCH', '/merchant/notifications', { order: true });
    const orderId = await event();
    const told = await mails();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ recipient: owner.email, subject: 'A new order at Test shop' });
    expect(told[0]?.text).toContain(`/dashboard/orders/${orderId}`);
  });

  it('are told that a customer canceled, in the transaction that cancels, without a word of the customer', async () => {
    const orderId = await orderWithTicket(ctx, counter, { email: 'ada@customer.example', name: 'Ada Secret' });
    expect(await cancelPass(ctx, { orderId, secret: orderPassSecret(ctx, orderId) })).toMatchObject({ ok: true });
    await cancelPass(ctx, { orderId, secret: orderPassSecret(ctx, orderId) });
    const told = await mails();
    expect(told).toHaveLength(1);
    expect(told[0]?.subject).toBe('An order was canceled at Test shop');
    expect(JSON.stringify(told)).not.toMatch(/ada@customer|Ada Secret/);
  });

  it('are told that a return waits for them', async () => {
    const orderId = await orderWithTicket(ctx, counter);
    const asked = await requestReturn(ctx, { orderId, agentId: counter.agent.agentId, lines: [{ itemId: 'tea', quantity: 1 }], reason: 'faulty', note: null });
    expect(asked.ok).toBe(true);
    expect((await mails()).map(({ subject }) => subject)).toEqual(['A return is asked for at Test shop']);
  });

  it('are told each time that cards are not taken any more, and not while it lasts', async () => {
    const tellsOf = async (availability: 'available' | 'requires_action' | 'pending'): Promise<number> => {
      ctx.clock.advance(1);
      await simulateAccount(ctx, { merchantId, availability });
      await syncAccount(ctx, merchantId);
      return (await mails()).length;
    };
    expect(await tellsOf('available')).toBe(0);
    expect(await tellsOf('requires_action')).toBe(1);
    expect(await tellsOf('pending')).toBe(1);
    expect(await tellsOf('available')).toBe(1);
    expect(await tellsOf('pending')).toBe(2);
  });

  it('are told of a webhook that nobody takes, once a day for each address', async () => {
    const registered = await registerMerchantEndpoint(ctx, { merchantId, url: 'http://127.0.0.1:9/hook', events: ['token.revoked'] });
    if (!registered.ok) throw new Error('it is registered');
    const deliver = async (eventId: string, isLast: boolean) =>
      deliverWebhook(ctx, { endpointId: registered.value.endpoint.id, eventId, type: 'token.revoked', occurredAt: ctx.clock.now().toISOString(), data: {} }, { isLast }).catch(() => undefined);
    await deliver('evt_1', false);
    expect(await mails()).toEqual([]);
    await deliver('evt_1', true);
    await deliver('evt_2', true);
    expect((await mails()).map(({ text }) => text.split('\n')[0])).toEqual(['127.0.0.1:9 did not take an event, however often it was sent.']);
  });
});
