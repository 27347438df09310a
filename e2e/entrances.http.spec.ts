import { readFileSync } from 'node:fs';
import path from 'node:path';
import { endpoints } from '@/lib/entrance/routes';
import { newDataDir, removeDataDir, startServer, type Server } from './fixtures/server';
import { expect, test } from './fixtures/test';
import { recordedRequests, replay, type RecordedAnswer } from './recorded-requests';

// One route table, two entrances: our server answers from the table, Next from its route files. Both must say the same.

const UNKNOWN_PATHS = /\[\.\.\.unknown\]/;
/** Answered by Next in both. */
const NEXT_ALONE = /^\/api\/auth\/|^\/(icon|favicon)|^\/_/;

test('the built manifest of Next has the paths of the table, and no others', () => {
  const manifest = JSON.parse(readFileSync(path.resolve('.next/app-path-routes-manifest.json'), 'utf8')) as Record<string, string>;
  const built = Object.entries(manifest)
    .filter(([file, route]) => file.endsWith('/route') && !UNKNOWN_PATHS.test(route) && !NEXT_ALONE.test(route))
    .map(([, route]) => route);
  expect(built.toSorted()).toEqual([...new Set(endpoints.map((endpoint) => endpoint.path as string))].toSorted());
});

test.describe('recorded requests', () => {
  test.describe.configure({ mode: 'serial', timeout: 180_000 });

  let dataDir: string;
  let servers: Server[] = [];
  let table: RecordedAnswer[];
  let next: RecordedAnswer[];

  test.beforeAll(async () => {
    dataDir = newDataDir();
    const first = await startServer({ dataDir });
    servers = [first];
    const second = await startServer({ dataDir, publicOrigin: first.baseUrl, env: { COUNTERSIGN_ENTRANCE: 'next' } });
    servers.push(second);
    table = await replay(first.baseUrl, recordedRequests(first.demo));
    next = await replay(second.baseUrl, recordedRequests(first.demo));
  });

  test.afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await removeDataDir(dataDir);
  });

  test('are answered alike by both entrances', () => {
    expect(next.map(({ name }) => name)).toEqual(table.map(({ name }) => name));
    for (const [index, answer] of table.entries()) expect.soft(next[index], answer.name).toEqual(answer);
  });

  test('never end in a fault of ours', () => {
    const faults = [...table, ...next].filter(({ status }) => status >= 500);
    expect(faults.map(({ name, status }) => `${status} ${name}`)).toEqual([]);
  });

  test('end in an order on both', () => {
    for (const answers of [table, next]) {
      expect(answers.find(({ name }) => name === 'complete')).toMatchObject({ status: 200, body: { status: 'completed' } });
    }
  });
});
