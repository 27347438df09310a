import { randomUUID } from 'node:crypto';
import { ACP_VERSIONS } from '@/lib/testing/acp-words';
import { startStripeStub, type StripeStub, type StubIntent } from '@/lib/testing/stripe-stub';
import { call, complete, createCheckout, must, orderIdOf, readCheckout, type ReadyCheckout, type Reply, type Version } from './fixtures/api';
import { auditOf } from './fixtures/books';
import { queryAsOwner } from './fixtures/database';
import { RESUMED_WITHIN_MS, SHORT_LEASE, untilDelivered } from './fixtures/purchase';
import { newDataDir, removeDataDir, startServer, until, type Server } from './fixtures/server';
import { fromPage, signIn } from './fixtures/session';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// An agent platform pays at a merchant with what Stripe issued: the production server, and a Stripe of our own that refuses what the official types lack.

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let stub: StripeStub;
let dataDir: string;
let server: Server;
const started: Server[] = [];

async function start(env: Record<string, string> = {}): Promise<Server> {
  const stripe = { STRIPE_SECRET_KEY: stub.secretKey, STRIPE_WEBHOOK_SECRET: stub.webhookSecret, STRIPE_API_BASE: stub.url };
  const next = await startServer({ dataDir, env: { ...SHORT_LEASE, ...stripe, ...env } });
  started.push(next);
  return next;
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  dataDir = newDataDir();
  stub = await startStripeStub();
  server = await start();
});

test.afterAll(async () => {
  await server.stop();
  await stub.close();
  await removeDataDir(dataDir);
});

const platformKey = (): string => regalMoose(server).apiKey;
const open = (version: Version = '2026-04-17'): Promise<ReadyCheckout> => createCheckout(server.baseUrl, platformKey(), { version });
const pay = (checkout: ReadyCheckout, token: string, key?: string): Promise<Reply> => complete(server.baseUrl, platformKey(), checkout, token, key);
const intentsOf = ({ id }: ReadyCheckout): StubIntent[] => [...stub.account.intents.values()].filter(({ metadata }) => metadata.countersign_checkout === id);

function intentOf(checkout: ReadyCheckout): StubIntent {
  const [intent, ...others] = intentsOf(checkout);
  if (!intent || others.length > 0) throw new Error('the checkout has one PaymentIntent');
  return intent;
}

type OrderRow = { id: string; payment_status: string; refunded_amount: string };

async function orderOf({ id }: ReadyCheckout): Promise<OrderRow | undefined> {
  const [row] = await queryAsOwner<OrderRow>(dataDir, 'select id, payment_status, refunded_amount::text from purchase_order where checkout_id = $1', [id]);
  return row;
}

const untilOrder = (checkout: ReadyCheckout, expected: Partial<OrderRow>): Promise<void> =>
  expect(async () => expect(await orderOf(checkout)).toMatchObject(expected)).toPass({ timeout: RESUMED_WITHIN_MS });

async function paid(token: string, version?: Version): Promise<ReadyCheckout> {
  const checkout = await open(version);
  expect(must(await pay(checkout, token), 200).body).toMatchObject({ status: 'completed' });
  return checkout;
}

const grant = (method = 'pm_card_visa'): string => stub.account.grant({ method, currency: 'cad', maxAmount: 100_000 });

const post = (body: string, headers: Record<string, string>): Promise<Reply> => call(server.baseUrl, { path: '/webhooks/stripe', body, headers });
const tell = (type: string, object: object): Promise<Reply> => {
  const { body, signature } = stub.event(type, object);
  return post(body, { 'stripe-signature': signature });
};

for (const version of ACP_VERSIONS) {
  test(`${version}: a checkout is paid with a PaymentMethod and captured at Stripe`, async () => {
    const checkout = await paid('pm_card_visa', version);
    await untilOrder(checkout, { payment_status: 'captured' });
    expect(intentOf(checkout)).toMatchObject({ status: 'succeeded', currency: 'cad', capture_method: 'manual' });
  });

  test(`${version}: a checkout is paid with a shared payment token, under its preview version, and the token once`, async () => {
    const token = grant();
    const checkout = await paid(token, version);
    await untilOrder(checkout, { payment_status: 'captured' });
    const sent = stub.requests.find(({ form }) => JSON.stringify(form).includes(token));
    expect(sent).toMatchObject({ version: '2026-04-22.preview', form: { payment_method_data: { shared_payment_granted_token: token } } });
    expect(must(await pay(await open(version), token), 200).body).toMatchObject({ status: 'ready_for_payment', messages: [{ type: 'error', code: 'payment_declined' }] });
  });

  test(`${version}: a decline is a message, and another token pays`, async () => {
    const checkout = await open(version);
    expect(must(await pay(checkout, 'pm_card_visa_chargeDeclinedInsufficientFunds'), 200).body).toMatchObject({ status: 'ready_for_payment', messages: [{ code: 'payment_declined' }] });
    expect(await pay(checkout, 'pm_card_visa_chargeDeclinedInsufficientFunds')).toMatchObject({ status: 400, body: { code: 'invalid', param: '$.payment_data.token' } });
    expect(must(await pay(checkout, grant('pm_card_visa')), 200).body).toMatchObject({ status: 'completed' });
  });

  test(`${version}: a payment that wants 3-D Secure says so, and nobody can complete it later`, async () => {
    const checkout = await open(version);
    const reply = must(await pay(checkout, 'pm_card_authenticationRequired'), 200);
    expect(reply.body).toMatchObject({ status: 'ready_for_payment', messages: [{ type: 'error' }] });
    expect(reply.text).toContain('authenticate');
    expect(intentOf(checkout).status).toBe('canceled');
  });
}

