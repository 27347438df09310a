import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateCheckout } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { createPushBrowser, type PushBrowser } from '@/lib/testing/push-browser';
import { askFor, makeShop, makeWallet, openCheckout, tokenFor, type Shop, type Wallet } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { approveStepUp, expireApprovals, openStepUp, rejectStepUp } from '@/lib/wallet';
import { renderFailure } from '../errors';
import { deletePushSubscription, getPushSubscriptions, postPushSubscription } from './index';

let ctx: TestCtx;
let shop: Shop;
let receiver: WebhookReceiver;
let owner: Owner;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
  receiver.clear();
  receiver.answer = () => 201;
  owner = await makeOwner(ctx);
});

type Reply = { status: number; body: Record<string, unknown> };

/** As the entrance would, for the signed-in owner of a wallet. */
async function call(endpoint: Endpoint, { walletId, userId }: Wallet, body?: unknown, id = '', on: Ctx = ctx): Promise<Reply> {
  const principal = { kind: 'owner', userId, walletId, sessionId: 'ses_test' } as const;
  const requestCtx = { ...on, requestId: 'req_test', clientAddress: '127.0.0.1', principal, merchant: null, merchantPrefix: null };
  const request = new Request('http://localhost:3000/', { method: endpoint.method, body: body === undefined ? undefined : JSON.stringify(body) });
  const response = await endpoint.handle(requestCtx, request, { id }).catch((error: unknown) => {
    if (!isHttpFailure(error)) throw error;
    return renderFailure(error.failure);
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A browser that subscribed. */
async function subscribe(wallet: Wallet, path = `/${newUuid()}`): Promise<{ browser: PushBrowser; id: string }> {
  const browser = createPushBrowser(receiver.url + path);
  const reply = await call(postPushSubscription, wallet, { ...browser.subscription, expirationTime: null, label: 'My phone' });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return { browser, id: String(reply.body.id) };
}

async function relay(): Promise<void> {
  while ((await relayBatch(ctx, consumers)) > 0);
}

/** Beyond the limit: 8 teas come to 93.50. */
async function askOwner({ agent }: Owner, note?: string): Promise<{ approvalId: string; walletId: string; checkoutId: string }> {
  const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]);
  const asked = await askFor(ctx, agent, checkout, note === undefined ? {} : { note });
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  return { approvalId: asked.value.approvalId, walletId: agent.walletId, checkoutId: checkout.id };
}

const listOf = async (wallet: Wallet): Promise<Record<string, unknown>[]> => (await call(getPushSubscriptions, wallet)).body.subscriptions as Record<string, unknown>[];
/** What a browser was sent, in the order it came. */
const sentTo = ({ subscription }: PushBrowser) => receiver.received.filter(({ path }) => subscription.endpoint.endsWith(path));
const readBy = (browser: PushBrowser) => sentTo(browser).map(({ bytes }) => JSON.parse(browser.decrypt(bytes)) as Record<string, string>);

describe('subscribing a browser', () => {
  it('answers 201 with the device, lists it without where it is reached, and keeps that sealed', async () => {
    const { browser, id } = await subscribe(owner.agent);
    const { endpoint, keys } = browser.subscription;
    const list = await call(getPushSubscriptions, owner.agent);
    expect(list.body).toMatchObject({ application_server_key: expect.stringMatching(/^B[\w-]{86}$/), subscriptions: [{ id, label: 'My phone', last_delivered_at: null }] });
    const rows = await ctx.db.query<{ row: string }>({ name: 'test.rows', text: 'select s::text as row from push_subscription s', values: [] });
    for (const secret of [endpoint, keys.p256dh, keys.auth]) expect(JSON.stringify([list.body, rows])).not.toContain(secret);
  });

  it('takes the same browser again as the same device, with the keys that it has now', async () => {
    const first = await subscribe(owner.agent, '/again');
    const second = await subscribe(owner.agent, '/again');
    expect(second.id).toBe(first.id);
    await askOwner(owner);
    await relay();
    expect(readBy(second.browser)).toHaveLength(1);
    expect(() => readBy(first.browser)).toThrow();
  });

  it('gives a browser to the owner who signed in on it last: the one before is told there no more', async () => {
    const first = await subscribe(owner.agent, '/shared');
    const other = await makeOwner(ctx);
    await askOwner(owner); // promised already
    const second = await subscribe(other.agent, '/shared');
    expect(second.id).not.toBe(first.id);
    await relay();
    expect(receiver.received).toEqual([]);
    expect(await listOf(owner.agent)).toEqual([]);
    expect(await listOf(other.agent)).toHaveLength(1);
  });

  it('takes ten devices of an owner, subscribed at the same time too', async () => {
    const replies = await Promise.all(Array.from({ length: 13 }, (_, index) => call(postPushSubscription, owner.agent, createPushBrowser(`${receiver.url}/${index}`).subscription)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(replies.find(({ status }) => status !== 201)).toMatchObject({ status: 409, body: { error: 'device_limit_reached', next_step: expect.any(String) } });
  });

  it("removes a device of one's own alone", async () => {
    const { id } = await subscribe(owner.agent);
    expect(await call(deletePushSubscription, await makeWallet(ctx), undefined, id)).toMatchObject({ status: 404, body: { error: 'not_found' } });
    expect(await call(deletePushSubscription, owner.agent, undefined, id)).toMatchObject({ status: 200, body: { id, status: 'deleted' } });
    expect(await call(deletePushSubscription, owner.agent, undefined, id)).toMatchObject({ status: 404 });
    await askOwner(owner);
    await relay();
    expect(receiver.received).toEqual([]);
  });

  const good = createPushBrowser('https://push.example/a').subscription;
  const notOnTheCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');
  it.each([
    ['no endpoint', { keys: good.keys }, '$.endpoint'],
    ['an endpoint over http', { ...good, endpoint: 'http://push.example/a' }, '$.endpoint'],
    ['a private address', { ...good, endpoint: 'https://10.0.0.1/a' }, '$.endpoint'],
    ['an address of a cloud', { ...good, endpoint: 'https://169.254.169.254/a' }, '$.endpoint'],
    ['credentials in the endpoint', { ...good, endpoint: 'https://a:b@push.example/a' }, '$.endpoint'],
    ['a key that is no point of the curve', { ...good, keys: { ...good.keys, p256dh: notOnTheCurve } }, '$.keys.p256dh'],
    ['a short secret', { ...good, keys: { ...good.keys, auth: 'AAAA' } }, '$.keys.auth'],
    ['an unknown field', { ...good, admin: true }, '$.admin'],
  ])('refuses %s', async (_name, body, param) => {
    expect(await call(postPushSubscription, owner.agent, body)).toMatchObject({ status: 400, body: { error: 'invalid_request', param } });
    expect(await listOf(owner.agent)).toEqual([]);
  });

  it('refuses loopback where the test flag is not set', async () => {
    const deployed = { ...ctx, settings: { ...ctx.settings, testMode: false } };
    const reply = await call(postPushSubscription, owner.agent, createPushBrowser(receiver.url).subscription, '', deployed);
    expect(reply).toMatchObject({ status: 400, body: { param: '$.endpoint' } });
  });
});

describe('a step-up', () => {
  it('is pushed to every device, encrypted for its browser alone, with our key and an end (RFC 8030, 8188, 8291, 8292)', async () => {
    const [phone, laptop] = [await subscribe(owner.agent, '/phone'), await subscribe(owner.agent, '/laptop')];
    const { approvalId } = await askOwner(owner);
    await relay();
    expect(receiver.received.map(({ path }) => path).toSorted()).toEqual(['/hooks/laptop', '/hooks/phone']);
    const toPhone = receiver.received.find(({ path }) => path === '/hooks/phone');
    const toLaptop = receiver.received.find(({ path }) => path === '/hooks/laptop');
    if (!toPhone || !toLaptop) throw new Error('both are told');
    expect(toPhone.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '900', urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) });
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(toPhone.headers.authorization ?? '') ?? [];
    expect(key).toBe((await call(getPushSubscriptions, owner.agent)).body.application_server_key);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ aud: new URL(receiver.url).origin, sub: expect.stringMatching(/^mailto:/) });
    const told = { type: 'show', tag: approvalId, title: 'An agent waits for your approval', url: `/approve/${approvalId}` };
    expect(JSON.parse(phone.browser.decrypt(toPhone.bytes))).toMatchObject({ ...told, body: `Test agent wants to pay $93.50 to ${shop.handle}.` });
    expect(JSON.parse(laptop.browser.decrypt(toLaptop.bytes))).toMatchObject(told);
    expect(() => phone.browser.decrypt(toLaptop.bytes)).toThrow();
    expect((await listOf(owner.agent)).map(({ last_delivered_at }) => last_delivered_at)).toEqual(Array(2).fill(ctx.clock.now().toISOString()));
  });

  it("says nothing secret, nothing of an agent's note, and no word of an agent or a merchant in its title", async () => {
    const { browser } = await subscribe(owner.agent);
    await ctx.db.query({ name: 'test.rename', text: 'update agent set name = $2 where id = $1', values: [owner.agent.agentId, 'Pay\u202e now: https://evil.example/x \u0007urgent'] });
    await tokenFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent)); // a live payment token
    await askOwner(owner, 'My note: https://evil.example/note');
    await relay();
    const [told] = readBy(browser);
    const [secrets] = await ctx.db.query<{ email: string; cards: string[]; sealed: string[] }>({
      name: 'test.secrets',
      text: `select u.email, array(select m.card_id || ' ' || m.last4 from payment_method m where m.wallet_id = $1) as cards, array(select sealed_token from payment_token) as sealed
               from wallet w join app_user u on u.id = w.user_id where w.id = $1`,
      values: [owner.agent.walletId],
    });
    const { clientSecret, clientId, agentId, walletId } = owner.agent;
    const cards = (secrets?.cards ?? []).flatMap((card) => card.split(' '));
    expect(cards.length).toBeGreaterThan(0);
    const text = JSON.stringify(told);
    const forbidden = [clientSecret, clientId, agentId, walletId, secrets?.email ?? '?', ...cards, ...(secrets?.sealed ?? []), 'vt_', 'My note', 'evil.example', '\u202e', '\u0007'];
    for (const word of forbidden) expect(text, word).not.toContain(word);
    expect(told?.title).toBe('An agent waits for your approval');
    expect(told?.body).toMatch(/^Pay now: \[link removed\] urgent wants to pay /);
  });

  it.each(['approved', 'declined', 'expired', 'withdrawn'] as const)('that is %s is taken off every device, after it was shown there', async (ending) => {
    const { browser } = await subscribe(owner.agent);
    const query = await askOwner(owner);
    if (ending === 'approved') {
      const opened = await openStepUp(ctx, query);
      if (!opened.ok) throw new Error(opened.error.code);
      expect(await approveStepUp(ctx, { ...query, assertion: owner.authenticator.assert(opened.value.publicKey) })).toMatchObject({ ok: true });
    }
    if (ending === 'declined') expect(await rejectStepUp(ctx, query)).toMatchObject({ ok: true });
    if (ending === 'withdrawn') {
      const actor = { kind: 'agent', agentId: owner.agent.agentId } as const;
      expect(await updateCheckout(ctx, { checkoutId: query.checkoutId, actor, patch: { items: [{ id: 'tea', quantity: 9 }] } })).toMatchObject({ ok: true });
    }
    await relay();
    if (ending === 'expired') {
      ctx.clock.advance(15 * 60);
      await expireApprovals(ctx);
      await relay();
    }
    const told = readBy(browser);
    expect(told).toMatchObject([{ type: 'show', tag: query.approvalId }, { type: 'withdraw', tag: query.approvalId, title: 'No longer waits for you' }]);
    const topics = sentTo(browser).map(({ headers }) => headers.topic);
    expect(new Set(topics).size, 'the push service drops the first when the device was away').toBe(1);
  });

  it('is tried again when the push service fails, and not after its time', async () => {
    const { browser } = await subscribe(owner.agent);
    receiver.answer = () => 500;
    await askOwner(owner);
    await relay();
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => 201;
    ctx.clock.set(addSeconds(ctx.clock.now(), 60));
    await relay();
    expect(readBy(browser)).toHaveLength(2);

    receiver.answer = () => 500;
    await askOwner(owner);
    await relay();
    receiver.clear();
    ctx.clock.set(addSeconds(ctx.clock.now(), 15 * 60));
    await relay();
    expect(receiver.received).toEqual([]);
  });

  it.each([404, 410])('removes a device that its push service answers with %i, and that one alone', async (status) => {
    await subscribe(owner.agent, '/gone');
    const kept = await subscribe(owner.agent, '/kept');
    receiver.answer = ({ path }) => (path.endsWith('/gone') ? status : 201);
    await askOwner(owner);
    await relay();
    expect(await listOf(owner.agent)).toMatchObject([{ id: kept.id }]);
  });

  it('follows no redirect of a push service, and keeps the device', async () => {
    const { id } = await subscribe(owner.agent);
    receiver.answer = () => 307;
    await askOwner(owner);
    await relay();
    expect(receiver.received).toHaveLength(1);
    expect(await listOf(owner.agent)).toMatchObject([{ id, last_delivered_at: null }]);
  });
});
