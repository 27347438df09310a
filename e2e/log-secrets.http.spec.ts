import { readFileSync } from 'node:fs';
import path from 'node:path';
import { endpoints } from '@/lib/entrance/routes';
import type { Endpoint } from '@/lib/http/endpoint';
import { BUYER, call } from './fixtures/api';
import { newDataDir, removeDataDir, startServer } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { credentialHeaders, makeWorld, pathOf, sampleBody, wireHeaders, type World } from './fixtures/world';

// Secrets are never logged, nor who somebody is (product.md, invariants 8 and 10): planted everywhere that a caller can put something, then looked for.

test.describe.configure({ timeout: 240_000 });

const PLANTED = { secret: 'planted-secret-7f3a91', email: 'planted.person@planted.example', name: 'Planted Person', phone: '+15550199117', card: '4242424242424242' } as const;

/** A body with its texts replaced, so that the fields that a call reads carry what is planted. */
function planted(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((each) => planted(each, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, planted(each, text)]));
}

/** An endpoint asked as it wants to be, and with each planted text in its body, its credential and its query. */
async function plantAt(baseUrl: string, world: World, endpoint: Endpoint): Promise<void> {
  const { method, credentials } = endpoint;
  const reads = method !== 'GET' && method !== 'DELETE';
  const sample = reads ? sampleBody(world, endpoint) : null;
  const headers = { ...wireHeaders(endpoint), ...credentialHeaders(world, credentials.find((kind) => kind !== 'none') ?? 'none') };
  const at = pathOf(world, endpoint);
  const asked = Object.values(PLANTED).map((text) => ({ path: at, headers, body: sample === null ? undefined : (planted(sample, text) as object) }));
  const forged = { authorization: `Bearer ${PLANTED.secret}`, cookie: `authjs.session-token=${PLANTED.secret}`, 'x-api-key': PLANTED.secret, 'signature-input': PLANTED.secret };
  const query = new URLSearchParams({ token: PLANTED.secret, code: PLANTED.secret, email: PLANTED.email, q: PLANTED.name });
  for (const each of [...(reads ? asked : []), { path: `${at}?${query.toString()}`, headers: { ...headers, ...forged }, body: sample ?? undefined }]) {
    await call(baseUrl, { method, ...each }).catch(() => null); // a stream is not waited for
  }
}

const textsIn = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []);

test('no secret, no card and nobody’s name or address is in the log of a server at its most talkative, nor in the one of its database', async () => {
  const dataDir = newDataDir();
  const server = await startServer({ dataDir, env: { LOG_LEVEL: 'trace' } });
  const world = await makeWorld(server);
  const streams = /\/(events|stream)$/;
  for (const endpoint of endpoints.filter(({ path: at }) => !streams.test(at) && at !== '/merchant/session/logout')) await plantAt(server.baseUrl, world, endpoint);
  await server.stop();

  const { demo } = server;
  const secrets = [
    world.token, world.client.clientSecret, world.owner.cookie, world.merchantOwner.cookie, demo.operator.apiKey, demo.wallet.password, demo.agent.clientSecret,
    ...demo.merchants.flatMap(({ apiKey, webhookSecret, owner }) => [apiKey, webhookSecret, owner.password]),
  ];
  const people = [BUYER.email, demo.wallet.email, ...demo.merchants.map(({ owner }) => owner.email)];
  const log = server.output().split('\n').filter((line) => line.startsWith('{')).join('\n'); // beside it stands how the demo's people sign in, told to whoever starts it
  const databaseLog = readFileSync(path.join(dataDir, 'postgres', 'server', 'log'), 'utf8');
  await removeDataDir(dataDir);
  expect(log.split('\n').length, 'it was talkative').toBeGreaterThan(200);
  for (const [where, text] of [['server', log], ['database', databaseLog]] as const) {
    const found = [...textsIn(PLANTED), ...secrets, ...people].filter((each) => text.includes(each));
    expect(found.map((each) => `${where}: ${text.split('\n').find((line) => line.includes(each))?.slice(0, 400) ?? each}`)).toEqual([]);
  }
});
