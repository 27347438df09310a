import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confirmAgent, findAgent, registerAgent, updateAgent } from '@/lib/agent';
import { updateCheckout } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { isHttpFailure } from '@/lib/http/failure';
import { cancelRecovery, requestRecovery, startRecovery } from '@/lib/identity';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { addSeconds } from '@/lib/kernel/clock';
import { newUuid } from '@/lib/kernel/id';
import { createKeyring } from '@/lib/kernel/keyring';
import type { Ctx } from '@/lib/ports';
import { postStopAgents, postStopStatus } from '@/lib/protocols/account';
import { accessTokenOf, callEndpoint } from '@/lib/testing/call-endpoint';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { createPushBrowser, type PushBrowser } from '@/lib/testing/push-browser';
import { askFor, buyItems, makeAgent, makeShop, makeWallet, openCheckout, tokenFor, type Shop, type Wallet } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { approveStepUp, expireApprovals, openStepUp, rejectStepUp } from '@/lib/wallet';
import { renderFailure } from '../errors';
import { getLimits } from '../payments';
import { deletePushSubscription, getNotifications, getPushSubscriptions, patchNotifications, postPushSubscription, postStop } from './index';

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

  it('keeps a device whose push service gave it another endpoint: what was promised to it arrives there', async () => {
    const first = await subscribe(owner.agent, '/before');
    await askOwner(owner); // promised to the old endpoint
    const moved = createPushBrowser(`${receiver.url}/after`);
    const answer = await call(postPushSubscription, owner.agent, { ...moved.subscription, replaces: first.browser.subscription.endpoint });
    expect(answer).toMatchObject({ status: 201, body: { id: first.id, label: 'My phone' } });
    await relay();
    expect(sentTo(first.browser)).toEqual([]);
    expect(readBy(moved)).toHaveLength(1);
    expect(await listOf(owner.agent)).toHaveLength(1);
  });

  it("takes no device of another owner's over by naming its endpoint", async () => {
    const theirs = await subscribe((await makeOwner(ctx)).agent, '/theirs');
    const mine = createPushBrowser(`${receiver.url}/mine`);
    const answer = await call(postPushSubscription, owner.agent, { ...mine.subscription, replaces: theirs.browser.subscription.endpoint });
    expect(answer.status).toBe(201);
    expect(answer.body.id).not.toBe(theirs.id);
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

const mailsTo = async ({ agent }: Owner): Promise<{ subject: string; text: string }[]> =>
  (await ctx.pool.query<{ subject: string; body_text: string }>(
    'select subject, body_text from mail_message where recipient = (select email from app_user where id = $1) order by created_at, id', [agent.userId],
  )).rows.map(({ subject, body_text: text }) => ({ subject, text }));

async function setVerified({ agent }: Owner, verified: boolean): Promise<void> {
  await ctx.db.query({ name: 'test.verify', text: 'update app_user set email_verified_at = $2 where id = $1', values: [agent.userId, verified ? ctx.clock.now() : null] });
}

describe('a mail', () => {
  it('tells the owner of a step-up at their verified address, with plain links and no secret', async () => {
    const { approvalId } = await askOwner(owner, 'My note');
    await relay();
    const [mail] = await mailsTo(owner);
    expect(mail?.subject).toBe('An agent waits for your approval');
    expect(mail?.text).toContain(`Test agent wants to pay $93.50 to ${shop.handle}.`);
    expect(mail?.text.split('\n')).toContain(`http://localhost:3000/approve/${approvalId}`);
    expect(mail?.text).toMatch(/^http:\/\/localhost:3000\/stop#[\w-]+\.[\w-]{43}$/m);
    for (const word of [owner.agent.clientSecret, 'vt_', '4242', 'My note']) expect(mail?.text, word).not.toContain(word);
  });

  it('goes to no address that nobody proved to be theirs', async () => {
    await setVerified(owner, false);
    await askOwner(owner);
    await relay();
    expect(await mailsTo(owner)).toEqual([]);
  });
});

describe('what an owner chose', () => {
  const choose = (events: object, by: Wallet = owner.agent) => call(patchNotifications, by, { events });

  it('begins with everything but a mail for each purchase, and changes by what is given alone', async () => {
    const all = { push: true, email: true };
    const expected = { step_up: all, purchase: { push: true, email: false }, agent_connected: all, security: all };
    expect((await call(getNotifications, owner.agent)).body).toEqual({ events: expected });
    const changed = { ...expected, step_up: { push: true, email: false } };
    expect(await choose({ step_up: { email: false } })).toMatchObject({ status: 200, body: { events: changed } });
    expect((await call(getNotifications, owner.agent)).body).toEqual({ events: changed });
    expect((await call(getNotifications, await makeWallet(ctx))).body, "another owner's are untouched").toEqual({ events: expected });
  });

  it.each(['push', 'email'] as const)('silences %s of step-ups, and that alone', async (channel) => {
    const { browser } = await subscribe(owner.agent);
    await choose({ step_up: { [channel]: false } });
    await askOwner(owner);
    await relay();
    expect(readBy(browser)).toHaveLength(channel === 'push' ? 0 : 1);
    expect(await mailsTo(owner)).toHaveLength(channel === 'email' ? 0 : 1);
  });

  it('cannot silence mails about security: not here, and not in the database', async () => {
    const refusal = { error: 'invalid_request', param: '$.events.security.email' };
    expect(await choose({ security: { email: false }, purchase: { email: true } })).toMatchObject({ status: 400, body: refusal });
    expect((await call(getNotifications, owner.agent)).body).toMatchObject({ events: { purchase: { email: false }, security: { email: true } } });
    const insert = `insert into notification_choice (wallet_id, event, channel, enabled, updated_at) values ($1, 'security', 'email', false, now())`;
    await expect(ctx.pool.query(insert, [owner.agent.walletId])).rejects.toThrow('notification_choice_of_security');
    expect(await choose({ security: { push: false } })).toMatchObject({ status: 200 });
  });

  it.each([
    ['no events', {}, '$.events'],
    ['an event that there is not', { events: { birthday: { push: true } } }, '$.events.birthday'],
    ['a channel that there is not', { events: { step_up: { sms: true } } }, '$.events.step_up.sms'],
    ['what is neither on nor off', { events: { step_up: { push: 'yes' } } }, '$.events.step_up.push'],
  ])('refuses %s', async (_name, body, param) => {
    expect(await call(patchNotifications, owner.agent, body)).toMatchObject({ status: 400, body: { error: 'invalid_request', param } });
  });
});

describe('other events', () => {
  it('a purchase within the limits is told with what it cost, once it is an order', async () => {
    const { browser } = await subscribe(owner.agent);
    await call(patchNotifications, owner.agent, { events: { purchase: { email: true } } });
    const orderId = await buyItems(ctx, shop, owner.agent);
    await relay();
    const body = `Test agent paid $16.50 to ${shop.handle}.`;
    expect(readBy(browser)).toMatchObject([{ type: 'show', title: 'An agent bought something', body, url: `/orders/${orderId}` }]);
    expect((await mailsTo(owner))[0]?.text).toContain(`${body}\nIt was within your limits.`);
  });

  it('an agent that may act from now on is told, and one that only registered is not', async () => {
    const { browser } = await subscribe(owner.agent);
    const limits = [{ currency: 'CAD', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;
    const { agent, mandate } = await registerAgent(ctx, { walletId: owner.agent.walletId, name: 'Second', permissions: ['browse_products'], limits });
    await relay();
    expect(readBy(browser)).toEqual([]);
    const confirmed = await confirmAgent(ctx, { walletId: agent.walletId, agentId: agent.id, assertion: owner.authenticator.assert(mandate.publicKey) });
    expect(confirmed).toMatchObject({ ok: true });
    await relay();
    expect(readBy(browser)).toMatchObject([{ title: 'An agent may now buy for you', url: `/wallet/agents/${agent.id}` }]);
  });

  it('a recovery is told on every device too, without the link that replaces passkeys', async () => {
    const { browser } = await subscribe(owner.agent);
    const { rows } = await ctx.pool.query<{ email: string }>('select email from app_user where id = $1', [owner.agent.userId]);
    await requestRecovery(ctx, { email: rows[0]?.email ?? '', clientAddress: '127.0.0.1' });
    await relay();
    const token = /#(rc_\w{43})/.exec((await mailsTo(owner))[0]?.text ?? '')?.[1] ?? '';
    expect(await startRecovery(ctx, { token })).toMatchObject({ ok: true });
    expect(await cancelRecovery(ctx, { userId: owner.agent.userId })).toMatchObject({ ok: true });
    await relay();
    const told = readBy(browser);
    expect(told.map(({ title }) => title)).toEqual(['Your passkeys will be replaced in 24 hours', 'The recovery of your passkey was cancelled']);
    expect(JSON.stringify(told)).not.toContain('rc_');
  });
});

describe('stopping all agents', () => {
  const statusOf = async (agentId: string) => (await findAgent(ctx, agentId))?.status;
  const byLink = async (endpoint: Endpoint, token: string): Promise<Reply> => {
    const { status, body } = await callEndpoint(ctx, endpoint, { body: { token } }); // no cookie: signed out
    return { status, body };
  };
  /** The token of the link in the notification of a step-up. */
  async function pushedToken(): Promise<string> {
    const { browser } = await subscribe(owner.agent);
    await askOwner(owner);
    await relay();
    return readBy(browser)[0]?.stopUrl?.split('#')[1] ?? '';
  }

  it('by the link of a notification works signed out: it shows what would be stopped, and stops at POST alone', async () => {
    const token = await pushedToken();
    const second = await makeAgent(ctx, { wallet: owner.agent });
    const stranger = await makeAgent(ctx);
    expect(await byLink(postStopStatus, token)).toMatchObject({ status: 200, body: { agents: [{ name: 'Test agent' }, { name: 'Test agent' }] } });
    expect(await statusOf(owner.agent.agentId), 'looking stops nothing').toBe('active');
    const accessToken = await accessTokenOf(ctx, owner.agent.agentId);
    expect(await byLink(postStopAgents, token)).toEqual({ status: 200, body: { stopped: [{ name: 'Test agent' }, { name: 'Test agent' }] } });
    expect([await statusOf(owner.agent.agentId), await statusOf(second.agentId), await statusOf(stranger.agentId)]).toEqual(['suspended', 'suspended', 'active']);
    expect(await callEndpoint(ctx, getLimits, { token: accessToken }), 'its next call').toMatchObject({ status: 403, body: { error: 'agent_suspended' } });
  });

  it('cancels what waits, takes it off the devices, and says so once however often the link is used', async () => {
    const { browser } = await subscribe(owner.agent);
    const { approvalId } = await askOwner(owner);
    await relay();
    const token = readBy(browser)[0]?.stopUrl?.split('#')[1] ?? '';
    const replies = await Promise.all([byLink(postStopAgents, token), byLink(postStopAgents, token), byLink(postStopAgents, token)]);
    expect(replies.flatMap(({ body }) => body.stopped)).toEqual([{ name: 'Test agent' }]);
    expect(await byLink(postStopAgents, token), 'a replay does no harm').toEqual({ status: 200, body: { stopped: [] } });
    await relay();
    expect(readBy(browser).slice(1).toSorted((a, b) => (a.type ?? '').localeCompare(b.type ?? ''))).toMatchObject([
      { type: 'show', title: 'Your agents were stopped', body: 'Your agent is paused. What waited is cancelled. Resuming one needs your passkey.' },
      { type: 'withdraw', tag: approvalId },
    ]);
    expect((await mailsTo(owner)).filter(({ subject }) => subject === 'Your agents were stopped')).toHaveLength(1);
  });

  it('is undone by the passkey alone, for each agent', async () => {
    await byLink(postStopAgents, await pushedToken());
    const patch = { walletId: owner.agent.walletId, agentId: owner.agent.agentId, patch: { status: 'active' } } as const;
    const asked = await updateAgent(ctx, patch);
    if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error('resuming widens');
    expect(await statusOf(owner.agent.agentId)).toBe('suspended');
    await confirmAgent(ctx, { ...patch, assertion: owner.authenticator.assert(asked.error.mandate.publicKey) });
    expect(await statusOf(owner.agent.agentId)).toBe('active');
  });

  it('works for three days, and says clearly that a link is too old or none of ours', async () => {
    const token = await pushedToken();
    const [payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const other = await makeAgent(ctx);
    const forge = (changed: object) => `${Buffer.from(JSON.stringify({ ...claims, ...changed })).toString('base64url')}.${signature}`;
    const forged = [forge({ wallet: other.walletId }), forge({ expires: 9_999_999_999 }), `${payload}.`, payload, `${token}.x`, `${token}A`, 'e30.e30', '.', signature];
    for (const each of forged) {
      expect(await byLink(postStopAgents, each), each).toMatchObject({ status: 400, body: { error: 'invalid_link', message: expect.any(String) } });
      expect(await byLink(postStopStatus, each), each).toMatchObject({ status: 400, body: { error: 'invalid_link' } });
    }
    const day = 24 * 3600;
    const later = (seconds: number): Ctx => ({ ...ctx, clock: { now: () => addSeconds(ctx.clock.now(), seconds) } });
    const post = (on: Ctx) => callEndpoint(on, postStopAgents, { body: { token } });
    expect(await post(later(3 * day))).toMatchObject({ status: 410, body: { error: 'expired_link', message: expect.stringContaining('Sign in') } });
    expect([await statusOf(owner.agent.agentId), await statusOf(other.agentId)]).toEqual(['active', 'active']);
    expect(await post(later(3 * day - 2))).toMatchObject({ status: 200 });
  });

  it("is refused under another installation's keys", async () => {
    const token = await pushedToken();
    const elsewhere = { ...ctx, keyring: createKeyring(`test:${Buffer.alloc(32, 9).toString('base64')}`) };
    expect(await callEndpoint(elsewhere, postStopAgents, { body: { token } })).toMatchObject({ status: 400, body: { error: 'invalid_link' } });
  });

  it('signed in is one call that says what it means', async () => {
    expect(await call(postStop, owner.agent, {})).toMatchObject({ status: 400, body: { param: '$.agents' } });
    expect(await statusOf(owner.agent.agentId)).toBe('active');
    const stopped = { stopped: [{ agent_id: owner.agent.agentId, name: 'Test agent' }], next_step: expect.any(String) };
    expect(await call(postStop, owner.agent, { agents: 'all' })).toEqual({ status: 200, body: stopped });
    expect(await call(postStop, owner.agent, { agents: 'all' })).toMatchObject({ status: 200, body: { stopped: [] } });
  });
});
