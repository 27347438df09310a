import type { Ctx } from '@/lib/ports';
import { decideMismatch } from './decide-mismatch';
import { listPairs } from './store';
import type { Mismatch, ReconciliationQuery } from './types';

/** At most so many payments at once. */
export const RECONCILED_MAX = 1_000;

/**
 * Holds what we know of payments against what the network knows, in both directions, and answers where they differ. An id that neither knows is
 * missing on both sides. Reads only. `complete` is false where a span held more than 1000 payments.
 */
export async function reconcile(ctx: Ctx, query: ReconciliationQuery): Promise<{ mismatches: Mismatch[]; checked: number; complete: boolean }> {
  const found = await listPairs(ctx, query, RECONCILED_MAX + 1);
  const pairs = found.slice(0, RECONCILED_MAX);
  const known = new Set(pairs.map(({ transactionId }) => transactionId));
  const unknown = 'transactionIds' in query ? [...new Set(query.transactionIds)].filter((id) => !known.has(id)) : [];
  const all = [...pairs, ...unknown.map((transactionId) => ({ transactionId, ours: null, theirs: null }))];
  return { mismatches: all.flatMap((pair) => decideMismatch(pair) ?? []), checked: all.length, complete: found.length <= RECONCILED_MAX };
}
