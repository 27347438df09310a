import { money, toCurrency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { windowKeys } from './window-keys';

export type LimitView = {
  readonly currency: string;
  readonly perTransaction: Money;
  readonly daily: Money;
  readonly monthly: Money;
  readonly spentToday: Money;
  readonly spentThisMonth: Money;
};

/** Limits and usage of several agents, by agent id, for pages and for an agent's own look at its limits. */
export async function loadLimits(ctx: Ctx, query: { agentIds: readonly string[]; timeZone: string }): Promise<Map<string, LimitView[]>> {
  const keys = windowKeys(ctx.clock.now(), query.timeZone);
  const rows = await ctx.db.query<{
    agent_id: string;
    currency: string;
    per_transaction_amount: bigint;
    daily_amount: bigint;
    monthly_amount: bigint;
    day_used: bigint;
    month_used: bigint;
  }>({
    name: 'spending.load-limits',
    text: `select l.agent_id, l.currency, l.per_transaction_amount, l.daily_amount, l.monthly_amount,
                  coalesce(d.amount, 0) as day_used, coalesce(m.amount, 0) as month_used
             from agent_limit l
             left join spending_usage d on d.agent_id = l.agent_id and d.currency = l.currency and d.window_key = $2
             left join spending_usage m on m.agent_id = l.agent_id and m.currency = l.currency and m.window_key = $3
            where l.agent_id = any($1) order by l.agent_id, l.currency`,
    values: [query.agentIds, keys.dayKey, keys.monthKey],
  });
  const limits = new Map<string, LimitView[]>();
  for (const row of rows) {
    const currency = toCurrency(row.currency);
    const view: LimitView = {
      currency,
      perTransaction: money(row.per_transaction_amount, currency),
      daily: money(row.daily_amount, currency),
      monthly: money(row.monthly_amount, currency),
      spentToday: money(row.day_used, currency),
      spentThisMonth: money(row.month_used, currency),
    };
    limits.set(row.agent_id, [...(limits.get(row.agent_id) ?? []), view]);
  }
  return limits;
}
