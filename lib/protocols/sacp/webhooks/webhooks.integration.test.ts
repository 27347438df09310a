import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pairwiseOwnerId, revokeAgent, rotateSecret, suspendAgent } from '@/lib/agent';
import { issueApiKey } from '@/lib/auth';
import { cancelCheckout, completeCheckout, createCheckout, expireCheckouts, updateCheckout, type Checkout } from '@/lib/checkout';
import type { Endpoint } from '@/lib/http/endpoint';
import { consumers } from '@/lib/jobs';
import { MAX_ATTEMPTS } from '@/lib/jobs/backoff';
import { relayBatch } from '@/lib/jobs/relay';
import { inTransaction, type Ctx } from '@/lib/ports';
import { cancelSession as acpCancel, completeSession as acpComplete, updateSession as acpUpdate } from '@/lib/protocols/acp';
import { getDeadLetters, postReplay } from '@/lib/protocols/orchestrator';
import { accessTokenOf, callEndpoint, type EndpointReply } from '@/lib/testing/call-endpoint';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, buyItems, makeAgent, makeShop, openCheckout, tokenFor, TORONTO, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { approveStepUp, expireApprovals, openStepUp, rejectStepUp, voidAgentPayments } from '@/lib/wallet';
import { AGENT_EVENTS, MERCHANT_EVENTS, type AgentEventType } from '@/lib/webhook';
import { deleteWebhook, getWebhooks, postWebhook } from './index';

let ctx: TestCtx;
let shop: Shop;
let receiver: WebhookReceiver;
let operatorKey: string;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  receiver = await startReceiver();
  operatorKey = (await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'Operator', scopes: [] })).key;
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
  receiver.clear();
  receiver.answer = () => 200;
});

const SECRET = 'a secret of the agent, long enough'.replaceAll(' ', '_');

async function send(endpoint: Endpoint, agent: TestAgent, body?: unknown, id?: string): Promise<EndpointReply> {
  return callEndpoint(ctx, endpoint, { params: id === undefined ? {} : { id }, token: await accessTokenOf(ctx, agent.agentId), body });
}

async function register(agent: TestAgent, events: readonly AgentEventType[] = AGENT_EVENTS, path = ''): Promise<string> {
  const reply = await send(postWebhook, agent, { url: receiver.url + path, secret: SECRET, events });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return String(reply.body.id);
}

/** Delivers all that is due. */
async function relay(on: Ctx = ctx): Promise<void> {
  while ((await relayBatch(on, consumers)) > 0);
}

type Told = { id: string; type: string; occurred_at: string; data: Record<string, string> };
const told = (): Told[] => receiver.received.map(({ text }) => JSON.parse(text) as Told);
const toldTypes = (): string[] => told().map(({ type }) => type);

/** A session that is ready: `quantity` teas. Six are above the limit, 500 more than the card holds. */
async function openSession(agent: TestAgent, quantity = 1): Promise<Checkout> {
  const created = await createCheckout(ctx, {
    merchantId: shop.merchantId, actor: { kind: 'agent', agentId: agent.agentId }, wire: 'sacp', wireVersion: '1.0', items: [{ id: 'tea', quantity }],
    buyer: { email: 'ada@buyer.example' }, address: TORONTO,
  });
  if (!created.ok) throw new Error(created.error.code);
  return created.value;
}

const queryOf = (agent: TestAgent, { id }: Checkout) => ({ checkoutId: id, actor: { kind: 'agent', agentId: agent.agentId } as const });

async function complete(agent: TestAgent, checkout: Checkout): Promise<void> {
  const token = await tokenFor(ctx, agent, checkout);
  await completeCheckout(ctx, { ...queryOf(agent, checkout), token, wireVersion: '1.0', resumed: false });
}

async function askOwner(agent: TestAgent, checkout: Checkout): Promise<{ approvalId: string; walletId: string }> {
  const asked = await askFor(ctx, agent, checkout);
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('not asked');
  return { approvalId: asked.value.approvalId, walletId: agent.walletId };
}

