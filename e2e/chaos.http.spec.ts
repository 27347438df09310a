import { setTimeout as delay } from 'node:timers/promises';
import { accessToken } from './fixtures/api';
import { fundDemoOwner } from './fixtures/books';
import { postmasterPid, queryAsOwner } from './fixtures/database';
import { makeBuyers, seededRandom, startLoad } from './fixtures/load';
import { endLeases, RESUMED_WITHIN_MS, SHORT_LEASE } from './fixtures/purchase';
import { freePort, launch, newDataDir, removeDataDir, startServer, until, type Launched, type Server } from './fixtures/server';
import { settle } from './fixtures/settle';
import { expect, test } from './fixtures/test';

// npm run chaos: two servers sell, a worker keeps what they promise, and in each round one of the three or their database is killed at an instant that a
// seed chooses. CHAOS_ROUNDS rounds (5, `npm run chaos` 50); CRASH_SEED repeats a run's choices.

const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 5);
const BUYERS = 4;
const LATEST_MS = 600;
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
const VICTIMS = ['first server', 'second server', 'worker', 'database'] as const;

test.setTimeout(120_000 + ROUNDS * 40_000);

let dataDir: string;
let publicOrigin: string;
const running = new Set<Launched>();

test.beforeAll(async () => {
  dataDir = newDataDir();
  publicOrigin = `http://localhost:${await freePort()}`;
});

test.afterAll(async () => {
  for (const launched of running) launched.kill('SIGTERM');
  await Promise.all([...running].map(({ exited }) => exited));
  await removeDataDir(dataDir);
});

async function startWeb(): Promise<Server> {
  const server = await startServer({ dataDir, publicOrigin, env: { ...SHORT_LEASE, ROLE: 'web' } });
  running.add(server);
  return server;
}

async function startWorker(): Promise<Launched> {
  const worker = launch({ ...SHORT_LEASE, ROLE: 'worker', COUNTERSIGN_TEST: '1', COUNTERSIGN_DATA_DIR: dataDir, PUBLIC_BASE_URL: publicOrigin, LOG_LEVEL: 'warn' });
  running.add(worker);
  await until(RESUMED_WITHIN_MS, () => worker.output().includes('works through its outbox'), worker.output);
  return worker;
}

async function kill(launched: Launched): Promise<void> {
  launched.kill('SIGKILL');
  await launched.exited;
  running.delete(launched);
}

async function killDatabase(servers: readonly Server[]): Promise<void> {
  const killed = postmasterPid(dataDir) ?? -1;
  process.kill(killed, 'SIGKILL');
  await until(RESUMED_WITHIN_MS, () => (postmasterPid(dataDir) ?? killed) !== killed, () => `PostgreSQL was not started again:\n${servers[0]?.output()}`);
  for (const { baseUrl, output } of servers) {
    const isReady = () => fetch(`${baseUrl}/ready`).then(({ status }) => status === 200, () => false);
    await until(RESUMED_WITHIN_MS, isReady, () => `the server did not recover:\n${output()}`);
  }
}

test(`servers, worker and database are killed in ${ROUNDS} rounds under load: the books agree, every promise is kept, no key is stuck and no stock is lost`, async () => {
  const random = seededRandom(SEED);
  console.log(`CRASH_SEED=${SEED}`);
  let [first, second, worker] = [await startWeb(), await startWeb(), await startWorker()];
  await fundDemoOwner(dataDir);
  const buyers = await makeBuyers(first, BUYERS);
  const stockOf = async (): Promise<bigint> => BigInt((await queryAsOwner<{ stock: string }>(dataDir, `select stock::text from item i join merchant m on m.id = i.merchant_id where m.handle = 'regal-moose' and i.id = 'birch-soap'`))[0]?.stock ?? -1);
  const before = await stockOf();
  for (let round = 1; round <= ROUNDS; round++) {
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'database';
    const tokens = await Promise.all(buyers.map((buyer) => accessToken(first.baseUrl, buyer)));
    const loads = [startLoad(first.baseUrl, tokens.slice(0, BUYERS / 2)), startLoad(second.baseUrl, tokens.slice(BUYERS / 2))];
    await Promise.all(loads.map(({ underWay }) => underWay()));
    await delay(random() * LATEST_MS);
    if (victim === 'first server') await kill(first);
    else if (victim === 'second server') await kill(second);
    else if (victim === 'worker') await kill(worker);
    else await killDatabase([first, second]);
    await Promise.all(loads.map(({ stop }) => stop()));
    if (victim === 'first server') first = await startWeb();
    if (victim === 'second server') second = await startWeb();
    if (victim === 'worker') worker = await startWorker();
    await settle({ dataDir, baseUrl: (victim === 'first server' ? second : first).baseUrl }, loads.flatMap(({ purchases }) => purchases));
  }

  await endLeases(dataDir);
  const [left] = await queryAsOwner<{ promised: number; stuck: number; taken: string }>(
    dataDir,
    `select (select count(*)::int from outbox_event where delivered_at is null and dead_at is null) as promised,
            (select count(*)::int from idempotency_record where status = 'in_flight' and leased_until > now()) as stuck,
            (select coalesce(sum(quantity), 0)::text from stock_reservation where item_id = 'birch-soap' and status in ('held', 'committed')) as taken`,
  );
  expect(left).toMatchObject({ promised: 0, stuck: 0 });
  expect(before - (await stockOf()), 'what is gone was bought').toBe(BigInt(left?.taken ?? -1));
});
