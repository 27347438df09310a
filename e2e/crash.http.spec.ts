import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { accessToken, acpHeaders, call, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf, readCheckout, spentToday, toMajorUnits, toMinorUnits } from './fixtures/api';
import type { ReadyCheckout, Reply } from './fixtures/api';
import { isAlive, postmasterPid, queryAsOwner } from './fixtures/database';
import { newDataDir, removeDataDir, startServer, until, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// A charge has an order or is voided, wherever the process dies (product.md, invariant 3); and what a proper stop promises.

test.describe.configure({ mode: 'serial', timeout: 120_000 });

/** The row of a completion whose process died is taken over after this long. */
const SHORT_LEASE = { COMPLETION_LEASE_SECONDS: '1' };
const RESUMED_WITHIN_MS = 20_000;

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

type Payable = { readonly checkout: ReadyCheckout; readonly paymentToken: string; readonly paymentId: string };

async function openPayable(baseUrl: string, token: string): Promise<Payable> {
  const checkout = await createCheckout(baseUrl, token);
  return { checkout, ...(await grantedToken(baseUrl, token, checkout)) };
}

type Booking = { checkout: string; orders: number; charges: number; charge_status: string | null; holds: number };

/** Orders, charges at the network and holds at the bank, for each checkout. A checkout that was never charged has none. */
const bookings = (checkouts: readonly ReadyCheckout[]): Promise<Booking[]> =>
  queryAsOwner<Booking>(
    dataDir,
    `select c.id as checkout,
            (select count(*)::int from purchase_order o where o.checkout_id = c.id) as orders,
            (select count(*)::int from network_transaction t where t.checkout_id = c.id) as charges,
            (select min(status) from network_transaction t where t.checkout_id = c.id) as charge_status,
            (select count(*)::int from bank_hold h join network_transaction t on t.id = h.reference where t.checkout_id = c.id) as holds
       from checkout c where c.id = any($1)`,
    [checkouts.map(({ id }) => id)],
  );

const isCompleted = async (baseUrl: string, token: string, checkout: ReadyCheckout): Promise<boolean> =>
  (await readCheckout(baseUrl, token, checkout)).body.status === 'completed';

for (const failpoint of ['complete.claimed', 'complete.authorized', 'complete.recorded']) {
  test(`a process that dies at ${failpoint}: after a restart there is one order and one charge`, async () => {
    const doomed = await start({ COUNTERSIGN_FAILPOINT: failpoint });
    const agent = await makeAgent(doomed);
    const before = await accessToken(doomed.baseUrl, agent);
    const { checkout, paymentToken, paymentId } = await openPayable(doomed.baseUrl, before);
    const key = randomUUID();
    const postmaster = postmasterPid(dataDir);

    await expect(complete(doomed.baseUrl, before, checkout, paymentToken, key)).rejects.toThrow('fetch failed');
    expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(postmaster !== null && isAlive(postmaster), 'the database outlives its server').toBe(true);

    const { baseUrl } = await start();
    expect(postmasterPid(dataDir), 'the surviving database is taken as it is').toBe(postmaster);
    const token = await accessToken(baseUrl, agent);
    await until(RESUMED_WITHIN_MS, () => isCompleted(baseUrl, token, checkout), () => 'the checkout was not completed');

    const answered = await untilAnswered(() => complete(baseUrl, token, checkout, paymentToken, key));
    expect(answered, 'the same request again is answered with what became of it').toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(orderIdOf(answered)).toBe(orderIdOf(await readCheckout(baseUrl, token, checkout)));
    await endLeases();
    await until(RESUMED_WITHIN_MS, async () => (await bookings([checkout]))[0]?.charge_status === 'captured', () => 'the charge was not captured');
    expect(await bookings([checkout])).toEqual([{ checkout: checkout.id, orders: 1, charges: 1, charge_status: 'captured', holds: 1 }]);
    const status = await call(baseUrl, { path: `/api/agent/v1/payments/${paymentId}/status`, token });
    expect(status.body).toMatchObject({ status: 'completed' });
    expect(await spentToday(baseUrl, token)).toBe(checkout.amount);
    const another = await complete(baseUrl, token, checkout, paymentToken);
    expect(another).toMatchObject({ status: 409, body: { code: 'already_completed' } });
  });
}

/** The dead process may hold leases of up to 30 seconds on events of the outbox: they run out now. A delivery that is repeated changes nothing. */
const endLeases = () => queryAsOwner(dataDir, 'update outbox_event set leased_until = now() where leased_until is not null');

/** The key of a request that died is leased to it for a moment. */
async function untilAnswered(send: () => Promise<Reply>): Promise<Reply> {
  let reply = await send();
  await until(RESUMED_WITHIN_MS, async () => reply.status !== 409 || ((reply = await send()), reply.status !== 409), () => reply.text);
  return reply;
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
  for (const [n, { checkout, paymentToken, key }] of payables.entries()) {
    const answered = await untilAnswered(() => complete(baseUrl, token, checkout, paymentToken, key));
    expect(must(answered, 200).body.status).toBe('completed');
    const told = answers[n];
    if (told) expect(orderIdOf(answered), 'what was told before the crash still holds').toBe(orderIdOf(told));
  }
  const checkouts = payables.map(({ checkout }) => checkout);
  await endLeases();
  const isCaptured = async () => (await bookings(checkouts)).every(({ charge_status }) => charge_status === 'captured');
  await until(RESUMED_WITHIN_MS, isCaptured, () => 'not every charge was captured');
  for (const { checkout, ...booked } of await bookings(checkouts)) {
    expect(booked, checkout).toEqual({ orders: 1, charges: 1, charge_status: 'captured', holds: 1 });
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
