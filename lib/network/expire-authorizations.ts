import { findLapsedHolds } from '@/lib/bank';
import { inTransaction, Unavailable, type Ctx } from '@/lib/ports';
import { lapse } from './lapse';
import { lockTransaction } from './store';

const BATCH = 100;

/** Ends authorisations whose holds are past their life, each in a transaction of its own. Answers how many it looked at. Safe to run anywhere, at any time. */
export async function expireAuthorizations(ctx: Ctx): Promise<number> {
  const references = await findLapsedHolds(ctx, { limit: BATCH });
  for (const reference of references) await expire(ctx, reference);
  return references.length;
}

/** One whose bank has just become unreachable waits for the next time, and holds up no other. */
async function expire(ctx: Ctx, reference: string): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => {
      const transaction = await lockTransaction(tx.db, reference);
      if (transaction?.status === 'authorized') await lapse(tx, transaction);
    });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}
