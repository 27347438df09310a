import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueApiKey } from '@/lib/auth';
import { completeCheckout } from '@/lib/checkout';
import { postOutboxProcess } from '@/lib/entrance/outbox';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { refund } from '@/lib/network';
import { emit } from '@/lib/ports';
import { reportReconciliation } from '@/lib/reconciliation';
import { callEndpoint } from '@/lib/testing/call-endpoint';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { startReceiver, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { deleteOpsWebhook, getDeadLetters, getOpsWebhooks, getReports, postOpsWebhook, postReconciliation, postRepair, postReplay } from './index';

let ctx: TestCtx;
let shop: Shop;
let key: string;
let operator: string;
let receiver: WebhookReceiver;

beforeAll(async () => {
  ctx = await testCtx();
  receiver = await startReceiver();
  operator = (await issueApiKey(ctx, { kind: 'operator', merchantId: null, name: 'test', scopes: [] })).key;
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
  shop = await makeShop(ctx);
  key = await keyOf(shop);
  receiver.clear();
  receiver.answer = () => 200;
});

const keyOf = async ({ merchantId }: Shop): Promise<string> => (await issueApiKey(ctx, { kind: 'merchant', merchantId, name: 'test', scopes: [] })).key;

/** An order whose capture is promised and not made. Answers the network's id. */
async function buy(): Promise<string> {
  const agent = await makeAgent(ctx);
  const checkout = await openCheckout(ctx, shop, agent);
  const done = await completeCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: agent.agentId }, token: await tokenFor(ctx, agent, checkout), wireVersion: '1', resumed: false });
  if (!done.ok) throw new Error(done.error.code);
  const [row] = await ctx.db.query<{ id: string }>({ name: 'test.transaction', text: 'select id from network_transaction where checkout_id = $1', values: [checkout.id] });
  return row?.id ?? '';
}

const capture = async (): Promise<void> => {
  while ((await relayBatch(ctx, consumers)) > 0);
};
const failing = (tenantId: string, aggregateId: string) => emit(ctx, { topic: 'order.void', aggregateId, tenantId, payload: { not: 'what the consumer reads' } });
const process = (token: string, body?: object) => callEndpoint(ctx, postOutboxProcess, { token, body });

