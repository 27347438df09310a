import { setTimeout as delay } from 'node:timers/promises';
import { accessToken } from './fixtures/api';
import { fundDemoOwner } from './fixtures/books';
import { postmasterPid } from './fixtures/database';
import { makeBuyers, seededRandom, startLoad, type Buyer } from './fixtures/load';
import { RESUMED_WITHIN_MS, SHORT_LEASE } from './fixtures/purchase';
import { freePort, newDataDir, removeDataDir, startServer, until, type Server } from './fixtures/server';
import { settle } from './fixtures/settle';
import { test } from './fixtures/test';

// Agents buy as fast as they can; at instants that a seed chooses a process is killed. Whatever they were told holds, whatever was under
// way is ended without a person, and the books agree. CRASH_SEED repeats a run's instants.

test.describe.configure({ mode: 'serial', timeout: 900_000 });

const BUYERS = 4;
const LATEST_MS = 600;
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);

let dataDir: string;
/** The same for every process: it is part of who issues the access tokens. */
let port: number;
const running = new Set<Server>();

test.beforeAll(async () => {
  dataDir = newDataDir();
  port = await freePort();
});

test.afterEach(async () => {
  await Promise.all([...running].map((server) => server.stop()));
  running.clear();
});

test.afterAll(() => removeDataDir(dataDir));

async function start(): Promise<Server> {
  const server = await startServer({ dataDir, port, env: SHORT_LEASE });
  running.add(server);
  return server;
}

/** The buyers' access tokens, from this process. */
const tokensOf = (server: Server, buyers: readonly Buyer[]): Promise<string[]> => Promise.all(buyers.map((buyer) => accessToken(server.baseUrl, buyer)));

test('a process killed at 30 random instants under load: each purchase has one order and one charge, and the books agree', async () => {
  const random = seededRandom(SEED);
  console.log(`CRASH_SEED=${SEED}`);
  let server = await start();
  await fundDemoOwner(dataDir);
  const buyers = await makeBuyers(server, BUYERS);
  for (let round = 1; round <= 30; round++) {
    const load = startLoad(server.baseUrl, await tokensOf(server, buyers));
    await load.underWay();
    await delay(random() * LATEST_MS);
    server.kill('SIGKILL');
    await server.exited;
    running.delete(server);
    await load.stop();
    server = await start();
    await settle({ dataDir, baseUrl: server.baseUrl }, load.purchases);
  }
});

test('a PostgreSQL killed at 5 random instants under load: its servers start it again, and nothing that was told is lost', async () => {
  const random = seededRandom(SEED + 1);
  console.log(`CRASH_SEED=${SEED}`);
  const server = await start();
  const buyers = await makeBuyers(server, BUYERS);
  for (let round = 1; round <= 5; round++) {
    const load = startLoad(server.baseUrl, await tokensOf(server, buyers));
    await load.underWay();
    await delay(random() * LATEST_MS);
    const killed = postmasterPid(dataDir) ?? -1;
    process.kill(killed, 'SIGKILL');
    await until(RESUMED_WITHIN_MS, () => (postmasterPid(dataDir) ?? killed) !== killed, () => `PostgreSQL was not started again:\n${server.output()}`);
    await load.stop();
    const isReady = () => fetch(`${server.baseUrl}/ready`).then(({ status }) => status === 200);
    await until(RESUMED_WITHIN_MS, isReady, () => `the server did not recover:\n${server.output()}`);
    await settle({ dataDir, baseUrl: server.baseUrl }, load.purchases);
  }
});
