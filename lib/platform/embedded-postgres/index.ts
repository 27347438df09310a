import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, ownIdentity, withLock } from '../process-lock.mjs';
import { ensureRunning, findPostmaster, localUrl, ownerUrl, stop } from './cluster';
import { type Home, openHome } from './home';

export type EmbeddedDatabase = {
  /** Connects as the owner of the cluster. Good until release, over a crash of PostgreSQL too. */
  readonly ownerUrl: string;
  /** The same, by the cheapest way that this machine has: a Unix socket, else TCP. */
  readonly localUrl: string;
  /** Where the database had to be put when its user cannot enter the data folder, else null. */
  readonly fallback: string | null;
  /** Leaves; the last process to leave stops PostgreSQL. Safe to call twice. */
  release(): Promise<void>;
};

const WATCH_MS = 1_000;

const lockOf = (dataDir: string): string => path.join(dataDir, 'postgres', 'lock');

/** Removes the marks of processes that are no more, and says how many users are left. */
function countUsers(home: Home): number {
  let alive = 0;
  for (const name of readdirSync(home.users)) {
    const [identity = ''] = name.split('.');
    if (isAlive(identity)) alive += 1;
    else rmSync(path.join(home.users, name), { force: true });
  }
  return alive;
}

/**
 * The embedded PostgreSQL of a data folder, started unless it runs. Processes share it: each is a user until it releases or dies,
 * and the last to leave stops it. `durable: false` gives up what a power cut would lose, for tests.
 * Throws with a plain message when it cannot be set up or started.
 */
export async function acquireDatabase(dataDir: string, options: { durable?: boolean } = {}): Promise<EmbeddedDatabase> {
  const durable = options.durable ?? true;
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const { home, port, mark } = await withLock(lockOf(dataDir), async () => {
    const opened = openHome(dataDir);
    const running = await ensureRunning(opened, durable);
    const file = path.join(opened.users, `${ownIdentity()}.${randomUUID()}`);
    writeFileSync(file, '');
    return { home: opened, port: running, mark: file };
  });
  const unwatch = watch(dataDir, home, durable);
  let released: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    unwatch();
    await withLock(lockOf(dataDir), async () => {
      rmSync(mark, { force: true });
      if (countUsers(home) === 0) await stop(home);
    });
  };
  return { ownerUrl: ownerUrl(home, port), localUrl: localUrl(home, port), fallback: home.fallback, release: () => (released ??= leave()) };
}

/** Starts PostgreSQL again, on the same port, when it died under us. */
function watch(dataDir: string, home: Home, durable: boolean): () => void {
  let busy = false;
  let stopped = false;
  const revive = async (): Promise<void> => {
    busy = true;
    try {
      await withLock(lockOf(dataDir), () => (stopped || !existsSync(home.data) ? undefined : ensureRunning(home, durable)));
    } catch (error) {
      console.error(`PostgreSQL is down and does not start: ${String(error)}`);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => {
    if (!busy && findPostmaster(home) === null) void revive();
  }, WATCH_MS);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/** Stops a database that has no user left, as after a SIGKILL of its last one. False when someone uses it. */
export async function stopAbandoned(dataDir: string): Promise<boolean> {
  return withLock(lockOf(dataDir), async () => {
    const home = openHome(dataDir);
    if (countUsers(home) > 0) return false;
    await stop(home);
    return true;
  });
}
