import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures/test';

/** Runs the demo to its end, and answers what it printed for people: what Node itself warns of is not its own. */
async function runDemo(dataDir: string, flag: string): Promise<string> {
  const child = spawn(process.execPath, ['lib/tooling/run-ts.mjs', 'lib/tooling/demo/main.ts', flag], {
    env: { ...process.env, COUNTERSIGN_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complained] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect(status, printed + complained).toBe(0);
  return printed;
}

test('npm run demo -- --vault prints what docs/acp-vault-demo.md shows, in all five versions', async ({ server }) => {
  const printed = await runDemo(server.dataDir, '--vault');
  const shown = /```text\n([\s\S]+?)```/.exec(readFileSync('docs/acp-vault-demo.md', 'utf8'))?.[1] ?? '';
  expect(printed.trim()).toBe(shown.trim());
});

test('npm run demo -- --approve ends in two paid orders, one countersigned', async ({ server }) => {
  test.setTimeout(120_000);
  const printed = await runDemo(server.dataDir, '--approve');
  expect(printed).toContain('The same token again is refused');
  expect(printed).toContain('The wallet stops it and asks the owner');
  expect(printed.match(/^ +receipt {2}order .* (captured|authorized)/gm), printed).toHaveLength(2);
  expect(printed).toContain('countersigned');
});
