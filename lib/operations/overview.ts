import { addSeconds } from '@/lib/kernel/clock';
import { outboxDepth, type Ctx } from '@/lib/ports';
import { listReports } from '@/lib/reconciliation';
import type { Overview } from './types';

const DAY_SECONDS = 24 * 60 * 60;

type Counts = { checkouts: number; orders: number; declined: number; step_ups: number; stalled: number; held: number; overdue: number };

/** What waits, what stands still, and what was sold. Reads rows of every tenant: an operator's alone. */
export async function loadOverview(ctx: Ctx): Promise<Overview> {
  const now = ctx.clock.now();
  const [outbox, [counts], [report]] = await Promise.all([
    outboxDepth(ctx),
    ctx.db.query<Counts>({
      name: 'operations.counts',
      text: `select (select count(*)::int from checkout where created_at > $2) as checkouts,
                    (select count(*)::int from purchase_order where created_at > $2) as orders,
                    (select count(*)::int from payment_attempt where status = 'declined' and created_at > $2) as declined,
                    (select count(*)::int from approval where created_at > $2) as step_ups,
                    (select count(*)::int from payment_attempt where status in ('authorizing', 'authorized') and leased_until < $1) as stalled,
                    (select count(*)::int from stock_reservation where status = 'held') as held,
                    (select count(*)::int from stock_reservation where status = 'held' and expires_at < $1) as overdue`,
      values: [now, addSeconds(now, -DAY_SECONDS)],
    }),
    listReports(ctx, { beforeId: null, limit: 1 }),
  ]);
  const { checkouts = 0, orders = 0, declined = 0, step_ups: stepUps = 0, stalled = 0, held = 0, overdue = 0 } = counts ?? {};
  return {
    outbox, day: { checkouts, orders, declined, stepUps }, stalled, reservations: { held, overdue },
    reconciliation: report ? { at: report.createdAt, checked: report.checked, mismatches: report.mismatches.length } : null,
  };
}
