import { statSync } from 'node:fs';
import path from 'node:path';
import { acquireDatabase } from '@/lib/platform/embedded-postgres';
import { call } from './fixtures/api';
import { isAlive, postmasterPid, queryAsOwner } from './fixtures/database';
import { freePort, launch, newDataDir, removeDataDir, startServer, type Launched } from './fixtures/server';
import { expect, test } from './fixtures/test';

// `npm start` as an operator meets it: what it refuses, in which words, and with which exit status.

test.describe.configure({ timeout: 120_000 });

let dataDir: string;
test.beforeEach(() => {
  dataDir = newDataDir();
});
test.afterEach(() => removeDataDir(dataDir));

/** Starts with this environment what must not come up; answers what it printed. */
async function refusal(env: Record<string, string>): Promise<string[]> {
  const launched: Launched = launch({ COUNTERSIGN_DATA_DIR: dataDir, ...env });
  const exit = await launched.exited;
  const output = launched.output();
  expect(exit, output).toEqual({ status: 1, signal: null });
  return output.split('\n').flatMap((line) => (line.startsWith('  - ') ? [line.slice(4)] : []));
}

const NOWHERE = 'postgresql://nobody:secret-word@127.0.0.1:1/none';

test('a bad environment: every fault in a line of its own, no value repeated, nothing made', async () => {
  const faults = await refusal({ PORT: 'port', HOST: 'a b', LOG_LEVEL: 'loud', ROLE: 'boss', PUBLIC_BASE_URL: 'shop.example/path', AUTH_SECRET: 'secret-word', DATABASE_URL: 'mysql://secret-word' });
  expect(faults).toEqual([
    'PORT must be a whole number from 1 to 65535.',
    'HOST must be a host name or an address.',
    'PUBLIC_BASE_URL must be scheme and host alone, without a path: https://shop.example.',
    'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
    'ROLE must be one of web, worker, all.',
    'DATABASE_URL must be a PostgreSQL URL: postgresql://user:password@host:5432/database.',
    'AUTH_SECRET must have at least 32 characters.',
  ]);
  expect(faults.join()).not.toContain('secret-word');
});

test('a deployment names each secret that is missing, and will have nothing to do with tests', async () => {
  const faults = await refusal({ NODE_ENV: 'production', DATABASE_URL: NOWHERE, COUNTERSIGN_TEST: '1' });
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['AUTH_SECRET', 'COUNTERSIGN_KEYS', 'OPERATOR_API_KEY', 'PUBLIC_BASE_URL', 'COUNTERSIGN_TEST=1']);
});

test('what only tests may have needs the embedded database and a loopback address', async () => {
  expect(await refusal({ COUNTERSIGN_TEST: '1', DATABASE_URL: NOWHERE })).toEqual(['COUNTERSIGN_TEST=1 needs the embedded database: unset DATABASE_URL.']);
  expect(await refusal({ COUNTERSIGN_TEST: '1', HOST: '0.0.0.0' })).toEqual(['COUNTERSIGN_TEST=1 needs a loopback HOST: 127.0.0.1, ::1 or localhost.']);
  expect(await refusal({ COUNTERSIGN_FAILPOINT: 'complete.claimed' })).toEqual(['COUNTERSIGN_FAILPOINT is for tests: it needs COUNTERSIGN_TEST=1.']);
});

test('a database that is not there: told where it was looked for, without the password', async () => {
  const launched = launch({ COUNTERSIGN_DATA_DIR: dataDir, DATABASE_URL: NOWHERE, COUNTERSIGN_DEMO: '0', PORT: String(await freePort()) });
  expect((await launched.exited).status).toBe(1);
  expect(launched.output()).toContain('Countersign cannot start: PostgreSQL at 127.0.0.1:1 cannot be reached');
  expect(launched.output()).not.toContain('secret-word');
});

test('a port that is taken: told, with a way out; the other server goes on', async ({ server }) => {
  const launched = launch({ COUNTERSIGN_DATA_DIR: dataDir, PORT: String(server.port) });
  expect((await launched.exited).status).toBe(1);
  expect(launched.output()).toContain(`Port ${server.port} on 127.0.0.1 is in use. Choose another: PORT=${server.port + 1} npm start`);
  expect((await call(server.baseUrl, { path: '/ready' })).status).toBe(200);
});

test('a migration that fails ends the start with 1 and names it, and the database stops; mended, the installation is the one of before', async () => {
  const first = await startServer({ dataDir });
  const marked = `update _prisma_migrations set rolled_back_at = $1 where migration_name = (select max(migration_name) from _prisma_migrations)`;
  // As if the last one had never been applied: applied again, it meets what it made.
  await queryAsOwner(dataDir, marked, [new Date()]);
  const postmaster = postmasterPid(dataDir) ?? -1;
  await first.stop();

  const launched = launch({ COUNTERSIGN_DATA_DIR: dataDir, PORT: String(await freePort()) });
  expect((await launched.exited).status).toBe(1);
  expect(launched.output()).toMatch(/Countersign cannot start: Migration \d{4}_\w+ failed and left nothing behind: .* already exists/);
  expect(isAlive(postmaster)).toBe(false);

  const database = await acquireDatabase(dataDir);
  await queryAsOwner(dataDir, marked, [null]);
  await database.release();
  const again = await startServer({ dataDir });
  expect(again.demo.wallet).toEqual(first.demo.wallet);
  await again.stop();
});

test('two starts at once on an empty folder: one installation, both serve, its secrets are for its owner alone', async () => {
  const port = await freePort();
  const publicOrigin = `http://localhost:${port}`;
  const [one, two] = await Promise.all([startServer({ dataDir, port }), startServer({ dataDir, publicOrigin })]);
  try {
    expect(one.demo).toEqual(two.demo);
    for (const { baseUrl } of [one, two]) expect((await call(baseUrl, { path: '/ready' })).status).toBe(200);
    expect(await queryAsOwner(dataDir, 'select handle from merchant order by handle')).toEqual([{ handle: 'au-comptoir-a-patons' }, { handle: 'regal-moose' }]);
    for (const name of ['demo.json', 'secrets.json', path.join('postgres', 'password')]) expect(statSync(path.join(dataDir, name)).mode & 0o777, name).toBe(0o600);
    expect(one.demo.baseUrl).toBe(publicOrigin);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

test('without COUNTERSIGN_TEST=1 the routes of tests are not there, and the start prints what to do next', async () => {
  const server = await startServer({ dataDir, env: { COUNTERSIGN_TEST: '0' } });
  for (const route of ['/testing/agents', '/testing/age']) {
    const reply = await call(server.baseUrl, { path: route, token: server.demo.operator.apiKey, body: {} });
    expect(reply.status, route).toBe(404);
  }
  for (const words of [`Countersign is ready: ${server.baseUrl}`, `${server.baseUrl}/sign-in`, server.demo.wallet.email, 'npm run demo']) expect(server.output()).toContain(words);
  await server.stop();
});
