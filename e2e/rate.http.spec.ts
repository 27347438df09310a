import { freePort, newDataDir, removeDataDir, startServer, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { regalMoose } from './fixtures/world';

// Without the test flag, which lifts it: the budget of a client is one, whichever process answers (rules.md, "Roles of processes").

const BURST = 1000;
const PER_SECOND = 100;
/** What a process lends a client before it asks for the shared budget. */
const SLICE = 50;

let dataDir: string;
let pair: readonly [Server, Server];

test.beforeAll(async () => {
  dataDir = newDataDir();
  const port = await freePort();
  const env = { COUNTERSIGN_TEST: '0' };
  const first = await startServer({ dataDir, port, env });
  pair = [first, await startServer({ dataDir, publicOrigin: first.baseUrl, env })];
});

test.afterAll(async () => {
  await Promise.all(pair.map((server) => server.stop()));
  await removeDataDir(dataDir);
});

/** Asks both processes 1500 times in all, and holds what passed against the one budget that the client has. */
async function expectOneBudget(send: (baseUrl: string, n: number) => Promise<Response>): Promise<void> {
  const startedAt = performance.now();
  const answers: Response[] = [];
  const ask = async (baseUrl: string): Promise<void> => {
    for (let n = 0; n < 75; n++) {
      const answer = await send(baseUrl, n);
      await answer.arrayBuffer();
      answers.push(answer);
    }
  };
  await Promise.all(pair.flatMap(({ baseUrl }) => Array.from({ length: 10 }, () => ask(baseUrl))));
  const seconds = (performance.now() - startedAt) / 1000;
  const refused = answers.filter(({ status }) => status === 429);
  const passed = answers.length - refused.length;
  expect(answers.filter(({ status }) => status >= 500 || status === 401)).toEqual([]);
  expect(passed).toBeLessThanOrEqual(BURST + seconds * PER_SECOND + pair.length * SLICE);
  expect(passed).toBeGreaterThanOrEqual(BURST - pair.length * SLICE);
  for (const answer of refused) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
}

test('a client that asks two processes at once gets one budget, and Retry-After when it is spent', async () => {
  await expectOneBudget((baseUrl) => fetch(`${baseUrl}/.well-known/jwks.json`));
});

test('a key has one budget, whether it speaks REST or MCP, and to whichever process', async () => {
  const headers = { authorization: `Bearer ${regalMoose(pair[0]).apiKey}`, 'content-type': 'application/json', 'api-version': '2026-04-17' };
  await expectOneBudget((baseUrl, n) =>
    n % 2 === 0 ? fetch(`${baseUrl}/checkout_sessions/none`, { headers }) : fetch(`${baseUrl}/mcp`, { method: 'POST', headers, body: '[]' }),
  );
});
