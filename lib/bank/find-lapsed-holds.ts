import type { Ctx } from '@/lib/ports';
import { selectLapsedReferences } from './store';

/** References of holds that are open past their life, the oldest first, at most `limit`. Whoever placed them releases them. */
export const findLapsedHolds = (ctx: Ctx, query: { limit: number }): Promise<string[]> =>
  selectLapsedReferences(ctx.db, { now: ctx.clock.now(), limit: query.limit });