describe('the outbox', () => {
  it("delivers a tenant's effects now, due or not, and leaves another's; an operator delivers all", async () => {
    const other = await makeShop(ctx);
    for (const { merchantId } of [shop, shop, other]) {
      await emit(ctx, { topic: 'mail.send', aggregateId: merchantId, tenantId: merchantId, payload: { recipient: 'a@b.example', subject: 's', text: 't' } });
    }
    await ctx.db.query({ name: 'test.late', text: `update outbox_event set next_attempt_at = next_attempt_at + interval '1 hour'`, values: [] });
    expect(await process(key)).toMatchObject({ status: 200, body: { processed: 2 } });
    expect(await process(key)).toMatchObject({ body: { processed: 0 } });
    expect(await process(operator)).toMatchObject({ body: { processed: 1 } });
  });

  it('tries each once, puts aside what failed so often, and goes on with what stands behind it', async () => {
    for (let index = 0; index < 12; index++) await failing(shop.merchantId, `broken-${index}`);
    await emit(ctx, { topic: 'mail.send', aggregateId: 'good', tenantId: shop.merchantId, payload: { recipient: 'a@b.example', subject: 's', text: 't' } });
    expect(await process(key, { max_attempts: 2 })).toMatchObject({ body: { processed: 13 } });
    expect(await callEndpoint(ctx, getDeadLetters, { token: key })).toMatchObject({ body: { entries: [] } });
    expect(await process(key, { max_attempts: 2 })).toMatchObject({ body: { processed: 12 } });
    const dead = await callEndpoint(ctx, getDeadLetters, { token: key });
    expect(dead.body.entries).toHaveLength(12);
    expect(dead.body.entries).toMatchObject([{ topic: 'order.void', attempts: 2, last_error: expect.any(String) as string }, ...Array.from({ length: 11 }, () => ({}))]);
  });

  it("keeps a merchant's dead letters from another, and replays one's own under either name of its id", async () => {
    await failing(shop.merchantId, 'broken');
    await process(key, { max_attempts: 1 });
    const [entry] = (await callEndpoint(ctx, getDeadLetters, { token: key })).body.entries as { id: string }[];
    const foreign = await keyOf(await makeShop(ctx));
    expect(await callEndpoint(ctx, getDeadLetters, { token: foreign })).toMatchObject({ status: 200, body: { entries: [] } });
    expect(await callEndpoint(ctx, postReplay, { token: foreign, body: { id: entry?.id } })).toMatchObject({ status: 200, body: { replayed: false } });
    expect(await callEndpoint(ctx, postReplay, { token: key, body: { message_id: entry?.id } })).toMatchObject({ body: { replayed: true } });
    expect(await callEndpoint(ctx, postReplay, { token: key, body: { id: entry?.id } })).toMatchObject({ body: { replayed: false } });
  });

  it('replays many by their ids, or all of a topic, each once and one\'s own alone', async () => {
    for (const name of ['one', 'two', 'three']) await failing(shop.merchantId, `bulk-${name}`);
    await process(key, { max_attempts: 1 });
    const dead = async () => (await callEndpoint(ctx, getDeadLetters, { token: key })).body.entries as { id: string; topic: string }[];
    const ids = (await dead()).slice(0, 2).map(({ id }) => id);
    const all = (await dead()).length;
    const replay = (body: object, token = key) => callEndpoint(ctx, postReplay, { token, body });
    const foreign = await keyOf(await makeShop(ctx));
    expect(await replay({ ids }, foreign)).toMatchObject({ status: 200, body: { replayed: 0 } });
    expect(await replay({ topic: 'order.void' }, foreign)).toMatchObject({ body: { replayed: 0 } });
    const twice = await Promise.all([replay({ ids: [...ids, 'none', '0'] }), replay({ ids })]);
    expect(twice.reduce((total, { body }) => total + Number(body.replayed), 0), 'each once').toBe(2);
    expect(await replay({ topic: 'mail.send' })).toMatchObject({ body: { replayed: 0 } });
    expect(await replay({ topic: 'order.void' })).toMatchObject({ body: { replayed: all - 2 } });
    expect(await dead()).toEqual([]);
    for (const body of [{ ids: [] }, { ids: ['x'.repeat(101)] }, { topic: '' }, { ids, topic: 'order.void' }]) expect(await replay(body)).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  });

  it.each([{ max_attempts: 0 }, { max_attempts: 'many' }, { attempts: 1 }])('refuses %j', async (body) => {
    expect(await process(key, body)).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  });
});

