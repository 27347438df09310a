import { findLapsedHolds } from '@/lib/bank';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lapse } from './lapse';
import { lockTransaction } from './store';

const BATCH = 100;

/** Ends authorisations whose holds are past their life, each in a transaction of its own. Answers how many it looked at. Safe to run anywhere, at any time. */
export async function expireAuthorizations(ctx: Ctx): Promise<number> {
  const references = await findLapsedHolds(ctx, { limit: BATCH });
  for (const reference of references) {
    await inTransaction(ctx, async (ctx) => {
      const transaction = await lockTransaction(ctx.db, reference);
      if (transaction?.status === 'authorized') await lapse(ctx, transaction);
    });
  }
  return references.length;
}