async function approve({ authenticator }: Owner, query: { approvalId: string; walletId: string }): Promise<void> {
  const opened = await openStepUp(ctx, query);
  if (!opened.ok) throw new Error(opened.error.code);
  const approved = await approveStepUp(ctx, { ...query, assertion: authenticator.assert(opened.value.publicKey) });
  if (!approved.ok) throw new Error(approved.error.code);
}

describe('registering', () => {
  it('answers 201 with the secret that signs, given or new, and tells it nowhere else', async () => {
    const agent = await makeAgent(ctx);
    const given = await send(postWebhook, agent, { url: 'https://agent.example/hooks?a=b', secret: SECRET, events: ['session.created', 'session.created'] });
    expect(given).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^wh_/), secret: SECRET, url: 'https://agent.example/hooks?a=b', events: ['session.created'] } });
    const made = await send(postWebhook, agent, { url: receiver.url, events: ['step_up.approved'] });
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9]{43}$/);
    const list = await send(getWebhooks, agent);
    expect(list).toMatchObject({ status: 200, body: { webhooks: [expect.anything(), expect.anything()] } });
    expect(list.body.webhooks).toContainEqual({ id: made.body.id, url: receiver.url, events: ['step_up.approved'], created_at: '2026-11-21T12:00:00.000Z' });
    expect(JSON.stringify(list.body)).not.toContain('secret');
    const rows = await ctx.db.query<{ row: string }>({ name: 'test.rows', text: `select e::text as row from webhook_endpoint e`, values: [] });
    for (const { row } of rows) expect(row).not.toContain(SECRET);
  });

  it("keeps one agent's from another's, of the same wallet too", async () => {
    const agent = await makeAgent(ctx);
    const id = await register(agent);
    const other = await makeAgent(ctx, { wallet: agent });
    expect(await send(getWebhooks, other)).toMatchObject({ status: 200, body: { webhooks: [] } });
    expect(await send(deleteWebhook, other, undefined, id)).toMatchObject({ status: 404, body: { error: 'not_found', next_step: expect.any(String) } });
    expect(await send(deleteWebhook, agent, undefined, id)).toMatchObject({ status: 200, body: { id, status: 'deleted' } });
    expect(await send(deleteWebhook, agent, undefined, id)).toMatchObject({ status: 404 });
  });

  it('takes ten for an agent, asked for at the same time too', async () => {
    const agent = await makeAgent(ctx);
    const replies = await Promise.all(Array.from({ length: 13 }, () => send(postWebhook, agent, { url: receiver.url, events: ['session.created'] })));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(replies.find(({ status }) => status !== 201)).toMatchObject({ status: 409, body: { error: 'webhook_limit_reached', next_step: expect.any(String) } });
  });

  it("takes of a merchant's key the events of merchants, and of a caller without a credential nothing", async () => {
    const { key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: shop.merchantId, name: 'Platform', scopes: [] });
    const body = { url: receiver.url, events: ['session.created'] };
    expect(await callEndpoint(ctx, postWebhook, { token: key, body })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await send(postWebhook, await makeAgent(ctx), { url: receiver.url, events: ['token.revoked'] })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await callEndpoint(ctx, postWebhook, { body })).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it.each<[string, unknown, string?]>([
    ['nothing', ''],
    ['a list', []],
    ['null', 'null'],
    ['no url', { events: ['session.created'] }, '$.url'],
    ['a url that is none', { url: 'hooks', events: ['session.created'] }, '$.url'],
    ['http to the world', { url: 'http://agent.example/', events: ['session.created'] }, '$.url'],
    ['credentials in the url', { url: 'https://a:b@agent.example/', events: ['session.created'] }, '$.url'],
    ['the metadata service', { url: 'https://169.254.169.254/', events: ['session.created'] }, '$.url'],
    ['a long url', { url: `https://agent.example/${'x'.repeat(2_000)}`, events: ['session.created'] }, '$.url'],
    ['a short secret', { url: 'https://agent.example/', secret: 'x'.repeat(31), events: ['session.created'] }, '$.secret'],
    ['a secret with a line break', { url: 'https://agent.example/', secret: `${'x'.repeat(32)}\n`, events: ['session.created'] }, '$.secret'],
    ['no events', { url: 'https://agent.example/', events: [] }, '$.events'],
    ['an unknown event', { url: 'https://agent.example/', events: ['order.created'] }, '$.events[0]'],
    ['an unknown field', { url: 'https://agent.example/', events: ['session.created'], agent_id: 'agent_x' }, '$.agent_id'],
  ])('refuses %s', async (_name, body, param) => {
    const reply = await send(postWebhook, await makeAgent(ctx), body);
    expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request', next_step: expect.any(String) } });
    if (param !== undefined) expect(reply.body.param).toBe(param);
  });
});

