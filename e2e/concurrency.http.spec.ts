import { randomUUID } from 'node:crypto';
import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf, readCheckout, requestToken, spentToday, toMajorUnits, toMinorUnits } from './fixtures/api';
import type { ReadyCheckout, Reply } from './fixtures/api';
import { queryAsOwner } from './fixtures/database';
import { freePort, newDataDir, removeDataDir, startServer, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// Two server processes on one data directory: what must hold between them, not only within one.

const REQUESTS = 200;
const COMPLETIONS = 50;
const PENDING_MAX = 3;

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let dataDir: string;
let pair: readonly [Server, Server];

test.beforeAll(async () => {
  dataDir = newDataDir();
  const port = await freePort();
  const first = await startServer({ dataDir, port });
  pair = [first, await startServer({ dataDir, publicOrigin: first.baseUrl })];
});

test.afterAll(async () => {
  await Promise.all(pair.map((server) => server.stop()));
  await removeDataDir(dataDir);
});

/** Which of the two answers the n-th request. */
const baseUrlOf = (n: number): string => pair[n % 2 === 0 ? 0 : 1].baseUrl;

const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, (_, n) => work(n)));

async function openCheckouts(token: string, count: number): Promise<ReadyCheckout[]> {
  const opened: ReadyCheckout[] = [];
  for (let from = 0; from < count; from += 20) opened.push(...(await times(Math.min(20, count - from), (n) => createCheckout(baseUrlOf(n), token))));
  return opened;
}

/** What became of a request for a payment token, in one word. */
function kindOf({ status, body }: Reply): string {
  if (status === 200) return String(body.status);
  return `${status} ${String(body.error)} ${String(body.rule)}`;
}

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** An agent whose daily limit is `affordable` times the price of what createCheckout opens, and a little more. */
async function makeAgentThatAffords(affordable: number): Promise<{ token: string; total: number }> {
  const [server] = pair;
  const total = toMinorUnits((await createCheckout(server.baseUrl, regalMooseKey())).amount);
  const limits = { per_transaction: toMajorUnits(total), daily: toMajorUnits(affordable * total + total - 1), monthly: '100000', currency: 'CAD' };
  return { token: await accessToken(server.baseUrl, await makeAgent(server, { limits })), total };
}

const regalMooseKey = (): string => pair[0].demo.merchants.find(({ handle }) => handle === 'regal-moose')?.apiKey ?? '';

test(`${REQUESTS} payment tokens asked for at once over two processes: exactly as many as the limit allows`, async () => {
  const affordable = 7;
  const { token, total } = await makeAgentThatAffords(affordable);
  const checkouts = await openCheckouts(token, REQUESTS);

  const askForAll = () => Promise.all(checkouts.map((checkout, n) => requestToken(baseUrlOf(n), token, checkout)));
  const replies = await askForAll();
  expect(count(replies.map(kindOf))).toEqual({
    approved: affordable,
    step_up_required: PENDING_MAX,
    '403 policy_refused pending_approvals': REQUESTS - affordable - PENDING_MAX,
  });
  const tokens = replies.flatMap(({ body }) => (typeof body.payment_token === 'string' ? [body.payment_token] : []));
  expect(new Set(tokens).size).toBe(affordable);
  const held = toMajorUnits(affordable * total);
  for (const { baseUrl } of pair) expect(await spentToday(baseUrl, token)).toBe(held);

  await test.step('asking again, at the other process, finds the same answers and holds nothing more', async () => {
    const again = await Promise.all(checkouts.map((checkout, n) => requestToken(baseUrlOf(n + 1), token, checkout)));
    expect(again.map(kindOf)).toEqual(replies.map(kindOf));
    expect(again.map(({ body }) => body.payment_id)).toEqual(replies.map(({ body }) => body.payment_id));
    expect(await spentToday(pair[1].baseUrl, token)).toBe(held);
  });

  await test.step('what was granted is paid, each once, and counts the same as before', async () => {
    const granted = checkouts.flatMap((checkout, n) => {
      const paymentToken = replies[n]?.body.payment_token;
      return typeof paymentToken === 'string' ? [{ checkout, paymentToken }] : [];
    });
    const paid = await Promise.all(granted.map(({ checkout, paymentToken }, n) => complete(baseUrlOf(n), token, checkout, paymentToken)));
    for (const reply of paid) expect(must(reply, 200).body.status).toBe('completed');
    expect(new Set(paid.map(orderIdOf)).size).toBe(affordable);
    for (const { baseUrl } of pair) expect(await spentToday(baseUrl, token)).toBe(held);
  });
});

test('requests for one checkout, all at once, get one and the same payment', async () => {
  const { token, total } = await makeAgentThatAffords(3);
  const checkout = await createCheckout(pair[0].baseUrl, token);
  const replies = await times(COMPLETIONS, (n) => requestToken(baseUrlOf(n), token, checkout));
  expect(count(replies.map(kindOf))).toEqual({ approved: COMPLETIONS });
  expect(new Set(replies.map(({ body }) => body.payment_id)).size).toBe(1);
  expect(new Set(replies.map(({ body }) => body.payment_token)).size).toBe(1);
  expect(await spentToday(pair[1].baseUrl, token)).toBe(toMajorUnits(total));
});

