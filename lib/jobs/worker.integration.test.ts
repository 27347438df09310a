import { beforeEach, describe, expect, it } from 'vitest';
import { createDb, createPool, listen } from '@/lib/db';
import { emit } from '@/lib/ports';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { runExclusively } from './run-exclusively';
import { deleteDeliveredEvents, deleteOldIdempotencyRecords } from './store';
import type { PeriodicJob } from './types';
import { startWorker } from './worker';

let ctx: TestCtx;
beforeEach(async () => {
  ctx = await testCtx({ ports: {} });
  await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
});

const count = async (table: 'outbox_event' | 'idempotency_record'): Promise<bigint | undefined> =>
  (await ctx.db.query<{ count: bigint }>({ name: `test.count-${table}`, text: `select count(*) from ${table}`, values: [] }))[0]?.count;

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('a worker', () => {
  it('is woken by the commit of a promise', async () => {
    const [delivered, listening, woken] = [gate(), gate(), gate()];
    let promised = false;
    const worker = startWorker(ctx, {
      consumers: { 'mail.send': () => Promise.resolve(delivered.open()) },
      jobs: [],
      listen: (wake) =>
        listen(ctx.pool, 'outbox', () => {
          listening.open();
          if (promised) woken.open();
          wake();
        }),
    });
    await listening.opened;
    promised = true;
    await emit(ctx, { topic: 'mail.send', aggregateId: 'a', tenantId: 'wal_1', payload: {} });
    await Promise.all([woken.opened, delivered.opened]);
    await worker.stop();
  });

  it('captures while the server of mails hangs', async () => {
    const [hanging, captured, finish] = [gate(), gate(), gate()];
    for (let n = 0; n < 12; n++) await emit(ctx, { topic: n % 2 === 0 ? 'mail.send' : 'sms.send', aggregateId: `m${n}`, tenantId: 'wal_1', payload: {} });
    await emit(ctx, { topic: 'payment.capture', aggregateId: 'a', tenantId: 'wal_1', payload: {} });
    const hang = async () => {
      hanging.open();
      await finish.opened;
    };
    const worker = startWorker(ctx, {
      consumers: { 'mail.send': hang, 'sms.send': hang, 'payment.capture': () => Promise.resolve(captured.open()) },
      jobs: [],
      listen: () => () => Promise.resolve(),
    });
    await Promise.all([hanging.opened, captured.opened]);
    finish.open();
    await worker.stop();
  });

  it.each(['webhook.deliver', 'push.deliver'] as const)('delivers mails while a receiver of %s hangs', async (topic) => {
    const [hanging, mailed, finish] = [gate(), gate(), gate()];
    for (let n = 0; n < 12; n++) await emit(ctx, { topic, aggregateId: `w${n}`, tenantId: 'wal_1', payload: {} });
    await emit(ctx, { topic: 'mail.send', aggregateId: 'a', tenantId: 'wal_1', payload: {} });
    const worker = startWorker(ctx, {
      consumers: {
        [topic]: async () => {
          hanging.open();
          await finish.opened;
        },
        'mail.send': () => Promise.resolve(mailed.open()),
      },
      jobs: [],
      listen: () => () => Promise.resolve(),
    });
    await Promise.all([hanging.opened, mailed.opened]);
    finish.open();
    await worker.stop();
  });

  it('delivers to another receiver what comes while one that was sent all it may be sent answers nobody', async () => {
    const [hanging, arrived, finish] = [gate(), gate(), gate()];
    const [seen, wake] = [new Set<string>(), { now: (): void => undefined }];
    for (let n = 0; n < 200; n++) await emit(ctx, { topic: 'webhook.deliver', aggregateId: `whe_slow:${n}`, tenantId: 'wal_1', payload: {} });
    const worker = startWorker(ctx, {
      consumers: {
        'webhook.deliver': async (_ctx, { aggregateId }) => {
          seen.add(aggregateId);
          if (aggregateId.startsWith('whe_other')) return arrived.open();
          if (seen.size === 64) hanging.open();
          await finish.opened;
        },
      },
      jobs: [],
      listen: (woken) => {
        wake.now = woken;
        return () => Promise.resolve();
      },
    });
    await hanging.opened;
    await emit(ctx, { topic: 'webhook.deliver', aggregateId: 'whe_other:1', tenantId: 'wal_2', payload: {} });
    wake.now();
    await arrived.opened;
    expect([...seen].filter((aggregateId) => aggregateId.startsWith('whe_slow'))).toHaveLength(64);
    finish.open();
    await worker.stop();
  });

  it('stops only after the event under way has its outcome', async () => {
    const [started, finish] = [gate(), gate()];
    await emit(ctx, { topic: 'mail.send', aggregateId: 'a', tenantId: 'wal_1', payload: {} });
    const worker = startWorker(ctx, {
      consumers: {
        'mail.send': async () => {
          started.open();
          await finish.opened;
        },
      },
      jobs: [],
      listen: () => () => Promise.resolve(),
    });
    await started.opened;
    const stopped = worker.stop();
    finish.open();
    await stopped;
    const rows = await ctx.db.query<{ delivered: boolean }>({ name: 'test.delivered', text: 'select delivered_at is not null as delivered from outbox_event', values: [] });
    expect(rows).toEqual([{ delivered: true }]);
  });

  it('survives a job that throws, and reports it', async () => {
    const reported = gate();
    const failing = await testCtx({ ports: {}, log: { info: () => undefined, warn: () => undefined, error: () => reported.open() } });
    const job: PeriodicJob = { name: 'broken', everySeconds: 3600, run: () => Promise.reject(new Error('broken')) };
    const worker = startWorker(failing, { consumers: {}, jobs: [job], listen: () => () => Promise.resolve() });
    await reported.opened;
    await worker.stop();
  });
});

