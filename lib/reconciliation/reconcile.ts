import type { Ctx } from '@/lib/ports';
import { decideMismatch, type Pair } from './decide-mismatch';
import { findOurs, listPairs } from './store';
import type { Mismatch, ReconciliationQuery } from './types';

/** At most so many payments at once. */
export const RECONCILED_MAX = 1_000;

/**
 * Holds what we know of payments against what the network knows, in both directions, and answers where they differ. An id that neither knows is
 * missing on both sides. Reads only. `complete` is false where a span held more than 1000 payments. Payments that the operator's own service took are
 * asked for there when they are named, so that is called outside of any transaction; a span holds none of them. Throws Unavailable where it is silent.
 */
export async function reconcile(ctx: Ctx, query: ReconciliationQuery): Promise<{ mismatches: Mismatch[]; checked: number; complete: boolean }> {
  const found = await listPairs(ctx, query, RECONCILED_MAX + 1);
  const pairs = found.slice(0, RECONCILED_MAX);
  const known = new Set(pairs.map(({ transactionId }) => transactionId));
  const unknown = 'transactionIds' in query ? [...new Set(query.transactionIds)].filter((id) => !known.has(id)) : [];
  const all = [...pairs, ...(await listElsewhere(ctx, { merchantId: query.merchantId, transactionIds: unknown }))];
  return { mismatches: all.flatMap((pair) => decideMismatch(pair) ?? []), checked: all.length, complete: found.length <= RECONCILED_MAX };
}

/** How many payments the service is asked for side by side. */
const ASKED_AT_ONCE = 20;

/** Payments that the network does not know: with the operator's service, or with nobody. */
async function listElsewhere(ctx: Ctx, query: { merchantId: string | null; transactionIds: readonly string[] }): Promise<Pair[]> {
  const { paymentService } = ctx.ports;
  const { merchantId, transactionIds } = query;
  const nobody = transactionIds.map((transactionId) => ({ transactionId, ours: null, theirs: null }));
  if (!paymentService || nobody.length === 0) return nobody;
  const ours = await findOurs(ctx, { merchantId, transactionIds: transactionIds.filter((id) => paymentService.owns(id)) });
  const pairs: Pair[] = [];
  for (let index = 0; index < transactionIds.length; index += ASKED_AT_ONCE) {
    const asked = transactionIds.slice(index, index + ASKED_AT_ONCE);
    const theirs = await Promise.all(asked.map((reference) => (paymentService.owns(reference) ? paymentService.find(ctx, { reference, merchantId }) : Promise.resolve(null))));
    pairs.push(...asked.map((transactionId, place) => ({ transactionId, ours: ours.get(transactionId) ?? null, theirs: theirs[place] ?? null })));
  }
  return pairs;
}
