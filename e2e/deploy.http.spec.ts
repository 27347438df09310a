import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { accessToken, call, complete, createCheckout, grantedToken, makeAgent, must, orderIdOf } from './fixtures/api';
import { launch, newDataDir, removeDataDir, startServer, until, within } from './fixtures/server';
import { auditOf } from './fixtures/books';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

test.describe.configure({ timeout: 180_000 });

// deploy/: what the image holds is enough, and what a backup holds comes back.

const ROOT = process.cwd();
const script = (name: string, argument: string, env: Record<string, string>) => promisify(execFile)('bash', [path.join(ROOT, 'deploy', name), argument], { env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env } });

/** What the last stage of the Dockerfile copies, but for the packages. */
const inImage = (): string[] =>
  [...readFileSync('deploy/Dockerfile', 'utf8').matchAll(/^COPY --from=build \/app\/(\S+) /gm)].map(([, file = '']) => file).filter((file) => file !== 'node_modules');

test('the files of the image serve by themselves, once `migrate` has made the database', async () => {
  const [folder, dataDir] = [mkdtempSync(path.join(os.tmpdir(), 'countersign-image-')), newDataDir()];
  for (const file of inImage()) cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true, filter: (source) => !source.includes(`${path.sep}.next${path.sep}cache`) });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const env = { PUBLIC_BASE_URL: 'http://localhost:1', NODE_ENV: 'production', COUNTERSIGN_TEST: '1', COUNTERSIGN_DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  const migrated = launch({ ...env, PORT: '1' }, { cwd: folder, file: 'dist/server.mjs', args: ['migrate'] });
  expect(await within(120_000, migrated.exited, migrated.output), migrated.output()).toMatchObject({ status: 0 });
  expect(migrated.output()).toContain('The database is at this version.');
  const server = await startServer({ dataDir, env: { NODE_ENV: 'production' }, program: { cwd: folder, file: 'dist/server.mjs' } });
  try {
    for (const page of ['/', '/docs', '/docs/api', '/v1/openapi.yaml', '/llms-full.txt', '/au-comptoir-a-patons', '/.well-known/ucp']) must(await call(server.baseUrl, { path: page }), 200);
    must(await createCheckoutOf(server.baseUrl, await accessToken(server.baseUrl, await makeAgent(server))), 201);
  } finally {
    await server.stop();
    await removeDataDir(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
});

const createCheckoutOf = (baseUrl: string, token: string) => call(baseUrl, { path: '/checkout_sessions', token, headers: { 'api-version': '2026-04-17', 'idempotency-key': crypto.randomUUID() }, body: { currency: 'cad', capabilities: {}, line_items: [{ id: 'birch-soap', quantity: 1 }] } });

test('a backup of the data folder brings back an order that was lost, with books that agree; it is refused while the server runs and into a folder that is not empty', async () => {
  const [dataDir, backups] = [newDataDir(), mkdtempSync(path.join(os.tmpdir(), 'countersign-backups-'))];
  let server = await startServer({ dataDir });
  const token = await accessToken(server.baseUrl, await makeAgent(server));
  const checkout = await createCheckout(server.baseUrl, token, { items: [{ id: 'birch-soap', quantity: 1 }] });
  const orderId = orderIdOf(must(await complete(server.baseUrl, token, checkout, (await grantedToken(server.baseUrl, token, checkout)).paymentToken), 200));
  await expect(script('backup.sh', backups, { COUNTERSIGN_DATA_DIR: dataDir })).rejects.toThrow('stop the server first');
  expect(readdirSync(backups)).toEqual([]);
  await server.stop();
  await until(30_000, () => !readdirSync(path.join(dataDir, 'postgres'), { recursive: true }).some((file) => String(file).endsWith('postmaster.pid')), () => 'the database did not stop');
  const { stdout } = await script('backup.sh', backups, { COUNTERSIGN_DATA_DIR: dataDir });
  await expect(script('restore.sh', stdout.trim(), { COUNTERSIGN_DATA_DIR: dataDir })).rejects.toThrow('is not empty');
  await removeDataDir(dataDir);
  const restored = newDataDir();
  await script('restore.sh', stdout.trim(), { COUNTERSIGN_DATA_DIR: restored });
  server = await startServer({ dataDir: restored });
  try {
    expect(must(await call(server.baseUrl, { path: `/api/agent/v1/orders/${orderId}`, token: regalMoose(server).apiKey }), 200).body).toMatchObject({ id: orderId });
    expect(await auditOf(restored)).toEqual([]);
  } finally {
    await server.stop();
    await removeDataDir(restored);
    rmSync(backups, { recursive: true, force: true });
  }
});
