import type { Db } from '@/lib/db';
import { processWide } from '@/lib/kernel/process-wide';
import type { Ctx } from './ctx';

/** Someone outside does not answer. Nothing is known to have happened, so the same may be asked again: who is asked twice acts once. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** Thrown out of a transaction to roll it back: it needs a word from outside that is not there yet. Caught by asUnitOfWork, never seen outside. */
class NeedsAnswer extends Error {
  override readonly name = 'NeedsAnswer';
}

/** Asks a service outside, and keeps what it says for the unit of work that needs it. Called outside of any transaction, with a Ctx that is in none. */
type Errand = (ctx: Ctx) => Promise<void>;

/** All runs of one piece of work, each in a transaction of its own, of which at most the last is committed. */
export type UnitOfWork = { readonly errands: Map<string, Errand> };

/** A first word may make another necessary (where goods go decides whose taxes are asked for); more than this is a fault of ours. */
const MAX_RUNS = 6;

const units = processWide('units-of-work', () => new WeakMap<Db, UnitOfWork>());

/** The unit of work that a Db belongs to; null outside of any transaction. */
export const unitOf = (db: Db): UnitOfWork | null => units.get(db) ?? null;

/** Notes what a unit of work needs, by a name of its own, and ends this run of it. Everything that is asked for side by side is noted. */
export function askedOutside(unit: UnitOfWork, name: string, errand: Errand): Promise<never> {
  unit.errands.set(name, errand);
  return Promise.reject(new NeedsAnswer(`an answer is missing: ${name}`));
}

/**
 * Runs work as often as it finds that it lacks a word from outside, at most six times, and asks everything that a run lacked before the next. Work
 * within work belongs to the whole. Throws Unavailable where a service does not answer; nothing has happened then. `run` hands each Db of its
 * transaction through `belonging`.
 */
export async function asUnitOfWork<T>(ctx: Ctx, run: (belonging: (db: Db) => Db) => Promise<T>): Promise<T> {
  const around = unitOf(ctx.db);
  const unit: UnitOfWork = around ?? { errands: new Map() };
  const belonging = (db: Db): Db => (units.set(db, unit), db);
  if (around) return run(belonging);
  for (let runs = 1; ; runs++) {
    try {
      return await run(belonging);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NeedsAnswer')) throw error;
      if (runs === MAX_RUNS) throw new Unavailable('The services that this depends on did not come to an end.', { cause: error });
    }
    await runErrands(ctx, unit);
  }
}

async function runErrands(ctx: Ctx, { errands }: UnitOfWork): Promise<void> {
  const waiting = [...errands.values()];
  errands.clear();
  await Promise.all(waiting.map((errand) => errand(ctx)));
}