describe('periodic jobs', () => {
  it('all run, however few connections there are for them: none waits for one that another job holds', async () => {
    const pool = createPool({ connectionString: ctx.ownerUrl, role: 'countersign_app', max: 5 });
    const faults: unknown[] = [];
    const few = { ...ctx, db: createDb(pool), log: { ...ctx.log, error: (detail: object) => void faults.push(detail) } };
    const ran = Array.from({ length: 20 }, () => gate());
    const jobs = ran.map(({ open }, index): PeriodicJob => ({
      name: `job-${index}`,
      everySeconds: 3600,
      run: async ({ db }) => {
        await db.query({ name: 'test.work', text: 'select pg_sleep(0.05)', values: [] });
        open();
      },
    }));
    const worker = startWorker(few, { consumers: {}, jobs, listen: () => () => Promise.resolve() });
    await Promise.all(ran.map(({ opened }) => opened));
    await worker.stop();
    await pool.end();
    expect(faults).toEqual([]);
  });
});

describe('runExclusively', () => {
  it('runs a job in one process at a time, and lets others know', async () => {
    const [started, finish] = [gate(), gate()];
    const job: PeriodicJob = {
      name: 'only-one',
      everySeconds: 1,
      run: async () => {
        started.open();
        await finish.opened;
      },
    };
    const first = runExclusively(ctx, job);
    await started.opened;
    expect(await runExclusively(ctx, job)).toBe(false);
    finish.open();
    expect(await first).toBe(true);
    expect(await runExclusively(ctx, job)).toBe(true);
  });

  it('frees the job when it throws', async () => {
    const job = (run: () => Promise<void>): PeriodicJob => ({ name: 'throws', everySeconds: 1, run });
    await expect(runExclusively(ctx, job(() => Promise.reject(new Error('broken'))))).rejects.toThrow('broken');
    expect(await runExclusively(ctx, job(() => Promise.resolve()))).toBe(true);
  });
});

describe('cleaning up', () => {
  it('deletes idempotency records after 48 hours and not before', async () => {
    await ctx.db.query({
      name: 'test.idempotency',
      text: `insert into idempotency_record (principal, path, key, body_hash, status, response_status, leased_until, created_at)
             values ('key_1', '/checkout_sessions', 'k', 'h', 'done', 201, $1, $1)`,
      values: [ctx.clock.now()],
    });
    ctx.clock.advance(48 * 3600);
    await deleteOldIdempotencyRecords(ctx);
    expect(await count('idempotency_record')).toBe(1n);
    ctx.clock.advance(1);
    await deleteOldIdempotencyRecords(ctx);
    expect(await count('idempotency_record')).toBe(0n);
  });

  it('deletes events a week after their delivery, never undelivered ones', async () => {
    await emit(ctx, { topic: 'mail.send', aggregateId: 'kept', tenantId: 'wal_1', payload: {} });
    await emit(ctx, { topic: 'mail.send', aggregateId: 'old', tenantId: 'wal_1', payload: {} });
    await ctx.db.query({ name: 'test.deliver', text: `update outbox_event set delivered_at = $1 where aggregate_id = 'old'`, values: [ctx.clock.now()] });
    ctx.clock.advance(8 * 24 * 3600);
    await deleteDeliveredEvents(ctx);
    expect(await count('outbox_event')).toBe(1n);
  });
});