describe('what is told', () => {
  it('is a purchase over the limit in the order it happened, signed, without a token', async () => {
    const owner = await makeOwner(ctx);
    await register(owner.agent);
    const checkout = await openSession(owner.agent, 5);
    const edited = await updateCheckout(ctx, { ...queryOf(owner.agent, checkout), patch: { items: [{ id: 'tea', quantity: 6 }] } });
    if (!edited.ok) throw new Error(edited.error.code);
    const query = await askOwner(owner.agent, edited.value);
    await approve(owner, query);
    await complete(owner.agent, edited.value);
    await relay();
    expect(toldTypes()).toEqual(['session.created', 'session.updated', 'step_up.approved', 'session.authorized', 'session.completed']);
    const [created, , approved, authorized, completed] = told();
    const session = { session_id: checkout.id, merchant_id: shop.handle, currency: 'CAD' };
    expect(created?.data).toEqual({ ...session, status: 'ready_for_payment', total: '60.50' });
    expect(approved?.data).toEqual({ ...session, step_up_id: query.approvalId, payment_id: expect.stringMatching(/^pay_/), status: 'approved', amount: '71.50' });
    expect(authorized?.data).toEqual({ ...session, status: 'ready_for_payment', total: '71.50' });
    expect(completed).toEqual({
      id: expect.stringMatching(/^evt_/),
      type: 'session.completed',
      occurred_at: '2026-11-21T12:00:00.000Z',
      data: { ...session, status: 'completed', total: '71.50', order_id: expect.any(String) },
    });
    for (const { headers, text } of receiver.received) {
      expect(headers['content-type']).toBe('application/json');
      expect(headers['x-webhook-id']).toBe((JSON.parse(text) as Told).id);
      expect(headers['x-webhook-timestamp']).toBe(String(Date.parse('2026-11-21T12:00:00Z') / 1000));
      const digest = createHmac('sha256', SECRET).update(`${String(headers['x-webhook-timestamp'])}.${text}`).digest('hex');
      expect(headers['x-webhook-signature']).toBe(`sha256=${digest}`);
      expect(text).not.toMatch(/\bvt_|secret/);
    }
    expect(new Set(told().map(({ id }) => id)).size).toBe(5);
  });

  it('is a session that was cancelled, one whose card was declined, a step-up that was declined, and one that nobody answered', async () => {
    const agent = await makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 5_000n, monthlyAmount: 5_000n }] });
    await register(agent, ['session.cancelled', 'session.failed', 'step_up.rejected', 'step_up.expired']);
    await cancelCheckout(ctx, queryOf(agent, await openSession(agent)));
    await rejectStepUp(ctx, await askOwner(agent, await openSession(agent, 6)));
    const late = await testCtx();
    const unanswered = await askOwner(agent, await openSession(agent, 7));
    late.clock.advance(16 * 60);
    await expireApprovals(late);
    await expireApprovals(late); // told once
    const rich = await makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 10_000_000n, dailyAmount: 10_000_000n, monthlyAmount: 10_000_000n }] });
    await register(rich, ['session.failed']);
    await complete(rich, await openSession(rich, 500));
    await relay(late);
    expect(toldTypes().toSorted()).toEqual(['session.cancelled', 'session.failed', 'step_up.expired', 'step_up.rejected']);
    const of = (type: string) => told().find((event) => event.type === type)?.data;
    expect(of('session.cancelled')).toMatchObject({ status: 'cancelled' });
    expect(of('session.failed')).toMatchObject({ status: 'ready_for_payment', total: '5505.50' });
    expect(of('step_up.rejected')).toMatchObject({ status: 'rejected', amount: '71.50' });
    expect(of('step_up.expired')).toMatchObject({ status: 'expired', step_up_id: unanswered.approvalId });
  });

  it('is a session whose time ran out, once: cancelled, or failed when its last payment was declined', async () => {
    const rich = await makeAgent(ctx, { limits: [{ currency: 'CAD', perTransactionAmount: 10_000_000n, dailyAmount: 10_000_000n, monthlyAmount: 10_000_000n }] });
    await register(rich, ['session.cancelled', 'session.failed', 'session.completed']);
    const [left, declined, paid, canceled] = [await openSession(rich), await openSession(rich, 500), await openSession(rich), await openSession(rich)];
    await openCheckout(ctx, shop, rich);
    await complete(rich, declined);
    await complete(rich, paid);
    await cancelCheckout(ctx, queryOf(rich, canceled));
    const late = await testCtx();
    late.clock.advance(3_599);
    await expireCheckouts(late);
    await relay();
    expect(toldTypes().toSorted()).toEqual(['session.cancelled', 'session.completed', 'session.failed']);
    receiver.clear();
    late.clock.advance(1);
    await Promise.all([expireCheckouts(late), expireCheckouts(late)]);
    await expireCheckouts(late);
    await relay(late);
    const mine = [left, declined, paid, canceled].map(({ id }) => id); // sessions of earlier tests ran out too
    const ended = told().filter(({ data }) => mine.includes(data.session_id ?? '')).map(({ type, data }) => [type, data.session_id, data.status]);
    expect(ended.toSorted()).toEqual([['session.cancelled', left.id, 'cancelled'], ['session.failed', declined.id, 'failed']]);
  });

  it("is what happens to a session through ACP's endpoints too", async () => {
    const agent = await makeAgent(ctx);
    await register(agent);
    const [canceled, bought] = [await openSession(agent), await openSession(agent)];
    const paymentToken = await tokenFor(ctx, agent, bought);
    const over = async (endpoint: Endpoint, { id }: Checkout, body: object) =>
      callEndpoint(ctx, endpoint, {
        params: { id }, body, token: await accessTokenOf(ctx, agent.agentId),
        headers: { 'x-merchant-handle': shop.handle, 'api-version': '2026-04-17', 'idempotency-key': `${id}-${endpoint.path}` },
      });
    expect(await over(acpUpdate, canceled, { line_items: [{ id: 'tea', quantity: 2 }] })).toMatchObject({ status: 200 });
    expect(await over(acpCancel, canceled, {})).toMatchObject({ status: 200 });
    const instrument = { type: 'card', credential: { type: 'spt', token: paymentToken } };
    expect(await over(acpComplete, bought, { payment_data: { handler_id: 'card_tokenized', instrument } })).toMatchObject({ status: 200, body: { status: 'completed' } });
    await relay();
    const of = ({ id }: Checkout) => told().filter(({ data }) => data.session_id === id).map(({ type }) => type);
    expect(of(canceled)).toEqual(['session.created', 'session.updated', 'session.cancelled']);
    expect(of(bought)).toEqual(['session.created', 'session.completed']);
  });

  it('reaches every endpoint that listens, of this agent alone, and no other', async () => {
    const agent = await makeAgent(ctx);
    await register(agent, ['session.created'], '/one');
    await register(agent, ['session.created', 'session.cancelled'], '/two');
    await register(await makeAgent(ctx, { wallet: agent }), AGENT_EVENTS, '/stranger');
    await cancelCheckout(ctx, queryOf(agent, await openSession(agent)));
    await relay();
    expect(receiver.received.map(({ path, text }) => `${path} ${(JSON.parse(text) as Told).type}`).toSorted()).toEqual([
      '/hooks/one session.created', '/hooks/two session.cancelled', '/hooks/two session.created',
    ]);
    const [first, second] = told().filter(({ type }) => type === 'session.created');
    expect(first?.id).toBe(second?.id);
  });

  it('is nothing of a checkout of another wire, but its step-up', async () => {
    const agent = await makeAgent(ctx);
    await register(agent);
    await rejectStepUp(ctx, await askOwner(agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 6 }])));
    await relay();
    expect(toldTypes()).toEqual(['step_up.rejected']);
  });

  it('is nothing that was rolled back', async () => {
    const agent = await makeAgent(ctx);
    await register(agent);
    const checkout = await openSession(agent);
    const cut = inTransaction<Ctx, void>(ctx, async (tx) => {
      await cancelCheckout(tx, queryOf(agent, checkout));
      throw new Error('power cut');
    });
    await expect(cut).rejects.toThrow('power cut');
    await relay();
    expect(toldTypes()).toEqual(['session.created']);
  });

  it('is nothing to an endpoint that was removed, nor to a revoked agent', async () => {
    const [agent, revoked] = [await makeAgent(ctx), await makeAgent(ctx)];
    const id = await register(agent);
    await register(revoked);
    await openSession(agent);
    await openSession(revoked);
    await send(deleteWebhook, agent, undefined, id);
    await revokeAgent(ctx, revoked);
    await relay();
    expect(receiver.received).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});

