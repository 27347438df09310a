import { addSeconds } from '@/lib/kernel/clock';
import { inTransaction, type Ctx } from '@/lib/ports';
import { reconcile } from './reconcile';
import type { Mismatch } from './types';

/** What a scheduled reconciliation found of the payments that were begun in a span of time. */
export type ReconciliationReport = { readonly id: bigint; readonly from: Date; readonly until: Date; readonly checked: number; readonly mismatches: readonly Mismatch[]; readonly createdAt: Date };

/** What is under way is on one side alone for a moment: it is looked at once it has come to rest. */
const AT_REST_SECONDS = 300;
const FIRST_SECONDS = 24 * 60 * 60;
const KEPT_SECONDS = 90 * 24 * 60 * 60;
/** Of one report; what it does not hold is found again by a reconciliation of its span. */
const MISMATCHES_MAX = 1_000;

type Row = { id: bigint; from_at: Date; until_at: Date; checked: number; mismatches: readonly Mismatch[]; created_at: Date };

/**
 * Reconciles everyone's payments since the last report and keeps what was found; each difference is also told in the log. Changes no payment. Answers how
 * many differ. A span that another process reports at this moment is left to it.
 */
export const reportReconciliation = (ctx: Ctx): Promise<number> =>
  inTransaction(ctx, async (tx) => {
    await tx.db.write({ name: 'reconciliation.lock', text: `select pg_advisory_xact_lock(hashtextextended('reconciliation', 0))`, values: [] });
    const now = tx.clock.now();
    const until = addSeconds(now, -AT_REST_SECONDS);
    const [last] = await listReports(tx, { beforeId: null, limit: 1 });
    const from = last?.until ?? addSeconds(until, -FIRST_SECONDS);
    if (from >= until) return 0;
    const { checked, mismatches } = await reconcileSpan(tx, from, until);
    await tx.db.write({
      name: 'reconciliation.report',
      text: `insert into reconciliation_report (from_at, until_at, checked, mismatches, created_at) values ($1, $2, $3, $4, $5)`,
      values: [from, until, checked, JSON.stringify(mismatches.slice(0, MISMATCHES_MAX)), now],
    });
    await tx.db.write({ name: 'reconciliation.forget', text: `delete from reconciliation_report where created_at < $1`, values: [addSeconds(now, -KEPT_SECONDS)] });
    for (const mismatch of mismatches) tx.log.error({ ...mismatch }, 'a payment and the network differ');
    return mismatches.length;
  });

/** Halves the span until each part holds no more than is compared at once. */
async function reconcileSpan(tx: Ctx, from: Date, until: Date): Promise<{ checked: number; mismatches: Mismatch[] }> {
  const found = await reconcile(tx, { merchantId: null, from, until });
  const middle = new Date(Math.floor((from.getTime() + until.getTime()) / 2));
  if (found.complete || middle <= from) return found;
  const [earlier, later] = [await reconcileSpan(tx, from, middle), await reconcileSpan(tx, middle, until)];
  return { checked: earlier.checked + later.checked, mismatches: [...earlier.mismatches, ...later.mismatches] };
}

/** The newest first, from before `beforeId` on. */
export async function listReports(ctx: Ctx, { beforeId, limit }: { beforeId: bigint | null; limit: number }): Promise<ReconciliationReport[]> {
  const rows = await ctx.db.query<Row>({
    name: 'reconciliation.reports',
    text: `select id, from_at, until_at, checked, mismatches, created_at from reconciliation_report where $1::bigint is null or id < $1 order by id desc limit $2`,
    values: [beforeId?.toString() ?? null, limit],
  });
  return rows.map(({ from_at: from, until_at: until, created_at: createdAt, ...row }) => ({ ...row, from, until, createdAt }));
}