describe('reconciliation', () => {
  const reconcile = (body: object, token = key) => callEndpoint(ctx, postReconciliation, { token, body });
  const repair = (transactionId: string, token = key) => callEndpoint(ctx, postRepair, { token, body: { transaction_id: transactionId } });

  it('finds nothing between records that agree, by ids and in a span of time', async () => {
    const id = await buy();
    await capture();
    expect(await reconcile({ transaction_ids: [id] })).toMatchObject({ status: 200, body: { mismatches: [], checked: 1, complete: true } });
    expect(await reconcile({ from: '2026-11-21T11:00:00Z', until: '2026-11-21T13:00:00Z' })).toMatchObject({ body: { mismatches: [], checked: 1 } });
  });

  it('tells of an id that nobody knows, and of what one side alone knows', async () => {
    expect(await reconcile({ transaction_ids: ['txn_unknown'] })).toMatchObject({ body: { mismatches: [{ transaction_id: 'txn_unknown', our_state: 'missing', provider_state: null }] } });
    const id = await buy();
    await ctx.db.query({ name: 'test.lose', text: 'update payment_attempt set network_transaction_id = null where network_transaction_id = $1', values: [id] });
    expect(await reconcile({ transaction_ids: [id] })).toMatchObject({ body: { mismatches: [{ kind: 'missing_here', our_state: 'missing', provider_state: 'authorized' }] } });
    expect(await repair(id)).toMatchObject({ status: 200, body: { repaired: false, mismatch: { kind: 'missing_here' } } });
    expect(await repair('txn_unknown')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it("repairs an order that missed the network's word", async () => {
    const id = await buy();
    await capture();
    await refund(ctx, { transactionId: id, merchantId: shop.merchantId, amount: 100n, refundKey: 'elsewhere' });
    expect(await reconcile({ transaction_ids: [id] })).toMatchObject({ body: { mismatches: [{ kind: 'amount' }] } });
    expect(await repair(id)).toMatchObject({ body: { repaired: true } });
    expect(await reconcile({ transaction_ids: [id] })).toMatchObject({ body: { mismatches: [] } });
  });

  it("shows another merchant's payments as unknown, and an operator's all", async () => {
    const id = await buy();
    const foreign = await keyOf(await makeShop(ctx));
    expect(await reconcile({ transaction_ids: [id] }, foreign)).toMatchObject({ body: { mismatches: [{ our_state: 'missing', provider_state: null }] } });
    expect(await reconcile({ transaction_ids: [id] }, operator)).toMatchObject({ body: { mismatches: [] } });
  });

  it('is made by itself of what came to rest, each span once whoever are many, and kept for operators alone', async () => {
    const id = await buy();
    await ctx.db.query({ name: 'test.lose', text: 'update payment_attempt set network_transaction_id = null where network_transaction_id = $1', values: [id] });
    const reports = async () => (await callEndpoint(ctx, getReports, { token: operator })).body.reports as { from: string; until: string; checked: number; mismatches: object[] }[];
    ctx.clock.advance(600);
    const lost = { transaction_id: id, kind: 'missing_here', our_state: 'missing', provider_state: 'authorized' };
    const found = await Promise.all([1, 2, 3].map(() => reportReconciliation(ctx)));
    expect(found.filter((count) => count > 0)).toHaveLength(1);
    const [first, ...earlier] = await reports();
    expect(first?.mismatches).toContainEqual(lost);
    expect(earlier).toEqual([]);
    ctx.clock.advance(900);
    expect(await reportReconciliation(ctx)).toBe(0);
    expect(await reports()).toMatchObject([{ from: first?.until, until: new Date(ctx.clock.now().getTime() - 300_000).toISOString(), checked: 0, mismatches: [] }, {}]);
    expect((await callEndpoint(ctx, getReports, { token: key })).status).toBe(401);
    expect(await callEndpoint(ctx, getReports, { token: operator, query: '?cursor=x' })).toMatchObject({ status: 400 });
  });

  it('takes 1000 ids and no more', async () => {
    const ids = Array.from({ length: 1_001 }, (_unused, index) => `txn_${index}`);
    expect(await reconcile({ transaction_ids: ids })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    expect((await reconcile({ transaction_ids: ids.slice(1) })).body.mismatches).toHaveLength(1_000);
  });
});

describe("the orchestrator's webhooks", () => {
  it('tell of orders and payments, signed as the text says, until they are removed', async () => {
    const made = await callEndpoint(ctx, postOpsWebhook, { token: key, body: { url: receiver.url, topics: ['order.created', 'order.updated', 'payment.captured', 'payment.refunded'] } });
    expect(made).toMatchObject({ status: 201, body: { id: expect.any(String) as string, secret: expect.stringMatching(/^whsec_/) as string } });
    const id = await buy();
    await capture();
    const told = receiver.received.map(({ text }) => JSON.parse(text) as { id: string; type: string; occurred_at: string; data: Record<string, string> });
    expect(told.map(({ type }) => type).toSorted()).toEqual(['order.created', 'payment.captured']);
    expect(told.find(({ type }) => type === 'order.created')?.data).toMatchObject({ total_minor: '1650', currency: 'CAD' });
    for (const { headers, text } of receiver.received) {
      const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-signature'])) ?? [];
      expect(mac).toBe(createHmac('sha256', String(made.body.secret)).update(`${time}.${text}`).digest('hex'));
    }
    expect(await callEndpoint(ctx, getOpsWebhooks, { token: key })).toMatchObject({ body: { webhooks: [{ id: made.body.id, topics: expect.any(Array) as string[] }] } });
    expect(await callEndpoint(ctx, deleteOpsWebhook, { token: await keyOf(await makeShop(ctx)), params: { id: String(made.body.id) } })).toMatchObject({ status: 404 });
    expect(await callEndpoint(ctx, deleteOpsWebhook, { token: key, params: { id: String(made.body.id) } })).toMatchObject({ status: 200, body: { deleted: true } });
    receiver.clear();
    await refund(ctx, { transactionId: id, merchantId: shop.merchantId, amount: 100n, refundKey: 'later' });
    await capture();
    expect(receiver.received).toEqual([]);
  });

  it.each([{ url: 'ftp://x.example', topics: ['order.created'] }, { url: 'https://x.example', topics: ['order.deleted'] }, { url: 'https://x.example', topics: [] }])('refuse %j', async (body) => {
    expect(await callEndpoint(ctx, postOpsWebhook, { token: key, body })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  });
});