type Waiting = { attempts: number; last_error: string | null; dead: boolean };
const waiting = (): Promise<Waiting[]> =>
  ctx.db.query<Waiting>({
    name: 'test.waiting',
    text: `select attempts, last_error, dead_at is not null as dead from outbox_event where topic = 'webhook.deliver' and delivered_at is null order by id`,
    values: [],
  });

describe('when a delivery fails', () => {
  it('it is sent again within five seconds: the same id and body under a new signature, and what came later after it', async () => {
    const agent = await makeAgent(ctx);
    await register(agent);
    const checkout = await openSession(agent);
    await cancelCheckout(ctx, queryOf(agent, checkout));
    const other = await openSession(agent);
    const ofSession = () => receiver.received.filter(({ text }) => text.includes(checkout.id));
    receiver.answer = ({ text }) => (text.includes(checkout.id) && ofSession().length === 1 ? 500 : 200);
    const late = await testCtx();
    await relay(late);
    expect(told().map(({ type, data }) => [type, data.session_id])).toEqual(expect.arrayContaining([['session.created', checkout.id], ['session.created', other.id]]));
    expect(toldTypes()).not.toContain('session.cancelled');
    expect(await waiting()).toMatchObject([{ attempts: 1, last_error: 'the endpoint answered 500' }, { attempts: 0 }]);
    late.clock.advance(5);
    await relay(late);
    const ofFirst = ofSession();
    expect(ofFirst.map(({ text }) => (JSON.parse(text) as Told).type)).toEqual(['session.created', 'session.created', 'session.cancelled']);
    const [failed, again] = ofFirst;
    expect(again?.text).toBe(failed?.text);
    expect(again?.headers['x-webhook-id']).toBe(failed?.headers['x-webhook-id']);
    expect(again?.headers['x-webhook-timestamp']).not.toBe(failed?.headers['x-webhook-timestamp']);
    expect(again?.headers['x-webhook-signature']).not.toBe(failed?.headers['x-webhook-signature']);
    expect(await waiting()).toEqual([]);
  });

  it.each([[302, 'redirected'], [404, 'the endpoint answered 404'], [410, 'the endpoint answered 410']])('%s counts as no delivery', async (status, error) => {
    const agent = await makeAgent(ctx);
    await register(agent);
    await openSession(agent);
    receiver.answer = () => status;
    await relay();
    expect(await waiting()).toMatchObject([{ attempts: 1, last_error: error }]);
  });

  it('loopback is asked under the test flag alone', async () => {
    const agent = await makeAgent(ctx);
    await register(agent);
    await openSession(agent);
    await relay({ ...ctx, settings: { ...ctx.settings, testMode: false } });
    expect(receiver.received).toEqual([]);
    expect(await waiting()).toMatchObject([{ attempts: 1, last_error: 'not_https' }]);
  });
});

