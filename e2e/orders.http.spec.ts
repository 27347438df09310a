import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ACP_VERSIONS } from '@/lib/testing/acp-words';
import { startReceiver, type ReceivedWebhook, type WebhookReceiver } from '@/lib/testing/webhook-receiver';
import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf, readCheckout, type ReadyCheckout, type Version } from './fixtures/api';
import { auditOf } from './fixtures/books';
import { queryAsOwner } from './fixtures/database';
import { untilDelivered } from './fixtures/purchase';
import { newDataDir, removeDataDir, startServer, until, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// An order after its payment, as an agent platform lives it: told of each step, signed, in the version that its session was completed with.

const SECRET = 'a-secret-of-the-platform-32-chars-or-more';
const TOLD_WITHIN_MS = 15_000;

let receiver: WebhookReceiver;
test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());
test.beforeEach(() => {
  receiver.clear();
  receiver.answer = () => 200;
});

async function register(server: Server, path: string): Promise<string> {
  const registered = await call(server.baseUrl, {
    path: '/api/agent/v1/webhooks', token: regalMoose(server).apiKey, body: { url: receiver.url + path, secret: SECRET, events: ['order_create', 'order_update'] },
  });
  expect(must(registered, 201).body).toMatchObject({ url: receiver.url + path, secret: SECRET });
  return String(registered.body.id);
}

type Bought = { readonly orderId: string; readonly checkout: ReadyCheckout; readonly token: string };

async function buy(server: Server, version: Version): Promise<Bought> {
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 2 }], version });
  const { paymentToken } = await grantedToken(server.baseUrl, token, checkout);
  return { orderId: orderIdOf(must(await complete(server.baseUrl, token, checkout, paymentToken), 200)), checkout, token };
}

const operate = ({ baseUrl, demo }: Server, path: string, body: object, key: string = randomUUID()) =>
  call(baseUrl, { path: `/testing/orders/${path}`, token: demo.operator.apiKey, headers: { 'idempotency-key': key }, body });

const Event = z.object({ type: z.string(), data: z.looseObject({ checkout_session_id: z.string(), status: z.string() }) });
type Event = z.infer<typeof Event>;
const eventOf = ({ text }: ReceivedWebhook): Event => Event.parse(JSON.parse(text));

/** What was posted of a checkout, once there are so many, each with a signature that is right and of now. */
async function told({ checkout }: Bought, path: string, count: number): Promise<ReceivedWebhook[]> {
  const ofIt = () => receiver.received.filter((webhook) => webhook.path.endsWith(path) && webhook.text.includes(checkout.id));
  await until(TOLD_WITHIN_MS, () => Promise.resolve(ofIt().length >= count), () => JSON.stringify(receiver.received.map(({ text }) => text)));
  for (const { headers, text } of ofIt()) {
    const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['merchant-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', SECRET).update(`${time}.${text}`).digest('hex'));
    expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(300);
  }
  return ofIt();
}

