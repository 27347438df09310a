import { spawn } from 'node:child_process';
import { expect, test } from './fixtures/test';

test('npm run demo -- --approve ends in two paid orders, one countersigned', async ({ server }) => {
  test.setTimeout(120_000);
  const child = spawn(process.execPath, ['lib/tooling/run-ts.mjs', 'lib/tooling/demo/main.ts', '--approve'], {
    env: { ...process.env, COUNTERSIGN_DATA_DIR: server.dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect(status, printed).toBe(0);
  expect(printed).toContain('The same token again is refused');
  expect(printed).toContain('The wallet stops it and asks the owner');
  expect(printed.match(/^ +receipt {2}order .* (captured|authorized)/gm), printed).toHaveLength(2);
  expect(printed).toContain('countersigned');
});
