import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FAILPOINTS } from '@/lib/kernel/failpoint';
import { accessToken, complete, makeAgent, orderIdOf, readCheckout } from './fixtures/api';
import { auditOf } from './fixtures/books';
import { queryAsOwner } from './fixtures/database';
import { bookings, completeUntilAnswered, endLeases, isCompleted, openPayable, PAID, RESUMED_WITHIN_MS, SHORT_LEASE, untilDelivered } from './fixtures/purchase';
import { freePort, launch, newDataDir, removeDataDir, startServer, until, type Launched, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// Web processes and workers apart, as an operator runs several: one of them dies, or stands still for longer than its lease and goes on
// as if nothing had happened. What it had begun is ended by the others, once.

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const names = Object.keys(FAILPOINTS) as (keyof typeof FAILPOINTS)[];
const OF_A_WORKER = names.filter((name) => name.startsWith('capture.'));
const OF_A_WEB_PROCESS = names.filter((name) => !name.startsWith('capture.'));

let dataDir: string;
let publicOrigin: string;
/** Never armed: it answers whatever happens to the others. */
let web: Server;
const running = new Set<Launched>();

test.beforeAll(async () => {
  dataDir = newDataDir();
  publicOrigin = `http://localhost:${await freePort()}`;
  web = await startServer({ dataDir, publicOrigin, env: { ...SHORT_LEASE, ROLE: 'web' } });
});

test.afterEach(async () => {
  running.forEach((launched) => launched.kill('SIGCONT'));
  await Promise.all([...running].map(end));
});

test.afterAll(async () => {
  await web.stop();
  await removeDataDir(dataDir);
});

async function end(launched: Launched): Promise<void> {
  launched.kill('SIGTERM');
  await launched.exited;
  running.delete(launched);
}

/** A second web process, with a failpoint. */
async function startWeb(failpoint: string): Promise<Server> {
  const server = await startServer({ dataDir, publicOrigin, env: { ...SHORT_LEASE, ROLE: 'web', COUNTERSIGN_FAILPOINT: failpoint } });
  running.add(server);
  return server;
}

async function startWorker(failpoint?: string): Promise<Launched> {
  const worker = launch({
    ...SHORT_LEASE, ROLE: 'worker', COUNTERSIGN_TEST: '1', COUNTERSIGN_DATA_DIR: dataDir, PUBLIC_BASE_URL: publicOrigin, LOG_LEVEL: 'warn',
    ...(failpoint ? { COUNTERSIGN_FAILPOINT: failpoint } : {}),
  });
  running.add(worker);
  await until(RESUMED_WITHIN_MS, () => worker.output().includes('works through its outbox'), worker.output);
  return worker;
}

function isStopped(pid: number): boolean {
  if (process.platform === 'linux') return /^\d+ \(.*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T');
}

/** Whether a statement waits for what another transaction has locked. */
async function someoneWaits(): Promise<boolean> {
  return (await queryAsOwner(dataDir, "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")).length > 0;
}

async function openPurchase() {
  const agent = await makeAgent(web);
  const token = await accessToken(web.baseUrl, agent);
  return { token, key: randomUUID(), payable: await openPayable(web.baseUrl, token) };
}

type Opened = Awaited<ReturnType<typeof openPurchase>>;

async function expectPaidOnce({ payable: { checkout } }: Opened): Promise<void> {
  await untilDelivered(dataDir);
  expect(await bookings(dataDir, [checkout])).toEqual([{ checkout: checkout.id, ...PAID }]);
  expect(await auditOf(dataDir)).toEqual([]);
}

for (const failpoint of OF_A_WORKER) {
  test(`a worker that dies at ${failpoint}: another takes the money once, and the web process never noticed`, async () => {
    const doomed = await startWorker(failpoint);
    const opened = await openPurchase();
    const told = await complete(web.baseUrl, opened.token, opened.payable.checkout, opened.payable.paymentToken, opened.key);
    expect(told).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' });
    running.delete(doomed);
    expect(await auditOf(dataDir), 'while no worker runs').toEqual([]);
    await startWorker();
    await expectPaidOnce(opened);
  });
}

for (const failpoint of OF_A_WEB_PROCESS.filter((name) => FAILPOINTS[name] === 'between two')) {
  test(`a web process that dies at ${failpoint}: a worker ends its purchase, and another web process tells the agent`, async () => {
    const doomed = await startWeb(failpoint);
    const opened = await openPurchase();
    const { payable, token, key } = opened;
    await complete(doomed.baseUrl, token, payable.checkout, payable.paymentToken, key).catch(() => null);
    expect(await doomed.exited).toMatchObject({ signal: 'SIGKILL' });
    running.delete(doomed);
    await startWorker();
    await until(RESUMED_WITHIN_MS, () => isCompleted(web.baseUrl, token, payable.checkout), () => 'no worker ended it');
    const answered = await completeUntilAnswered(web.baseUrl, token, payable, key);
    expect(orderIdOf(answered)).toBe(orderIdOf(await readCheckout(web.baseUrl, token, payable.checkout)));
    await expectPaidOnce(opened);
  });
}

for (const failpoint of OF_A_WEB_PROCESS) {
  test(`a web process that stands still at ${failpoint}: another ends the purchase, and the first changes nothing when it wakes`, async () => {
    const slow = await startWeb(`${failpoint}:stop`);
    await startWorker();
    const opened = await openPurchase();
    const { payable, token, key } = opened;
    const late = complete(slow.baseUrl, token, payable.checkout, payable.paymentToken, key);
    await until(RESUMED_WITHIN_MS, () => isStopped(slow.pid), () => 'it did not stop');

    const answer = completeUntilAnswered(web.baseUrl, token, payable, key);
    // What it has locked stays locked until it goes on; else the others need not wait for it.
    if (FAILPOINTS[failpoint] === 'in a transaction') await until(RESUMED_WITHIN_MS, someoneWaits, () => 'nobody waits');
    else await answer;
    slow.kill('SIGCONT');

    const answered = await answer;
    expect(answered).toMatchObject({ status: 200, body: { status: 'completed' } });
    const first = await late;
    expect([200, 409], first.text).toContain(first.status);
    if (first.status === 200) expect(orderIdOf(first)).toBe(orderIdOf(answered));
    await expectPaidOnce(opened);
  });
}

for (const failpoint of OF_A_WORKER) {
  test(`a worker that stands still at ${failpoint}: the money is taken once, by whichever comes first`, async () => {
    const slow = await startWorker(`${failpoint}:stop`);
    const opened = await openPurchase();
    const { payable, token, key } = opened;
    expect(await complete(web.baseUrl, token, payable.checkout, payable.paymentToken, key)).toMatchObject({ status: 200, body: { status: 'completed' } });
    await until(RESUMED_WITHIN_MS, () => isStopped(slow.pid), () => 'it did not stop');
    await startWorker();
    if (FAILPOINTS[failpoint] === 'in a transaction') {
      await endLeases(dataDir);
      await until(RESUMED_WITHIN_MS, someoneWaits, () => 'nobody waits');
    } else await expectPaidOnce(opened);
    slow.kill('SIGCONT');
    await expectPaidOnce(opened);
    await end(slow); // what it still does when it wakes, it has done
    await expectPaidOnce(opened);
  });
}
