import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Statement } from '@/lib/db';
import { emit, Undeliverable } from '@/lib/ports';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { MAX_ATTEMPTS } from './backoff';
import { relayBatch } from './relay';
import { leaseDueEvents, recordDelivery } from './store';
import type { Consumers } from './types';

type EventState = { attempts: number; last_error: string | null; delivered: boolean; dead: boolean; next_attempt_at: Date };

let ctx: TestCtx;
beforeEach(async () => {
  ctx = await testCtx({ ports: {} });
  await ctx.db.query({ name: 'test.clear', text: 'delete from outbox_event', values: [] });
});

const promise = (aggregateId: string, payload: Record<string, unknown> = {}) =>
  emit(ctx, { topic: 'mail.send', aggregateId, tenantId: 'wal_1', payload });

async function stateOf(aggregateId: string): Promise<EventState[]> {
  return ctx.db.query<EventState>({
    name: 'test.events',
    text: `select attempts, last_error, delivered_at is not null as delivered, dead_at is not null as dead, next_attempt_at
             from outbox_event where aggregate_id = $1 order by id`,
    values: [aggregateId],
  });
}

/** Keeps what it was given; fails while `failing`. */
function recorder() {
  const seen: string[] = [];
  const state = { failing: false };
  const consumers: Consumers = {
    'mail.send': (_ctx, event) => {
      seen.push(`${event.aggregateId}:${JSON.stringify(event.payload)}`);
      return state.failing ? Promise.reject(new Error('mail server is away')) : Promise.resolve();
    },
  };
  return { seen, state, consumers };
}

async function relayAll(consumers: Consumers): Promise<void> {
  while ((await relayBatch(ctx, consumers)) > 0);
}