/** A checkout with its payment token, and the agent's access token. */
async function payable(): Promise<{ token: string; checkout: ReadyCheckout; paymentToken: string }> {
  const [server] = pair;
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const checkout = await createCheckout(server.baseUrl, token);
  return { token, checkout, paymentToken: (await grantedToken(server.baseUrl, token, checkout)).paymentToken };
}

/** Orders and charges of a checkout, as the database has them. */
const bookedFor = async ({ id }: ReadyCheckout): Promise<unknown> => {
  const [row] = await queryAsOwner(
    dataDir,
    `select (select count(*)::int from purchase_order where checkout_id = $1) as orders,
            (select count(*)::int from payment_attempt where checkout_id = $1) as attempts,
            (select count(*)::int from network_transaction where checkout_id = $1) as charges,
            (select count(*)::int from bank_hold h join network_transaction t on t.id = h.reference where t.checkout_id = $1) as holds`,
    [id],
  );
  return row;
};

const ONCE = { orders: 1, attempts: 1, charges: 1, holds: 1 };

test(`one token completed ${COMPLETIONS} times at once, each with a key of its own, pays once`, async () => {
  const { token, checkout, paymentToken } = await payable();
  const replies = await times(COMPLETIONS, (n) => complete(baseUrlOf(n), token, checkout, paymentToken));
  const paid = replies.filter(({ status }) => status === 200);
  expect(paid.map(({ body }) => body.status)).toEqual(['completed']);
  for (const reply of replies.filter(({ status }) => status !== 200)) {
    expect(reply.status, reply.text).toBe(409);
    expect(['in_progress', 'already_completed']).toContain(reply.body.code);
  }
  const [first] = paid;
  const read = must(await readCheckout(pair[1].baseUrl, token, checkout), 200);
  expect(first && orderIdOf(first)).toBe(orderIdOf(read));
  expect(await bookedFor(checkout)).toEqual(ONCE);
});

for (const version of ['2026-04-17', '2025-09-29'] as const) {
  test(`the same completion ${COMPLETIONS} times at once under one key pays once and is answered alike (${version})`, async () => {
    const { token, checkout, paymentToken } = await payable();
    const key = randomUUID();
    const send = (n: number) => complete(baseUrlOf(n), token, { ...checkout, version }, paymentToken, key);
    const replies = await times(COMPLETIONS, send);
    const paid = replies.filter(({ status }) => status === 200);
    expect(paid.length).toBeGreaterThan(0);
    for (const reply of replies.filter(({ status }) => status !== 200)) {
      expect(reply.status, reply.text).toBe(409);
      expect(reply.body.code).toBe('idempotency_in_flight');
    }
    const later = await times(2, send);
    for (const reply of later) must(reply, 200);
    expect(new Set([...paid, ...later].map(({ text }) => text)).size).toBe(1);
    expect(await bookedFor(checkout)).toEqual(ONCE);
  });
}

test('one token completed at once for two checkouts pays the one that it was issued for', async () => {
  const { token, checkout, paymentToken } = await payable();
  const other = await createCheckout(pair[0].baseUrl, token);
  const replies = await times(20, (n) => complete(baseUrlOf(n >> 1), token, n % 2 === 0 ? checkout : other, paymentToken));
  for (const reply of replies.filter((_, n) => n % 2 === 1)) {
    expect(must(reply, 400).body).toMatchObject({ code: 'invalid', param: '$.payment_data.token' });
  }
  expect(await bookedFor(checkout)).toEqual(ONCE);
  expect(await bookedFor(other)).toEqual({ orders: 0, attempts: 0, charges: 0, holds: 0 });
});

test('checkouts opened at once under one key are one checkout', async () => {
  const [server] = pair;
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const headers = { 'api-version': '2026-04-17', 'idempotency-key': randomUUID() };
  const body = { currency: 'cad', line_items: [{ id: 'birch-soap' }], capabilities: {} };
  const replies = await times(COMPLETIONS, (n) => call(baseUrlOf(n), { path: '/m/regal-moose/checkout_sessions', token, headers, body }));
  const made = replies.filter(({ status }) => status === 201);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  for (const reply of replies.filter(({ status }) => status !== 201)) expect(must(reply, 409).body.code).toBe('idempotency_in_flight');
});

test('every transfer of the ledger balances after all of it', async () => {
  const unbalanced = await queryAsOwner(
    dataDir,
    `select a.id from ledger_account a
      where a.debits_amount <> coalesce((select sum(amount) from ledger_transfer t where t.debit_account_id = a.id), 0)
         or a.credits_amount <> coalesce((select sum(amount) from ledger_transfer t where t.credit_account_id = a.id), 0)
         or (not a.may_go_negative and a.credits_amount < a.debits_amount)`,
  );
  expect(unbalanced).toEqual([]);
});
