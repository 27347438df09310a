import type { Db } from '@/lib/db';
import { processWide } from '@/lib/kernel/process-wide';
import type { Ctx } from '@/lib/ports';
import { deleteFullBudgets, drawFromBudget } from './rate-store';

/** A token bucket: `burst` requests at once, refilled with `perSecond`. */
export type RateBudget = { readonly perSecond: number; readonly burst: number };

/** What this process may let pass without asking. `owed` of it is not drawn from the shared budget yet. */
type Slice = { left: number; owed: number; refusedUntilMs: number; drawing: Promise<void> | null };

const MAX_SLICES = 20_000;
/** The part of a burst that a process draws at once. */
const SLICES_PER_BURST = 20;

/**
 * Takes one request from the budget that all processes share. Answers 0 when it may pass, else the seconds until the next one may.
 * `key` names budget and client, such as `api:key_...`. A process draws slices and lends a client its first one, so that most requests,
 * and all of a client that seldom calls, ask no database: beyond burst and rate at most one slice a process passes.
 */
export type TakeFromBudget = (db: Db, key: string, budget: RateBudget, nowMs: number) => Promise<number>;

/** The rate limits of one process. */
export function createRateLimits(): TakeFromBudget {
  const slices = new Map<string, Slice>();

  /** Moves the slice to the end: the map's first is the one used least recently, and forgotten when there are too many. */
  const sliceOf = (key: string, size: number): Slice => {
    const slice = slices.get(key) ?? { left: size, owed: size, refusedUntilMs: 0, drawing: null };
    slices.delete(key);
    slices.set(key, slice);
    const oldest = slices.keys().next();
    if (slices.size > MAX_SLICES && !oldest.done) slices.delete(oldest.value);
    return slice;
  };

  return async (db, key, budget, nowMs) => {
    const size = Math.max(1, Math.floor(budget.burst / SLICES_PER_BURST));
    const slice = sliceOf(key, size);
    for (;;) {
      const isDue = slice.left <= size / 2 && nowMs >= slice.refusedUntilMs;
      if (isDue && slice.drawing === null) {
        slice.drawing = refill(slice, db, { key, budget, size, nowMs }).finally(() => (slice.drawing = null));
        slice.drawing.catch(() => undefined); // whoever waits for it is told
      }
      if (slice.left >= 1) {
        slice.left -= 1;
        return 0;
      }
      if (slice.drawing === null) return Math.max(1, Math.ceil((slice.refusedUntilMs - nowMs) / 1000));
      await slice.drawing;
    }
  };
}

async function refill(slice: Slice, db: Db, { key, budget, size, nowMs }: { key: string; budget: RateBudget; size: number; nowMs: number }): Promise<void> {
  const wanted = size + slice.owed;
  const drawn = await drawFromBudget(db, { key, budget, wanted, nowMs });
  slice.left += drawn - slice.owed;
  slice.owed = 0;
  if (drawn < wanted) slice.refusedUntilMs = nowMs + 1000 / budget.perSecond;
}

/** Deletes the rows of budgets that are full again. For a periodic job. */
export const forgetFullBudgets = (ctx: Ctx): Promise<void> => deleteFullBudgets(ctx.db, ctx.clock.now().getTime());

export const takeFromBudget: TakeFromBudget = processWide('rate-limits', createRateLimits);