describe('a merchant', () => {
  const keyOf = async ({ merchantId }: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'Platform', scopes: [] })).key;
  const registerShop = async (at: Shop, events: readonly string[] = MERCHANT_EVENTS) =>
    callEndpoint(ctx, postWebhook, { token: await keyOf(at), body: { url: `${receiver.url}/${at.handle}`, events } });
  const OF_AGENTS = ['token.revoked', 'agent.deactivated', 'agent.secret_rotated'];
  const toldTo = ({ handle }: Shop): Told[] => receiver.received.filter(({ path }) => path.endsWith(`/${handle}`)).map(({ text }) => JSON.parse(text) as Told);

  it('is told at once when an agent that paid it is paused, gets a new secret or is revoked, and what of its tokens ended', async () => {
    const [mine, agent] = [await makeShop(ctx), await makeAgent(ctx)];
    expect(await registerShop(mine)).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/), events: [...MERCHANT_EVENTS] } });
    await buyItems(ctx, mine, agent);
    const open = await openCheckout(ctx, mine, agent);
    await tokenFor(ctx, agent, open);
    await relay();
    receiver.clear();
    await suspendAgent(ctx, agent);
    await rotateSecret(ctx, agent);
    await inTransaction(ctx, async (tx) => {
      await revokeAgent(tx, agent);
      await voidAgentPayments(tx, agent.agentId);
    });
    await relay();
    const ownerId = pairwiseOwnerId(ctx, { walletId: agent.walletId, merchantId: mine.merchantId });
    const who = { agent_id: agent.agentId, owner_id: ownerId };
    expect(toldTo(mine).map(({ type, data }) => [type, data])).toEqual([
      ['agent.deactivated', { ...who, status: 'suspended' }],
      ['agent.secret_rotated', who],
      ['agent.deactivated', { ...who, status: 'revoked' }],
      ['token.revoked', { ...who, session_id: open.id }],
    ]);
  });

  it('that the agent never paid is told nothing, also when it was asked to', async () => {
    const [paid, unpaid, agent] = [await makeShop(ctx), await makeShop(ctx), await makeAgent(ctx)];
    await Promise.all([registerShop(paid, OF_AGENTS), registerShop(unpaid, OF_AGENTS)]);
    await buyItems(ctx, paid, agent);
    await tokenFor(ctx, agent, await openCheckout(ctx, unpaid, agent));
    await inTransaction(ctx, async (tx) => {
      await revokeAgent(tx, agent);
      await voidAgentPayments(tx, agent.agentId);
    });
    await relay();
    expect(toldTo(paid).map(({ type }) => type)).toEqual(['agent.deactivated']);
    expect(toldTo(unpaid)).toEqual([]);
  });

  it('cannot compare owners or events with another, and learns no limit, amount or name', async () => {
    const [one, two, agent] = [await makeShop(ctx), await makeShop(ctx), await makeAgent(ctx)];
    await Promise.all([registerShop(one, OF_AGENTS), registerShop(two, OF_AGENTS)]);
    await buyItems(ctx, one, agent);
    await buyItems(ctx, two, agent);
    await suspendAgent(ctx, agent);
    await relay();
    const [first, second] = [toldTo(one)[0], toldTo(two)[0]];
    expect(first?.data.owner_id).toMatch(/^owner_/);
    expect(first?.data.owner_id).not.toBe(second?.data.owner_id);
    expect(first?.id).not.toBe(second?.id);
    for (const event of [first, second]) expect(Object.keys(event?.data ?? {}).toSorted()).toEqual(['agent_id', 'owner_id', 'status']);
    expect(JSON.stringify(first)).not.toContain(agent.walletId);
  });

  it('signs with its own secret where it names none, listens to what it asked for alone, and stops when it is removed', async () => {
    const [mine, agent] = [await makeShop(ctx), await makeAgent(ctx)];
    const registered = await registerShop(mine, ['agent.secret_rotated']);
    await buyItems(ctx, mine, agent);
    await suspendAgent(ctx, agent);
    await rotateSecret(ctx, agent);
    await relay();
    const [webhook] = receiver.received.filter(({ path }) => path.endsWith(`/${mine.handle}`));
    expect(toldTo(mine).map(({ type }) => type)).toEqual(['agent.secret_rotated']);
    const signature = createHmac('sha256', String(registered.body.secret)).update(`${String(webhook?.headers['x-webhook-timestamp'])}.${webhook?.text}`).digest('hex');
    expect(webhook?.headers['x-webhook-signature']).toBe(`sha256=${signature}`);
    receiver.clear();
    const token = await keyOf(mine);
    expect(await callEndpoint(ctx, getWebhooks, { token })).toMatchObject({ status: 200, body: { webhooks: [{ id: registered.body.id }] } });
    expect(await callEndpoint(ctx, deleteWebhook, { token: await keyOf(shop), params: { id: String(registered.body.id) } })).toMatchObject({ status: 404 });
    expect(await callEndpoint(ctx, deleteWebhook, { token, params: { id: String(registered.body.id) } })).toMatchObject({ status: 200 });
    await rotateSecret(ctx, agent);
    await relay();
    expect(toldTo(mine)).toEqual([]);
  });
});

