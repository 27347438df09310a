import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { call } from './fixtures/api';
import type { Server } from './fixtures/server';
import { expect, test } from './fixtures/test';

// What the guides tell a newcomer to paste, pasted.

/** It has more blocks to paste than `moreThan`. */
type Guide = { readonly guide: string; readonly moreThan: number };
const QUICKSTART: Guide = { guide: 'docs/public/quickstarts/first-paid-order-5-minutes.md', moreThan: 6 };
const ORCHESTRATOR: Guide = { guide: 'docs/orchestrator.md', moreThan: 5 };

/** The blocks of a guide that are for a shell, with this server in the place of the one on the reader's machine. */
function shellOf({ guide, moreThan }: Guide, { baseUrl, dataDir }: Server): string {
  const blocks = [...readFileSync(guide, 'utf8').matchAll(/^```bash[^\n]*\n([\s\S]+?)^```$/gm)].map(([, block = '']) => block);
  expect(blocks.length, 'the guide has blocks to paste').toBeGreaterThan(moreThan);
  return blocks.join('\n').replaceAll('http://localhost:3000', baseUrl).replaceAll('.countersign/demo.json', `${dataDir}/demo.json`);
}

/** Pastes it into one shell, which stops at the first command that fails. */
async function paste(script: string): Promise<string> {
  const shell = spawn('bash', ['-eu', '-o', 'pipefail', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const status = await new Promise((resolve) => shell.once('close', resolve));
  expect(status, printed).toBe(0);
  return printed;
}

test('the quickstart as pasted ends in paid orders: by hand, by the example agent with a card, and by its wallet', async ({ server }) => {
  test.setTimeout(120_000);
  const printed = await paste(shellOf(QUICKSTART, server));
  expect(printed).toMatch(/^sku: \S+$/m);
  expect(printed).toContain('checkout page: 303');
  const orders = [...printed.matchAll(/^orderId: +(\S+)$/gm)].map(([, id]) => id);
  expect(orders, printed).toHaveLength(3);
  expect(new Set(orders).size).toBe(3);
  expect(printed.match(/^status: +paid/gm), printed).toHaveLength(3);
  for (const id of orders) expect(await call(server.baseUrl, { path: `/v1/orders/${String(id)}`, headers: { 'x-merchant-handle': 'au-comptoir-a-patons' } })).toMatchObject({ status: 200, body: { id } });
});

test('the example agent says what it was refused', async ({ server }) => {
  const agent = (more: string): Promise<string> => paste(`node docs/public/examples/node-agent/index.mjs --baseUrl ${server.baseUrl} ${more} 2>&1 || true`);
  expect(await agent('--paymentMethod crypto')).toContain('must be card or wallet');
  expect(await agent('--merchant nobody-here')).toContain('MERCHANT_NOT_FOUND');
  expect(await agent('--sku PZ-NONE')).toContain('There is no PZ-NONE on the menu now');
  expect(await agent('--maxTotalCents 1')).toContain('ASSERTION_FAILED_TOTAL');
});

test("the orchestrator's happy path as pasted ends in one paid order with a part refunded, and records that agree", async ({ server }) => {
  const printed = await paste(shellOf(ORCHESTRATOR, server));
  expect(printed).toMatch(/^cart: checkout_ready, total: \d+$/m);
  const [, order = ''] = /^executed: completed, payment: captured, order: (\S+)$/m.exec(printed) ?? [];
  expect(order, printed).not.toBe('');
  expect(printed).toContain(`again: ${order}\n`);
  expect(printed).toContain('refunded: true\n');
  expect(printed).toContain('mismatches: 0\n');
});
