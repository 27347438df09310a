import { money, toCurrency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Calendar } from './types';
import { windowKeys } from './window-keys';

export type LimitView = {
  readonly currency: string;
  readonly perTransaction: Money;
  readonly daily: Money;
  /** Null: no limit of its own for a week. */
  readonly weekly: Money | null;
  readonly monthly: Money;
  readonly spentToday: Money;
  readonly spentThisWeek: Money;
  readonly spentThisMonth: Money;
};

type LimitRow = {
  currency: string;
  per_transaction_amount: bigint;
  daily_amount: bigint;
  weekly_amount: bigint | null;
  monthly_amount: bigint;
  day_used: bigint;
  week_used: bigint;
  month_used: bigint;
};

const COLUMNS = `l.currency, l.per_transaction_amount, l.daily_amount, l.weekly_amount, l.monthly_amount,
  coalesce(u.day_used, 0) as day_used, coalesce(u.week_used, 0) as week_used, coalesce(u.month_used, 0) as month_used`;
const USED = `sum(amount) filter (where window_key = $2)::bigint as day_used, sum(amount) filter (where window_key = $3)::bigint as week_used,
  sum(amount) filter (where window_key = $4)::bigint as month_used`;

/** Limits and usage of several agents, by agent id, for pages and for an agent's own look at its limits. */
export async function loadLimits(ctx: Ctx, query: { agentIds: readonly string[]; calendar: Calendar }): Promise<Map<string, LimitView[]>> {
  const keys = windowKeys(ctx.clock.now(), query.calendar);
  const rows = await ctx.db.query<LimitRow & { agent_id: string }>({
    name: 'spending.load-limits',
    text: `select l.agent_id, ${COLUMNS}
             from agent_limit l
             left join lateral (select ${USED} from spending_usage
                                 where agent_id = l.agent_id and currency = l.currency and window_key in ($2, $3, $4)) u on true
            where l.agent_id = any($1) order by l.agent_id, l.currency`,
    values: [query.agentIds, keys.dayKey, keys.weekKey, keys.monthKey],
  });
  const limits = new Map<string, LimitView[]>();
  for (const row of rows) limits.set(row.agent_id, [...(limits.get(row.agent_id) ?? []), toView(row)]);
  return limits;
}

/** The limits over all agents of a wallet, and what its agents spent against them together. */
export async function loadWalletLimits(ctx: Ctx, query: { walletId: string; calendar: Calendar }): Promise<LimitView[]> {
  const keys = windowKeys(ctx.clock.now(), query.calendar);
  const rows = await ctx.db.query<LimitRow>({
    name: 'spending.load-wallet-limits',
    text: `select ${COLUMNS}
             from wallet_limit l
             left join lateral (select ${USED} from spending_usage
                                 where wallet_id = l.wallet_id and currency = l.currency and window_key in ($2, $3, $4)) u on true
            where l.wallet_id = $1 order by l.currency`,
    values: [query.walletId, keys.dayKey, keys.weekKey, keys.monthKey],
  });
  return rows.map(toView);
}

/** What the agents of a wallet spent together in one currency, by themselves and with their owner's approval, whether a limit is set or not. */
export type SpendView = { readonly currency: string; readonly spentToday: Money; readonly spentThisWeek: Money; readonly spentThisMonth: Money };

/** What all agents of a wallet spent, one for each currency that was spent in this day, week or month. */
export async function loadWalletSpend(ctx: Ctx, query: { walletId: string; calendar: Calendar }): Promise<SpendView[]> {
  const keys = windowKeys(ctx.clock.now(), query.calendar);
  const rows = await ctx.db.query<Pick<LimitRow, 'currency'> & Record<'day_used' | 'week_used' | 'month_used', bigint | null>>({
    name: 'spending.load-wallet-spend',
    text: `select currency, ${USED} from spending_usage where wallet_id = $1 and window_key in ($2, $3, $4)
            group by currency having sum(amount) > 0 order by currency`,
    values: [query.walletId, keys.dayKey, keys.weekKey, keys.monthKey],
  });
  return rows.map(({ currency, day_used, week_used, month_used }) => {
    const of = (amount: bigint | null): Money => money(amount ?? 0n, toCurrency(currency));
    return { currency, spentToday: of(day_used), spentThisWeek: of(week_used), spentThisMonth: of(month_used) };
  });
}

function toView(row: LimitRow): LimitView {
  const currency = toCurrency(row.currency);
  const of = (amount: bigint): Money => money(amount, currency);
  return {
    currency,
    perTransaction: of(row.per_transaction_amount),
    daily: of(row.daily_amount),
    weekly: row.weekly_amount === null ? null : of(row.weekly_amount),
    monthly: of(row.monthly_amount),
    spentToday: of(row.day_used),
    spentThisWeek: of(row.week_used),
    spentThisMonth: of(row.month_used),
  };
}