for (const version of ACP_VERSIONS) {
  test(`an order of ${version} is told: created, shipped, and refunded once under one key, its total unchanged`, async ({ server }) => {
    await register(server, `/${version}`);
    const bought = await buy(server, version);
    const { orderId, checkout, token } = bought;
    await told(bought, version, 1);
    must(await operate(server, `${orderId}/ship`, {}), 200);
    await told(bought, version, 2);
    const key = randomUUID();
    for (let again = 0; again < 2; again++) {
      expect(must(await operate(server, `${orderId}/refund`, { amount: 150 }, key), 200).body).toMatchObject({ amount_refunded: 150, currency: 'cad' });
    }
    const webhooks = await told(bought, version, 3);
    expect(webhooks.map((webhook) => eventOf(webhook).type)).toEqual(['order_create', 'order_update', 'order_update']);
    expect(new Set(webhooks.map(({ headers }) => headers['request-id'])).size).toBe(3);

    const last = webhooks.at(-1);
    const session = must(await readCheckout(server.baseUrl, token, checkout), 200).body;
    if (version === '2026-04-17') {
      const order = z.object({ order: z.object({ line_items: z.array(z.object({ status: z.string(), quantity: z.looseObject({ fulfilled: z.int() }) })), totals: z.array(z.looseObject({ type: z.string(), amount: z.int() })) }) }).parse(session).order;
      expect(order.line_items).toMatchObject([{ status: 'fulfilled', quantity: { ordered: 2, current: 2, fulfilled: 2 } }]);
      const amountOf = (type: string) => order.totals.find((total) => total.type === type)?.amount;
      expect(amountOf('amount_refunded')).toBe(150);
      expect(amountOf('total')).toBe(Number(checkout.amount.replace('.', '')));
      expect(last && eventOf(last).data).toEqual(session.order);
    } else {
      expect(last && eventOf(last).data).toMatchObject({ status: 'shipped', refunds: [{ type: 'original_payment', amount: 150 }] });
    }
    must(await operate(server, `${orderId}/refund`, {}), 200);
    expect((await operate(server, `${orderId}/refund`, { amount: 1 })).status).toBe(409);
    expect((await operate(server, `${orderId}/ship`, {})).status).toBe(409);
  });
}

test('a delivery that fails is tried again within seconds under the same Request-Id, and never after 400', async ({ server }) => {
  const [again, refused] = [await register(server, '/again'), await register(server, '/refused')];
  const seen = (path: string) => receiver.received.filter((webhook) => webhook.path.endsWith(path));
  receiver.answer = ({ path }) => (path.endsWith('/refused') ? 400 : path.endsWith('/again') && seen('/again').length === 1 ? 500 : 200);
  const bought = await buy(server, '2026-04-17');
  const [first, second] = await told(bought, '/again', 2);
  expect(second?.headers['request-id']).toBe(first?.headers['request-id']);
  expect(second?.text).toBe(first?.text);
  expect(second?.headers['merchant-signature']).not.toBe(first?.headers['merchant-signature']);
  expect(seen('/refused')).toHaveLength(1);
  for (const id of [again, refused]) must(await call(server.baseUrl, { method: 'DELETE', path: `/api/agent/v1/webhooks/${id}`, token: regalMoose(server).apiKey }), 200);
});

test('the routes that ship and refund are the operator\'s, and refuse what is none', async ({ server }) => {
  const { orderId } = await buy(server, '2026-04-17');
  const [path, token] = [`/testing/orders/${orderId}/refund`, server.demo.operator.apiKey];
  expect((await call(server.baseUrl, { path, token: regalMoose(server).apiKey, body: {} })).status).toBe(401);
  for (const amount of [0, -1, 1.5, 'x', null]) expect((await call(server.baseUrl, { path, token, body: { amount } })).status, String(amount)).toBe(400);
  expect((await call(server.baseUrl, { path: `/testing/orders/${randomUUID()}/ship`, token, body: {} })).status).toBe(404);
});

for (const failpoint of ['refund.recorded', 'refund.answered']) {
  test(`a process that dies at ${failpoint}: after a restart the refund is made, once`, async () => {
    test.setTimeout(120_000);
    const dataDir = newDataDir();
    const doomed = await startServer({ dataDir, env: { COUNTERSIGN_FAILPOINT: failpoint } });
    const { orderId } = await buy(doomed, '2026-04-17');
    const key = randomUUID();
    expect(await operate(doomed, `${orderId}/refund`, { amount: 150 }, key).catch(() => null)).toBeNull();
    expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' });
    const server = await startServer({ dataDir });
    try {
      await untilDelivered(dataDir);
      expect(must(await operate(server, `${orderId}/refund`, { amount: 150 }, key), 200).body).toMatchObject({ amount_refunded: 150 });
      expect(await queryAsOwner(dataDir, `select amount::int as amount, status from network_refund`)).toEqual([{ amount: 150, status: 'done' }]);
      await untilDelivered(dataDir);
      expect(await auditOf(dataDir)).toEqual([]);
    } finally {
      await server.stop();
      await removeDataDir(dataDir);
    }
  });
}
