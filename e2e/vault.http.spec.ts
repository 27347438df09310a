import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ACP_VERSIONS } from '@/lib/testing/acp-words';
import { FAILPOINTS } from '@/lib/kernel/failpoint';
import { call, complete, createCheckout, must, orderIdOf, readCheckout, toMinorUnits, type ReadyCheckout, type Version } from './fixtures/api';
import { auditOf } from './fixtures/books';
import { queryAsOwner } from './fixtures/database';
import { bookings, completeUntilAnswered, isCompleted, PAID, RESUMED_WITHIN_MS, SHORT_LEASE, UNPAID, untilDelivered } from './fixtures/purchase';
import { freePort, newDataDir, removeDataDir, startServer, until, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { delegate, delegateBody, VAULT_VERSIONS, type Given, type VaultVersion } from './fixtures/vault';
import { regalMoose } from './fixtures/world';

// Cards that an agent platform gives for one checkout (ACP delegate_payment), against the production server.

const PAID_IN: readonly Version[] = ACP_VERSIONS;
const keyOf = (server: Server): string => regalMoose(server).apiKey;
const open = (server: Server, version?: Version): Promise<ReadyCheckout> => createCheckout(server.baseUrl, keyOf(server), { version });

const Delegated = z.strictObject({ id: z.string().regex(/^vt_[A-Za-z0-9]+$/), created: z.iso.datetime(), metadata: z.record(z.string(), z.string()) });

async function tokenOf(server: Server, checkout: ReadyCheckout, given?: Given, version?: VaultVersion): Promise<string> {
  return Delegated.parse(must(await delegate(server.baseUrl, keyOf(server), delegateBody(checkout, given), { version }), 201).body).id;
}

const refusedToken = { status: 400, body: { type: 'invalid_request', code: 'invalid', param: '$.payment_data.token' } };

for (const version of VAULT_VERSIONS) {
  for (const paidIn of PAID_IN) {
    test(`create in ${paidIn}, delegate in ${version}, complete; used again the token is refused`, async ({ server }) => {
      const checkout = await open(server, paidIn);
      const delegated = await delegate(server.baseUrl, keyOf(server), delegateBody(checkout), { version });
      const { id, metadata } = Delegated.parse(must(delegated, 201).body);
      expect(metadata).toEqual({ source: 'e2e' });
      const paid = must(await complete(server.baseUrl, keyOf(server), checkout, id), 200);
      expect(paid.body).toMatchObject({ status: 'completed' });
      const again = await complete(server.baseUrl, keyOf(server), await open(server, paidIn), id);
      expect(again).toMatchObject(refusedToken);
    });
  }
}

for (const paidIn of PAID_IN) {
  test(`at complete in ${paidIn} a token over its amount, in another currency, expired, of another session or merchant is 400, and a fitting one pays after all`, async ({ server }) => {
    const [checkout, other] = [await open(server, paidIn), await open(server, paidIn)];
    const soon = Date.now() + 1_500;
    const expiring = await tokenOf(server, checkout, { allowance: { expires_at: new Date(soon).toISOString() } });
    const tokens = [
      await tokenOf(server, checkout, { allowance: { max_amount: toMinorUnits(checkout.amount) - 1 } }),
      await tokenOf(server, checkout, { allowance: { currency: 'usd' } }),
      await tokenOf(server, other),
      'vt_unknown',
    ];
    for (const token of tokens) expect(await complete(server.baseUrl, keyOf(server), checkout, token)).toMatchObject(refusedToken);
    await until(5_000, async () => Date.now() >= soon, () => 'time stands still');
    expect(await complete(server.baseUrl, keyOf(server), checkout, expiring)).toMatchObject(refusedToken);
    const foreign = await delegate(server.baseUrl, keyOf(server), delegateBody(checkout, { allowance: { merchant_id: 'au-comptoir-a-patons' } }));
    expect(foreign).toMatchObject({ status: 400, body: { code: 'invalid_card', param: '$.allowance.merchant_id' } });
    must(await complete(server.baseUrl, keyOf(server), checkout, await tokenOf(server, checkout)), 200);
  });
}

test('a declined card leaves the session payable with another', async ({ server }) => {
  const checkout = await open(server);
  const declined = must(await complete(server.baseUrl, keyOf(server), checkout, await tokenOf(server, checkout, { card: { number: '4000000000000002', display_last4: '0002' } })), 200);
  expect(declined.body).toMatchObject({ status: 'ready_for_payment', messages: [{ type: 'error', code: 'payment_declined' }] });
  expect(must(await complete(server.baseUrl, keyOf(server), checkout, await tokenOf(server, checkout)), 200).body).toMatchObject({ status: 'completed' });
});

test('another method is 405 with Allow, an unknown path 404, no credential 401: in the words of the checkout', async ({ server: { baseUrl } }) => {
  const headers = { 'api-version': '2026-04-17' };
  const wrong = await call(baseUrl, { method: 'GET', path: '/agentic_commerce/delegate_payment', headers });
  const missing = await call(baseUrl, { method: 'POST', path: '/agentic_commerce/nothing', headers, body: {} });
  const nobody = await call(baseUrl, { method: 'POST', path: '/agentic_commerce/delegate_payment', headers, body: {} });
  expect([wrong.status, wrong.headers.get('allow')?.includes('POST'), missing.status, nobody.status]).toEqual([405, true, 404, 401]);
});

test.describe('on an installation of its own', () => {
  test.describe.configure({ mode: 'serial', timeout: 120_000 });

  let dataDir: string;
  const running: Server[] = [];

  test.beforeEach(() => {
    dataDir = newDataDir();
  });
  test.afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    await removeDataDir(dataDir);
  });

  async function start(options: Partial<Parameters<typeof startServer>[0]> = {}): Promise<Server> {
    const server = await startServer({ dataDir, ...options, env: { ...SHORT_LEASE, ...options.env } });
    running.push(server);
    return server;
  }

  test('50 completions at once with one token, over two processes: one order, one charge', async () => {
    const first = await start({ port: await freePort() });
    const second = await start({ publicOrigin: first.baseUrl });
    const checkout = await open(first);
    const token = await tokenOf(first, checkout);
    const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => complete(n % 2 === 0 ? first.baseUrl : second.baseUrl, keyOf(first), checkout, token)));
    const orders = new Set(replies.filter(({ status }) => status === 200).map(orderIdOf));
    expect(orders.size).toBe(1);
    for (const { status, body } of replies) if (status !== 200) expect([status, ['in_progress', 'already_completed'].includes(String(body.code))]).toEqual([409, true]);
    await untilDelivered(dataDir);
    expect(await bookings(dataDir, [checkout])).toEqual([{ checkout: checkout.id, ...PAID }]);
    expect(await auditOf(dataDir)).toEqual([]);
  });

  test('a card is in no line of the log and in no file of the installation, in no table its token or verification code', async () => {
    const server = await start();
    const number = '5200828282828210';
    const card = { number, display_last4: '8210', display_brand: 'mastercard', cvc: '846' };
    const checkout = await open(server);
    const token = await tokenOf(server, checkout, { card });
    for (const wrong of [{ ...card, number: `${number}1` }, { ...card, cvc: '8461' }, { ...card, [number]: '1' }]) {
      expect((await delegate(server.baseUrl, keyOf(server), delegateBody(checkout, { card: wrong }))).status).toBe(400);
    }
    must(await complete(server.baseUrl, keyOf(server), checkout, token), 200);
    await untilDelivered(dataDir);

    const tables = await queryAsOwner<{ name: string }>(dataDir, `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`);
    for (const { name } of tables) {
      const rows = await queryAsOwner<{ text: string }>(dataDir, `select row_to_json(t)::text as text from "${name}" t`);
      for (const secret of [number, token, '"846"']) expect(rows.some(({ text }) => text.includes(secret)), `${name} holds ${secret}`).toBe(false);
    }
    for (const secret of [number, token]) expect(server.output().includes(secret), 'the log').toBe(false);
    await server.stop();
    const holding = filesOf(dataDir).filter((file) => readFileSync(file).includes(number));
    expect(holding).toEqual([]);
  });
});

