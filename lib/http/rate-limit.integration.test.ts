import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '@/lib/db';
import { testCtx } from '@/lib/testing/test-ctx';
import { createRateLimits, type RateBudget, type TakeFromBudget } from './rate-limit';
import { deleteFullBudgets } from './rate-store';

const budget: RateBudget = { perSecond: 100, burst: 1000 };
const SLICE = 50;
const NOW = Date.UTC(2026, 10, 25);

let db: Db;
beforeAll(async () => {
  ({ db } = await testCtx({ ports: {} }));
});

const newKey = () => `t:${randomUUID()}`;

/** How many of so many requests at once pass. */
const passing = async (process: TakeFromBudget, key: string, requests: number, nowMs = NOW): Promise<number> =>
  (await Promise.all(Array.from({ length: requests }, () => process(db, key, budget, nowMs)))).filter((wait) => wait === 0).length;

describe('a rate budget', () => {
  it('passes a burst and no more, then refuses with the seconds to wait, then passes what time refilled', async () => {
    const [process, key] = [createRateLimits(), newKey()];
    expect(await passing(process, key, 1200)).toBe(1000);
    expect(await process(db, key, budget, NOW)).toBe(1);
    expect(await passing(process, key, 500, NOW + 2000)).toBe(200);
    expect(await passing(process, key, 2000, NOW + 60_000)).toBe(1000);
  });

  it('is one for all processes, but for a slice of each', async () => {
    const processes = [createRateLimits(), createRateLimits(), createRateLimits()];
    const key = newKey();
    const passed = (await Promise.all(processes.map((process) => passing(process, key, 600)))).reduce((sum, count) => sum + count, 0);
    expect(passed).toBeGreaterThanOrEqual(1000 - processes.length * SLICE);
    expect(passed).toBeLessThanOrEqual(1000 + processes.length * SLICE);
    const late = createRateLimits(); // it lends its first slice, and finds that nothing is left
    expect(await passing(late, key, 600)).toBeLessThanOrEqual(SLICE);
  });

  it('sustains the rate over two processes and no more', async () => {
    const processes = [createRateLimits(), createRateLimits()];
    const key = newKey();
    let passed = 0;
    for (let ms = 0; ms < 30_000; ms += 5) passed += await passing(processes[(ms / 5) % 2] as TakeFromBudget, key, 1, NOW + ms);
    expect(passed).toBeGreaterThanOrEqual(1000 + 30 * 100 - 2 * SLICE);
    expect(passed).toBeLessThanOrEqual(1000 + 30 * 100 + 2 * SLICE);
  });

  it('keeps two clients apart', async () => {
    const process = createRateLimits();
    const [one, other] = [newKey(), newKey()];
    await passing(process, one, 1200);
    expect(await process(db, other, budget, NOW)).toBe(0);
  });

  it('is not fooled by a clock that goes back', async () => {
    const [process, key] = [createRateLimits(), newKey()];
    await passing(process, key, 1200);
    expect(await process(db, key, budget, NOW - 5000)).toBeGreaterThan(0);
  });

  it('asks no database for a client that seldom calls, and once in 50 requests for one in a hurry', async () => {
    let statements = 0;
    const counting: Db = { ...db, query: (statement) => (statements++, db.query(statement)) };
    const [process, key] = [createRateLimits(), newKey()];
    for (let n = 0; n < 20; n++) await process(counting, key, budget, NOW);
    expect(statements).toBe(0);
    for (let n = 0; n < 480; n++) await process(counting, key, budget, NOW);
    expect(statements).toBeLessThanOrEqual(10);
  });

  it('fails with the database when it may lend no more, and goes on when that is back', async () => {
    const broken: Db = { ...db, query: () => Promise.reject(new Error('gone')) };
    const [process, key] = [createRateLimits(), newKey()];
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => process(broken, key, budget, NOW)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(SLICE);
    expect(await process(db, key, budget, NOW)).toBe(0);
  });

  it('is forgotten once it is full', async () => {
    const [process, key] = [createRateLimits(), newKey()];
    await passing(process, key, 500);
    const exists = async () => (await db.query({ name: 'test.rate_budget', text: 'select key from rate_budget where key = $1', values: [key] })).length;
    await deleteFullBudgets(db, NOW + 1000);
    expect(await exists()).toBe(1);
    await deleteFullBudgets(db, NOW + 10_000);
    expect(await exists()).toBe(0);
  });
});
