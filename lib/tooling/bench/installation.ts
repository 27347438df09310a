import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { initComposition } from '@/lib/composition';
import { createPool } from '@/lib/db';
import type { DemoFile } from '@/lib/demo';
import { loadEnv } from '@/lib/env';
import { invariant } from '@/lib/kernel/invariant';
import { processLog } from '@/lib/log';
import { bootPlatform } from '@/lib/platform/boot';
import type { Ctx } from '@/lib/ports';
import { startServer, type Started } from './processes';

/** Our own way into a database. */
export type Inside = {
  readonly ctx: Ctx;
  /** How a process connects as the server does. */
  readonly database: { readonly connectionString: string; readonly role: string };
};

/** An installation of its own, with the server under test, and our own way into the same database beside it. */
export type Installation = Inside & {
  readonly server: Started & { readonly origin: string };
  readonly merchantKey: string;
  readonly regalMooseOwner: { readonly email: string; readonly password: string };
};

/** Makes one in a temporary folder, hands it to `work`, and removes it whatever happens. */
export async function withInstallation(role: 'web' | 'all', work: (installation: Installation) => Promise<void>): Promise<void> {
  await inFolder(async (dataDir, closing) => {
    const port = await freePort();
    const server = await startServer({ dataDir, port, role });
    closing.push(server.stop);
    const inside = await openInside({ dataDir, port, origin: server.origin }, closing);
    const demo = JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
    const merchant = demo.merchants.find(({ handle }) => handle === 'regal-moose');
    invariant(merchant, 'the demo world has regal-moose');
    await work({ server, merchantKey: merchant.apiKey, regalMooseOwner: merchant.owner, ...inside });
  });
}

/** The same without a server: a migrated database that holds no merchant yet, and this process, which does the work that is measured. */
export async function withoutServer(work: (inside: Inside) => Promise<void>): Promise<void> {
  await inFolder(async (dataDir, closing) => {
    const port = await freePort();
    await work(await openInside({ dataDir, port, origin: `http://localhost:${port}` }, closing));
  });
}

type Closing = (() => Promise<unknown>)[];

async function inFolder(work: (dataDir: string, closing: Closing) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'countersign-bench-'));
  chmodSync(dataDir, 0o711); // the database's user passes through
  const closing: Closing = [];
  try {
    await work(dataDir, closing);
  } finally {
    for (const close of closing.toReversed()) await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function openInside({ dataDir, port, origin }: { dataDir: string; port: number; origin: string }, closing: Closing): Promise<Inside> {
  const platform = await bootPlatform(loadEnv({ COUNTERSIGN_DATA_DIR: dataDir, PORT: String(port), PUBLIC_BASE_URL: origin, COUNTERSIGN_TEST: '1' }));
  closing.push(() => platform.release());
  const database = { connectionString: platform.appUrl, role: platform.role };
  const pool = createPool({ ...database, max: 10 });
  closing.push(() => pool.end());
  const { ctx } = initComposition({ pool, config: platform.config, log: processLog() });
  return { ctx, database };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until the outbox is empty: what was promised has been done. */
export async function drainOutbox(ctx: Ctx): Promise<void> {
  const waiting = async (): Promise<bigint> => {
    const [row] = await ctx.db.query<{ waiting: bigint }>({ name: 'bench.waiting', text: `select count(*) as waiting from outbox_event where delivered_at is null and dead_at is null`, values: [] });
    return row?.waiting ?? 0n;
  };
  while ((await waiting()) > 0n) await delay(200);
}