test.describe('a process that dies', () => {
  test.describe.configure({ mode: 'serial', timeout: 120_000 });

  let dataDir: string;
  let server: Server | undefined;

  test.beforeAll(() => {
    dataDir = newDataDir();
  });
  test.afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  test.afterAll(() => removeDataDir(dataDir));

  async function start(env: Record<string, string> = {}): Promise<Server> {
    server = await startServer({ dataDir, env: { ...SHORT_LEASE, ...env } });
    return server;
  }

  for (const failpoint of Object.keys(FAILPOINTS)) {
    test(`at ${failpoint}, while a card of the vault is charged: the same request again is one order and one charge`, async () => {
      const doomed = await start({ COUNTERSIGN_FAILPOINT: failpoint });
      const checkout = await open(doomed);
      const paymentToken = await tokenOf(doomed, checkout);
      const key = randomUUID();
      const merchantKey = keyOf(doomed);
      const told = await complete(doomed.baseUrl, merchantKey, checkout, paymentToken, key).catch(() => null);
      expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' });
      expect(await auditOf(dataDir), 'while it is down').toEqual([]);

      const { baseUrl } = await start();
      if (failpoint === 'complete.claiming') expect(await bookings(dataDir, [checkout])).toEqual([{ checkout: checkout.id, ...UNPAID }]);
      else await until(RESUMED_WITHIN_MS, () => isCompleted(baseUrl, merchantKey, checkout), () => 'the checkout was not completed');
      const answered = await completeUntilAnswered(baseUrl, merchantKey, { checkout, paymentToken, paymentId: '' }, key);
      expect(answered).toMatchObject({ status: 200, body: { status: 'completed' } });
      expect(orderIdOf(answered)).toBe(orderIdOf(told ?? (await readCheckout(baseUrl, merchantKey, checkout))));
      await untilDelivered(dataDir);
      expect(await bookings(dataDir, [checkout])).toEqual([{ checkout: checkout.id, ...PAID }]);
      expect(await auditOf(dataDir)).toEqual([]);
    });
  }
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
