import { wasRefused, type Db } from '@/lib/db';
import { gather, type Gathering } from '@/lib/kernel/gather';
import type { Ctx } from './ctx';

/** Enough that a busy process sends few statements, few enough that one is answered in milliseconds. */
const LIMIT = 100;

type OfDb = Pick<Ctx, 'db'>;
type Shared<In, Out> = Pick<Gathering<In, Out>, 'keyOf'> & { readonly run: (ctx: OfDb, items: readonly In[]) => Promise<readonly Out[]> };

/**
 * One statement for what many ask of a database side by side (kernel/gather): within one turn of the event loop, or while the statement before it is under way.
 * A lone one is not kept waiting. What is asked in a transaction is done in that transaction, with nothing of others. Where the database refuses a
 * statement for several, each is tried alone: one that cannot be written fails alone.
 */
export function sharedStatement<In, Out>({ keyOf, run }: Shared<In, Out>): (ctx: OfDb, item: In) => Promise<Out> {
  const gathered = new WeakMap<Db, (item: In) => Promise<Out>>();
  return ({ db }, item) => {
    const ask = gathered.get(db) ?? gather({ limit: LIMIT, keyOf, run: (items) => run({ db }, items), mayRunAlone: wasRefused });
    gathered.set(db, ask);
    return ask(item);
  };
}