describe('the outbox relay', () => {
  it('delivers an event once when nothing fails', async () => {
    const { seen, consumers } = recorder();
    await promise('a');
    await relayAll(consumers);
    await relayAll(consumers);
    expect(seen).toEqual(['a:{}']);
    expect(await stateOf('a')).toMatchObject([{ delivered: true, attempts: 0 }]);
  });

  it('delivers nothing of a transaction that rolled back', async () => {
    const { seen, consumers } = recorder();
    const rolledBack = ctx.db.transaction(async (db) => {
      await emit({ ...ctx, db }, { topic: 'mail.send', aggregateId: 'ghost', tenantId: 'wal_1', payload: {} });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await relayAll(consumers);
    expect(seen).toEqual([]);
  });

  it('delivers again what a dead process had leased, once the lease is over and not before', async () => {
    const { seen, consumers } = recorder();
    await promise('a');
    await leaseDueEvents(ctx, { seconds: 30, limit: 10 }); // a process that dies here
    ctx.clock.advance(29);
    await relayAll(consumers);
    expect(seen).toEqual([]);
    ctx.clock.advance(1);
    await relayAll(consumers);
    expect(seen).toEqual(['a:{}']);
  });

  it('ignores the outcome of a process whose lease was taken over', async () => {
    await promise('a');
    const [slow] = await leaseDueEvents(ctx, { seconds: 30, limit: 10 });
    ctx.clock.advance(31);
    await leaseDueEvents(ctx, { seconds: 30, limit: 10 });
    if (slow) await recordDelivery(ctx, slow);
    expect(await stateOf('a')).toMatchObject([{ delivered: false }]);
  });

  it('delivers a batch again whose conclusion could not be written, once the lease is over, and reports it', async () => {
    const { seen, consumers } = recorder();
    for (const aggregate of ['a', 'b']) await promise(aggregate);
    const broken = { ...ctx, db: { ...ctx.db, query: <Row extends object>(statement: Statement) => (statement.name === 'outbox.delivered' ? Promise.reject(new Error('the database is away')) : ctx.db.query<Row>(statement)) } };
    await expect(relayBatch(broken, consumers)).rejects.toThrow('the database is away');
    expect(await stateOf('a')).toMatchObject([{ delivered: false, dead: false, attempts: 0 }]);
    await relayAll(consumers);
    expect(seen).toHaveLength(2);
    ctx.clock.advance(30);
    await relayAll(consumers);
    expect(seen.toSorted()).toEqual(['a:{}', 'a:{}', 'b:{}', 'b:{}']);
    for (const aggregate of ['a', 'b']) expect(await stateOf(aggregate)).toMatchObject([{ delivered: true }]);
  });

  it('concludes those that end side by side in one statement, and each as it ended', async () => {
    const statements: string[] = [];
    const counted = { ...ctx, db: { ...ctx.db, query: <Row extends object>(statement: Statement) => (statements.push(statement.name), ctx.db.query<Row>(statement)) } };
    for (let n = 0; n < 20; n++) await promise(`e${n}`, { n });
    await relayBatch(counted, { 'mail.send': (_ctx, { aggregateId }) => (aggregateId === 'e7' ? Promise.reject(new Error('no such mailbox')) : Promise.resolve()) });
    expect(statements.toSorted()).toEqual(['outbox.delivered', 'outbox.failed', 'outbox.lease']);
    for (let n = 0; n < 20; n++) expect(await stateOf(`e${n}`)).toMatchObject([{ delivered: n !== 7, attempts: n === 7 ? 1 : 0 }]);
  });

  it('keeps the events of one aggregate in order, also across a failure', async () => {
    const { seen, state, consumers } = recorder();
    await promise('a', { n: 1 });
    await promise('a', { n: 2 });
    await promise('b', { n: 3 });
    state.failing = true;
    await relayAll(consumers);
    expect(seen.filter((entry) => entry.includes('"n":2'))).toEqual([]);
    state.failing = false;
    ctx.clock.advance(60);
    await relayAll(consumers);
    expect(seen.filter((entry) => entry.startsWith('a'))).toEqual(['a:{"n":1}', 'a:{"n":1}', 'a:{"n":2}']);
    expect(await stateOf('b')).toMatchObject([{ delivered: true, attempts: 1 }]);
  });

  it('waits longer after each failure, and keeps the error', async () => {
    const { state, consumers } = recorder();
    state.failing = true;
    await promise('a');
    const waits: number[] = [];
    for (let failures = 1; failures < 5; failures++) {
      await relayBatch(ctx, consumers);
      const [event] = await stateOf('a');
      expect(event).toMatchObject({ attempts: failures, last_error: 'mail server is away', dead: false });
      waits.push(((event?.next_attempt_at.getTime() ?? 0) - ctx.clock.now().getTime()) / 1000);
      await relayBatch(ctx, consumers); // not due yet
      ctx.clock.advance(60);
    }
    expect(waits[0]).toBeLessThanOrEqual(2);
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(2 ** index);
  });

  it('puts an event among the dead at once when no further try can help', async () => {
    await promise('a');
    await relayBatch(ctx, { 'mail.send': () => Promise.reject(new Undeliverable('there is no such mailbox')) });
    expect(await stateOf('a')).toMatchObject([{ dead: true, delivered: false, attempts: 1, last_error: 'there is no such mailbox' }]);
  });

  it('puts an event among the dead after the last attempt, and lets the next of its aggregate pass', async () => {
    const { seen, state, consumers } = recorder();
    state.failing = true;
    await promise('a', { n: 1 });
    for (let failures = 1; failures <= MAX_ATTEMPTS; failures++) {
      await relayBatch(ctx, consumers);
      ctx.clock.advance(3600);
    }
    expect(await stateOf('a')).toMatchObject([{ dead: true, delivered: false, attempts: MAX_ATTEMPTS, last_error: 'mail server is away' }]);
    state.failing = false;
    await promise('a', { n: 2 });
    await relayAll(consumers);
    expect(seen.at(-1)).toBe('a:{"n":2}');
    expect(seen).toHaveLength(MAX_ATTEMPTS + 1);
  });

  it('fails an event whose topic has no consumer, and says so', async () => {
    await promise('a');
    await relayBatch(ctx, {});
    expect(await stateOf('a')).toMatchObject([{ attempts: 1, last_error: 'no consumer for topic mail.send' }]);
  });

  it('shares events among workers without delivering one twice', async () => {
    const { seen, consumers } = recorder();
    const aggregates = Array.from({ length: 60 }, () => randomUUID());
    for (const aggregate of aggregates) await promise(aggregate);
    await Promise.all([relayAll(consumers), relayAll(consumers), relayAll(consumers)]);
    await relayAll(consumers);
    expect(seen.toSorted()).toEqual(aggregates.map((aggregate) => `${aggregate}:{}`).toSorted());
  });
});
