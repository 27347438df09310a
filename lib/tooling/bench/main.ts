import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../prepare.mjs';
import { withInstallation, withoutServer } from './installation';
import { measureConsole } from './measure-console';
import { measureMemory } from './measure-memory';
import { measureOutbox, type OutboxFigure } from './measure-outbox';
import { measurePath, measureVersions } from './measure-path';
import { measureStorefront } from './measure-storefront';
import { toMarkdown, toVersionsMarkdown } from './report';

// npm run bench: what each call of a purchase costs on this machine, beside two floors of the same run. -- --rounds N (3), --out FILE for
// JSON, --only CASE. -- --versions: the four calls of a checkout in every version of ACP. -- --storefront: what a phone loads and waits for. -- --outbox: how many webhooks a second a worker delivers. -- --console: how long a merchant with 100,000 orders waits for its pages. -- --memory --purchases N (20000): what the server holds while it sells. Linux alone. Nothing here is a test.

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, memory: { type: 'boolean', default: false }, versions: { type: 'boolean', default: false }, storefront: { type: 'boolean', default: false }, outbox: { type: 'boolean', default: false }, console: { type: 'boolean', default: false }, purchases: { type: 'string', default: '20000' }, only: { type: 'string' }, out: { type: 'string' } },
});

const OUTBOX_DELIVERIES = 3_000;
const OUTBOX_ENDPOINTS = [1, 50];
const OUTBOX_GOAL = 500;
const CONSOLE_ORDERS = 100_000;
const CONSOLE_GOAL_MS = 60;

const machine = { node: process.version, cpus: os.cpus().length, cpu: os.cpus()[0]?.model ?? '', memoryGiB: Math.round(os.totalmem() / 2 ** 30), at: new Date().toISOString() };
const say = (line: string): void => console.error(line);

function keep(name: string, result: object): void {
  if (values.out === undefined) return;
  const before = readOr(values.out);
  writeFileSync(values.out, `${JSON.stringify({ ...before, [name]: { machine, ...result } }, null, 2)}\n`);
}

function readOr(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object;
  } catch {
    return {};
  }
}

process.env.LOG_LEVEL = 'silent'; // of this process; the server's own is told by startServer
if (!values.outbox) await ensureBuilt(); // the worker is this process
if (values.memory) {
  await withInstallation('all', async (installation) => {
    keep('memory', { samples: await measureMemory(installation, Number(values.purchases), say) });
  });
} else if (values.storefront) {
  await withInstallation('web', async ({ server }) => {
    const pages = await measureStorefront(server.origin);
    for (const { path, scriptBytes, documentBytes, lcpMs } of pages) console.log(`${path}: ${(scriptBytes / 1000).toFixed(1)} kB of scripts and ${(documentBytes / 1000).toFixed(1)} kB of page, gzipped; largest paint after ${lcpMs.toFixed(0)} ms`);
    keep('storefront', { pages });
  });
} else if (values.outbox) {
  await withoutServer(async ({ ctx }) => {
    const figures: OutboxFigure[] = [];
    for (const endpoints of OUTBOX_ENDPOINTS) {
      const figure = await measureOutbox(ctx, { deliveries: OUTBOX_DELIVERIES, endpoints });
      console.log(`${figure.deliveries} webhooks to ${endpoints} ${endpoints === 1 ? 'endpoint' : 'endpoints'}: ${figure.perSecond.toFixed(0)} a second (goal ${OUTBOX_GOAL}), ${figure.cpuMsPerDelivery.toFixed(2)} ms of CPU each`);
      figures.push(figure);
    }
    keep('outbox', { figures });
  });
} else if (values.console) {
  await withInstallation('web', async ({ server, ctx, database, regalMooseOwner }) => {
    const pages = await measureConsole(ctx, { origin: server.origin, ownerUrl: database.connectionString, handle: 'regal-moose', owner: regalMooseOwner, orders: CONSOLE_ORDERS });
    for (const { path, medianMs, slowestMs } of pages) console.log(`${path}: ${medianMs.toFixed(0)} ms (goal ${CONSOLE_GOAL_MS}), the slowest ${slowestMs.toFixed(0)} ms`);
    keep('console', { orders: CONSOLE_ORDERS, pages });
  });
} else if (values.versions) {
  await withInstallation('web', async (installation) => {
    const rows = await measureVersions(installation, { rounds: Number(values.rounds), say });
    console.log(toVersionsMarkdown(rows));
    keep('versions', { rounds: Number(values.rounds), rows });
  });
} else {
  // ROLE=web: captures would run in the same process and be counted to whichever call is measured.
  await withInstallation('web', async (installation) => {
    const rows = await measurePath(installation, { rounds: Number(values.rounds), only: values.only, say });
    console.log(toMarkdown(rows));
    keep('path', { rounds: Number(values.rounds), rows });
  });
}
