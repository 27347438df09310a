import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FAILPOINTS } from '@/lib/kernel/failpoint';
import { accessToken, acpHeaders, call, complete, makeAgent, must, orderIdOf, readCheckout, spentToday, toMajorUnits, toMinorUnits } from './fixtures/api';
import { auditOf } from './fixtures/books';
import { isAlive, postmasterPid } from './fixtures/database';
import { bookings, completeUntilAnswered, isCompleted, openPayable, PAID, RESUMED_WITHIN_MS, SHORT_LEASE, UNPAID, untilDelivered, type Payable } from './fixtures/purchase';
import { newDataDir, removeDataDir, startServer, until, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// A charge has an order or is voided, wherever the process dies (product.md, invariant 3); and what a proper stop promises.

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

/** At this one the claim is not yet committed: nothing has happened, and the checkout waits to be paid. */
const BEFORE_ANYTHING = 'complete.claiming';

for (const failpoint of Object.keys(FAILPOINTS)) {
  test(`a process that dies at ${failpoint}: after a restart there is one order and one charge`, async () => {
    const doomed = await start({ COUNTERSIGN_FAILPOINT: failpoint });
    const agent = await makeAgent(doomed);
    const before = await accessToken(doomed.baseUrl, agent);
    const payable = await openPayable(doomed.baseUrl, before);
    const { checkout, paymentToken, paymentId } = payable;
    const key = randomUUID();
    const postmaster = postmasterPid(dataDir);

    const told = await complete(doomed.baseUrl, before, checkout, paymentToken, key).catch(() => null);
    expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' });
    if (!failpoint.startsWith('capture.')) expect(told).toBeNull();
    expect(postmaster !== null && isAlive(postmaster), 'the database outlives its server').toBe(true);
    expect(await auditOf(dataDir), 'while it is down').toEqual([]);

    const { baseUrl } = await start();
    expect(postmasterPid(dataDir), 'the surviving database is taken as it is').toBe(postmaster);
    const token = await accessToken(baseUrl, agent);
    if (failpoint === BEFORE_ANYTHING) expect(await bookings(dataDir, [checkout])).toEqual([{ checkout: checkout.id, ...UNPAID }]);
    else await until(RESUMED_WITHIN_MS, () => isCompleted(baseUrl, token, checkout), () => 'the checkout was not completed');

    const answered = await completeUntilAnswered(baseUrl, token, payable, key);
    expect(answered, 'the same request again is answered with what became of it').toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(orderIdOf(answered)).toBe(orderIdOf(told ?? (await readCheckout(baseUrl, token, checkout))));
    await untilDelivered(dataDir);
    expect(await bookings(dataDir, [checkout])).toEqual([{ checkout: checkout.id, ...PAID }]);
    const status = await call(baseUrl, { path: `/api/agent/v1/payments/${paymentId}/status`, token });
    expect(status.body).toMatchObject({ status: 'completed' });
    expect(await spentToday(baseUrl, token)).toBe(checkout.amount);
    const another = await complete(baseUrl, token, checkout, paymentToken);
    expect(another).toMatchObject({ status: 409, body: { code: 'already_completed' } });
    expect(await auditOf(dataDir)).toEqual([]);
  });
}

test('a process killed amid 20 payments: asked again, each has one order and one charge', async () => {
  const doomed = await start();
  const agent = await makeAgent(doomed, { limits: { per_transaction: '50', daily: '5000', monthly: '5000', currency: 'CAD' } });
  const before = await accessToken(doomed.baseUrl, agent);
  const payables: (Payable & { key: string })[] = [];
  for (let n = 0; n < 20; n++) payables.push({ ...(await openPayable(doomed.baseUrl, before)), key: randomUUID() });

  const sent = payables.map(({ checkout, paymentToken, key }) => complete(doomed.baseUrl, before, checkout, paymentToken, key).catch(() => null));
  await Promise.race(sent);
  doomed.kill('SIGKILL');
  const answers = await Promise.all(sent);
  await doomed.exited;

  const { baseUrl } = await start();
  const token = await accessToken(baseUrl, agent);
  for (const [n, payable] of payables.entries()) {
    const answered = await completeUntilAnswered(baseUrl, token, payable, payable.key);
    expect(must(answered, 200).body.status).toBe('completed');
    const told = answers[n];
    if (told) expect(orderIdOf(answered), 'what was told before the crash still holds').toBe(orderIdOf(told));
  }
  const checkouts = payables.map(({ checkout }) => checkout);
  await untilDelivered(dataDir);
  for (const { checkout, ...booked } of await bookings(dataDir, checkouts)) {
    expect(booked, checkout).toEqual(PAID);
  }
  expect(await spentToday(baseUrl, token)).toBe(toMajorUnits(checkouts.reduce((sum, { amount }) => sum + toMinorUnits(amount), 0)));
});

test('SIGTERM: what is under way is answered, readiness says 503 meanwhile, the process ends with 0 and the database with it', async () => {
  const stopping = await start();
  const token = await accessToken(stopping.baseUrl, await makeAgent(stopping));
  const postmaster = postmasterPid(dataDir);
  const body = JSON.stringify({ currency: 'cad', line_items: [{ id: 'birch-soap' }], capabilities: {} });
  const request = await openRequest(stopping, { token, body });

  stopping.kill('SIGTERM');
  const readiness = async () => (await call(stopping.baseUrl, { path: '/ready' })).status;
  await until(5_000, async () => (await readiness()) === 503, () => 'readiness did not turn 503');
  expect((await call(stopping.baseUrl, { path: '/health/live' })).status).toBe(200);

  const answer = await request.finish();
  expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  expect(answer.toLowerCase()).toContain('connection: close');
  expect(await stopping.exited).toEqual({ status: 0, signal: null });
  expect(postmaster !== null && isAlive(postmaster), 'the database ends with its last user').toBe(false);
  expect(stopping.output()).not.toContain('could not be stopped');
});

test('of two servers on one folder the last to leave stops the database', async () => {
  const first = await start();
  const second = await startServer({ dataDir, publicOrigin: first.baseUrl });
  const postmaster = postmasterPid(dataDir) ?? -1;
  try {
    expect(await first.stop()).toEqual({ status: 0, signal: null });
    expect(isAlive(postmaster)).toBe(true);
    expect((await call(second.baseUrl, { path: '/ready' })).status).toBe(200);
  } finally {
    expect(await second.stop()).toEqual({ status: 0, signal: null });
  }
  expect(isAlive(postmaster)).toBe(false);
});

/** A request whose head the server has read (it said 100 Continue) and whose body is yet to come. */
async function openRequest({ port }: Server, { token, body }: { token: string; body: string }): Promise<{ finish: () => Promise<string> }> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  const headers = { ...acpHeaders(), host: `localhost:${port}`, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), expect: '100-continue' });
  socket.write(`POST /m/regal-moose/checkout_sessions HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  await until(10_000, () => received.includes('100 Continue'), () => `no 100 Continue: ${received}`);
  return {
    finish: async () => {
      received = '';
      const closed = ended(socket);
      socket.write(body);
      await closed;
      return received;
    },
  };
}

const ended = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));