test('an order is refunded at Stripe from the dashboard, once for a refund_id', async () => {
  const checkout = await paid('pm_card_visa');
  await untilOrder(checkout, { payment_status: 'captured' });
  const merchantOwner = await signIn(server, regalMoose(server).owner);
  const order = await orderOf(checkout);
  const path = `/api/dashboard/orders/${order?.id ?? ''}/refund`;
  const body = { refund_id: randomUUID(), amount: '1.00' };
  const refund = (): Promise<Reply> => call(server.baseUrl, { path, headers: fromPage(merchantOwner), body });
  expect(must(await refund(), 200).body).toMatchObject({ refunded_amount: '1.00' });
  expect(must(await refund(), 200).body).toMatchObject({ refunded_amount: '1.00' });
  expect(await orderOf(checkout)).toMatchObject({ refunded_amount: '100' });
  expect(stub.account.listRefunds(intentOf(checkout).id)).toHaveLength(1);
});

test('a refund in Stripe\'s own dashboard reaches the order by webhook, once, however often it is told', async () => {
  const checkout = await paid('pm_card_visa');
  await untilOrder(checkout, { payment_status: 'captured' });
  const intent = intentOf(checkout);
  stub.account.refund({ payment_intent: intent.id, amount: '250' });
  const { body, signature } = stub.event('charge.refunded', intent.latest_charge ?? {});
  expect(must(await post(body, { 'stripe-signature': signature }), 200).body).toEqual({ received: 'accepted' });
  expect(must(await post(body, { 'stripe-signature': signature }), 200).body).toEqual({ received: 'duplicate' });
  await untilOrder(checkout, { payment_status: 'captured', refunded_amount: '250' });
});

test('a webhook that Stripe did not sign is refused, and one about nothing of ours is let pass', async () => {
  const { body, signature } = stub.event('payment_intent.canceled', { id: 'pi_of_another', object: 'payment_intent' });
  expect(await post(`${body} `, { 'stripe-signature': signature })).toMatchObject({ status: 400, body: { status: 400 } });
  expect(await post(body, {})).toMatchObject({ status: 400, body: { status: 400 } });
  expect(must(await post(body, { 'stripe-signature': signature }), 200).body).toEqual({ received: 'ignored' });
  expect(must(await tell('customer.created', { id: 'cus_x', object: 'customer' }), 200).body).toEqual({ received: 'ignored' });
});

test('a line that is cut after Stripe acted charges once', async () => {
  stub.fail('POST /v1/payment_intents', 'cut_after');
  const checkout = await paid('pm_card_visa');
  expect(intentsOf(checkout)).toHaveLength(1);
});

test('too many requests: the payment goes on by itself when Stripe answers again', async () => {
  const checkout = await open();
  stub.fail('POST /v1/payment_intents', '429');
  expect(await pay(checkout, 'pm_card_visa')).toMatchObject({ status: 409, body: { code: 'in_progress' } });
  await until(RESUMED_WITHIN_MS, async () => (await readCheckout(server.baseUrl, platformKey(), checkout)).body.status === 'completed', () => 'the checkout was not completed');
  expect(intentsOf(checkout)).toHaveLength(1);
});

test('a process that dies when Stripe has authorised: after a restart there is one charge and one order', async () => {
  await server.stop();
  server = await start({ COUNTERSIGN_FAILPOINT: 'complete.authorized' });
  const checkout = await open();
  const key = randomUUID();
  await pay(checkout, 'pm_card_visa', key).catch(() => null);
  expect(await server.exited).toMatchObject({ signal: 'SIGKILL' });
  expect(intentOf(checkout).status).toBe('requires_capture');
  server = await start();
  await untilOrder(checkout, { payment_status: 'captured' });
  expect(intentsOf(checkout)).toHaveLength(1);
  const again = must(await pay(checkout, 'pm_card_visa', key), 200);
  expect(orderIdOf(again)).toBe((await orderOf(checkout))?.id);
});

test('the books agree, and no secret was printed', async () => {
  await untilDelivered(dataDir);
  expect(await auditOf(dataDir)).toEqual([]);
  const printed = started.map(({ output }) => output()).join('');
  expect(printed, 'what went wrong was logged').toContain('Stripe');
  for (const secret of [stub.secretKey, stub.webhookSecret, '_secret_']) expect(printed).not.toContain(secret);
});