describe('dead letters', () => {
  const list = (query = '', token = operatorKey) => callEndpoint(ctx, getDeadLetters, { token, query });
  const replay = (body: unknown, token = operatorKey) => callEndpoint(ctx, postReplay, { token, body });

  /** A delivery that failed as often as it may; the clock is as late as that took. */
  async function die(agent: TestAgent, checkout?: Checkout): Promise<TestCtx> {
    const late = await testCtx();
    const session = checkout ?? (await openSession(agent));
    receiver.answer = ({ text }) => (text.includes(session.id) ? 503 : 200);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      await relay(late);
      late.clock.advance(3600);
    }
    return late;
  }

  it('keep what failed ten times with its error, let the next of its session pass, and are delivered when replayed', async () => {
    const agent = await makeAgent(ctx);
    const endpointId = await register(agent);
    const checkout = await openSession(agent);
    const late = await die(agent, checkout);
    expect(receiver.received).toHaveLength(MAX_ATTEMPTS);
    expect(await waiting()).toMatchObject([{ attempts: MAX_ATTEMPTS, dead: true }]);
    receiver.answer = () => 200;
    await cancelCheckout(ctx, queryOf(agent, checkout));
    await relay(late);
    expect(toldTypes().at(-1)).toBe('session.cancelled');

    const { status, body } = await list();
    const [entry] = body.entries as Record<string, unknown>[];
    expect(status).toBe(200);
    expect(body.next_cursor).toBeNull();
    expect(entry).toEqual({
      id: expect.stringMatching(/^\d+$/),
      topic: 'webhook.deliver',
      correlation_id: `${endpointId}:${checkout.id}`,
      attempts: MAX_ATTEMPTS,
      last_error: 'the endpoint answered 503',
      payload: expect.objectContaining({ type: 'session.created', data: expect.objectContaining({ session_id: checkout.id }) }),
      created_at: '2026-11-21T12:00:00.000Z',
    });
    const failed = receiver.received[0];
    receiver.clear();
    expect(await replay({ id: entry?.id })).toMatchObject({ status: 200, body: { replayed: true } });
    expect(await replay({ id: entry?.id })).toMatchObject({ status: 200, body: { replayed: false } });
    expect(await list()).toMatchObject({ body: { entries: [] } });
    await relay(late);
    expect(receiver.received.map(({ text }) => text)).toEqual([failed?.text]);
    expect(await replay({ id: entry?.id })).toMatchObject({ body: { replayed: false } });
  });

  it('are counted anew after a replay, and die again of the same fault', async () => {
    const agent = await makeAgent(ctx);
    await register(agent);
    const late = await die(agent);
    const [entry] = (await list()).body.entries as { id: string }[];
    await replay({ id: Number(entry?.id) });
    await relay(late);
    expect(await waiting()).toMatchObject([{ attempts: 1, dead: false }]);
  });

  it('show no secret of a mail that could not be sent', async () => {
    await ctx.db.query({
      name: 'test.dead-mail',
      text: `insert into outbox_event (topic, aggregate_id, tenant_id, payload, attempts, last_error, dead_at, next_attempt_at, created_at)
             values ('mail.send', 'usr_1', 'wal_1', $1, 10, $2, $3, $3, $3)`,
      values: [JSON.stringify({ recipient: 'ada@owner.example', subject: 'Confirm', text: 'https://x/?token=ev_123' }), `refused vt_${'a'.repeat(43)}`, ctx.clock.now()],
    });
    const { body } = await list();
    expect(body.entries).toMatchObject([{ last_error: 'refused [redacted]', payload: { recipient: 'ada@owner.example', text: '[redacted]' } }]);
  });

  it('are answered in pages, newest first', async () => {
    await ctx.db.query({
      name: 'test.many-dead',
      text: `insert into outbox_event (topic, aggregate_id, tenant_id, payload, attempts, last_error, dead_at, next_attempt_at, created_at)
             select 'mail.send', n::text, 'wal_1', '{}', 10, 'x', $1, $1, $1 from generate_series(1, 120) n`,
      values: [ctx.clock.now()],
    });
    const seen: string[] = [];
    let cursor: unknown = '';
    for (let page = 0; cursor !== null; page++) {
      const { body } = await list(page === 0 ? '' : `?cursor=${String(cursor)}`);
      seen.push(...(body.entries as { correlation_id: string }[]).map((entry) => entry.correlation_id));
      cursor = body.next_cursor;
      expect(page).toBeLessThan(3);
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => String(120 - index)));
  });

  it.each<[string, unknown, number, string]>([
    ['no id', {}, 400, 'VALIDATION_ERROR'],
    ['nothing', '', 400, 'VALIDATION_ERROR'],
    ['null', 'null', 400, 'VALIDATION_ERROR'],
    ['a list', [], 400, 'VALIDATION_ERROR'],
    ['no JSON', '{', 400, 'BAD_REQUEST'],
    ['an unknown field', { id: '1', all: true }, 400, 'VALIDATION_ERROR'],
    ['a fraction', { id: 1.5 }, 400, 'VALIDATION_ERROR'],
    ['an endless id', { id: '1'.repeat(101) }, 400, 'VALIDATION_ERROR'],
  ])('replaying %s is refused', async (_name, body, status, code) => {
    expect(await replay(body)).toMatchObject({ status, body: { error: expect.any(String), code } });
  });

  it.each(['999999', '0', '-1', 'abc', "1'; drop table x", '1'.repeat(30), '9223372036854775808', ''.padEnd(5, '\u0000')])('replaying the unknown id %j is {replayed: false}', async (id) => {
    expect(await replay({ id })).toMatchObject({ status: 200, body: { replayed: false } });
  });

  it.each(['?cursor=', '?cursor=x', '?cursor=-1', '?cursor=99999999999999999999'])('a cursor that is not ours, %s, is refused', async (query) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  });

  it("are the operator's and a merchant's, never an agent's", async () => {
    const { key } = await issueApiKey(ctx, { kind: 'merchant', merchantId: (await makeShop(ctx)).merchantId, name: 'Platform', scopes: [] });
    expect(await list('', key)).toMatchObject({ status: 200, body: { entries: [] } });
    const agentToken = await accessTokenOf(ctx, (await makeAgent(ctx)).agentId);
    for (const token of [agentToken, 'garbage']) {
      expect(await list('', token)).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
      expect(await replay({ id: '1' }, token)).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
    }
  });
});
