import type pg from 'pg';
import { afterAll, inject } from 'vitest';
import { createDb, createPool } from '@/lib/db';
import { addSeconds, type Clock } from '@/lib/kernel/clock';
import { createKeyring } from '@/lib/kernel/keyring';
import type { Ctx, Log, Ports, Settings } from '@/lib/ports';
import { createTestDatabase, type TestDatabase } from './database';

/** Stands still until a test moves it. */
export type TestClock = Clock & { set(at: Date): void; advance(seconds: number): void };

export function testClock(start: Date = new Date('2026-11-21T12:00:00.000Z')): TestClock {
  let at = start;
  return {
    now: () => new Date(at),
    set: (next) => void (at = next),
    advance: (seconds) => void (at = addSeconds(at, seconds)),
  };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const testKeyring = () => createKeyring(`test:${Buffer.alloc(32, 7).toString('base64')}`);

export const testSettings: Settings = {
  publicOrigin: 'http://localhost:3000',
  embeddedDatabase: true,
  testMode: true,
  publicApiNeedsKey: false,
  mailProvider: 'noop',
  orderPassBaseUrl: 'http://localhost:3000',
  needsConsentProof: false,
  completionLeaseSeconds: 1,
};

export type TestCtx = Ctx & {
  readonly clock: TestClock;
  readonly pool: pg.Pool;
  /** For what the application's role may not do: looking behind, arranging, breaking. */
  readonly ownerUrl: string;
};

export type TestCtxOverrides = {
  now?: Date;
  settings?: Partial<Settings>;
  log?: Log;
  /** Given: these alone, and a port that is not among them throws when it is used. Left out: lib/composition.ts joins the real ones. */
  ports?: Partial<Ports>;
};

let database: Promise<TestDatabase> | undefined;
let pool: pg.Pool | undefined;

afterAll(async () => {
  await pool?.end();
  await (await database)?.drop();
});

/**
 * A Ctx over a database that this test file has to itself, as the role the application works as. Every call of one file shares the
 * database and the pool, and has its own clock. Both are closed after the file's last test.
 */
export async function testCtx(overrides: TestCtxOverrides = {}): Promise<TestCtx> {
  const { ownerUrl } = await (database ??= createTestDatabase(inject('templateUrl')));
  pool ??= createPool({ connectionString: ownerUrl, role: 'countersign_app', max: 20 });
  return {
    db: createDb(pool),
    clock: testClock(overrides.now),
    settings: { ...testSettings, ...overrides.settings },
    keyring: testKeyring(),
    ports: overrides.ports ? stubPorts(overrides.ports) : await composedPorts(pool),
    log: overrides.log ?? silentLog,
    pool,
    ownerUrl,
  };
}

// Loaded only when it is asked for: a domain's own tests need not load every other domain.
const composedPorts = async (on: pg.Pool): Promise<Ports> => (await import('@/lib/composition')).createPorts({ deployment: false, vapid: null, stripe: null, pool: on });

function stubPorts(given: Partial<Ports>): Ports {
  return new Proxy(given, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name) as unknown;
      throw new Error(`This test gave no port "${String(name)}"`);
    },
  }) as Ports;
}
