import type { Ctx } from '@/lib/ports';
import type { SpendingLimit, SpendingUsage, WindowKeys } from './types';

/** Limit and usage of an agent in a currency. The caller holds the agent's row lock, so nobody else moves them meanwhile. */
export async function readBudget(
  ctx: Ctx,
  query: { agentId: string; currency: string; keys: WindowKeys },
): Promise<{ limit: SpendingLimit | null; usage: SpendingUsage }> {
  const rows = await ctx.db.query<{ per_transaction_amount: bigint | null; daily_amount: bigint | null; monthly_amount: bigint | null; day_used: bigint; month_used: bigint }>({
    name: 'spending.read-budget',
    text: `select l.per_transaction_amount, l.daily_amount, l.monthly_amount,
                  coalesce((select amount from spending_usage where agent_id = $1 and currency = $2 and window_key = $3), 0) as day_used,
                  coalesce((select amount from spending_usage where agent_id = $1 and currency = $2 and window_key = $4), 0) as month_used
             from (select 1) one left join agent_limit l on l.agent_id = $1 and l.currency = $2`,
    values: [query.agentId, query.currency, query.keys.dayKey, query.keys.monthKey],
  });
  const row = rows[0];
  const usage = { dailyAmount: row?.day_used ?? 0n, monthlyAmount: row?.month_used ?? 0n };
  if (row?.per_transaction_amount == null || row.daily_amount === null || row.monthly_amount === null) return { limit: null, usage };
  return { limit: { perTransactionAmount: row.per_transaction_amount, dailyAmount: row.daily_amount, monthlyAmount: row.monthly_amount }, usage };
}

/** Commits an amount to its windows, in one statement. */
export async function insertHold(
  ctx: Ctx,
  hold: { paymentId: string; agentId: string; currency: string; amount: bigint; keys: WindowKeys; automatic: boolean },
): Promise<void> {
  await ctx.db.write({
    name: 'spending.insert-hold',
    text: `with hold as (
             insert into spending_hold (payment_id, agent_id, currency, amount, day_key, month_key, automatic, status, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, 'held', $8))
           insert into spending_usage (agent_id, currency, window_key, amount) values ($2, $3, $5, $4), ($2, $3, $6, $4)
           on conflict (agent_id, currency, window_key) do update set amount = spending_usage.amount + excluded.amount`,
    values: [hold.paymentId, hold.agentId, hold.currency, hold.amount.toString(), hold.keys.dayKey, hold.keys.monthKey, hold.automatic, ctx.clock.now()],
  });
}

/** held or used -> released, and its windows get the amount back. Nothing when it was released before. */
export async function releaseHold(ctx: Ctx, paymentId: string): Promise<void> {
  await ctx.db.write({
    name: 'spending.release-hold',
    text: `with hold as (
             update spending_hold set status = 'released' where payment_id = $1 and status in ('held', 'used') returning agent_id, currency, amount, day_key, month_key)
           update spending_usage u set amount = u.amount - hold.amount from hold
            where u.agent_id = hold.agent_id and u.currency = hold.currency and u.window_key in (hold.day_key, hold.month_key)`,
    values: [paymentId],
  });
}

/** held -> used: the purchase stands. */
export async function useHold(ctx: Ctx, paymentId: string): Promise<void> {
  await ctx.db.write({
    name: 'spending.use-hold',
    text: `update spending_hold set status = 'used' where payment_id = $1 and status = 'held'`,
    values: [paymentId],
  });
}
