import type { AgentLimit } from '@/lib/agent';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { WindowKeys } from './types';

export type NewHold = {
  readonly paymentId: string;
  readonly agentId: string;
  readonly walletId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly keys: WindowKeys;
  readonly automatic: boolean;
  /** The authorisation that it draws on, if it needs one. */
  readonly authorizationId: string | null;
};

/** Commits an amount to its windows, and to the authorisation that it draws on, in one statement. */
export async function insertHold(ctx: Ctx, hold: NewHold): Promise<void> {
  const { dayKey, weekKey, monthKey } = hold.keys;
  await ctx.db.write({
    name: 'spending.insert-hold',
    text: `with hold as (
             insert into spending_hold (payment_id, agent_id, currency, amount, day_key, week_key, month_key, automatic, status, created_at, authorization_id)
             values ($1, $2, $4, $5, $6, $7, $8, $9, 'held', $10, $11)),
           drawn as (update spending_authorization set used_amount = used_amount + $5 where id = $11)
           insert into spending_usage (agent_id, wallet_id, currency, window_key, amount)
           values ($2, $3, $4, $6, $5), ($2, $3, $4, $8, $5), ($2, $3, $4, $7, $5)
           on conflict (agent_id, currency, window_key) do update set amount = spending_usage.amount + excluded.amount`,
    values: [
      hold.paymentId, hold.agentId, hold.walletId, hold.currency, hold.amount.toString(), dayKey, weekKey, monthKey, hold.automatic, ctx.clock.now(),
      hold.authorizationId,
    ],
  });
}

/** held or used -> released, and its windows get the amount back. Nothing when it was released before. */
export async function releaseHold(ctx: Ctx, paymentId: string): Promise<void> {
  await ctx.db.write({
    name: 'spending.release-hold',
    text: `with hold as (
             update spending_hold set status = 'released' where payment_id = $1 and status in ('held', 'used')
             returning agent_id, currency, amount, day_key, week_key, month_key, authorization_id),
           drawn as (update spending_authorization a set used_amount = a.used_amount - hold.amount from hold where a.id = hold.authorization_id)
           update spending_usage u set amount = u.amount - hold.amount from hold
            where u.agent_id = hold.agent_id and u.currency = hold.currency and u.window_key in (hold.day_key, hold.week_key, hold.month_key)`,
    values: [paymentId],
  });
}

/**
 * held -> used: the purchase stands, and counts in its agent's history from now on. Rows are written in the order of their keys, so that
 * two purchases of one agent never wait for each other in a circle.
 */
export async function useHold(ctx: Ctx, paymentId: string): Promise<void> {
  await ctx.db.write({
    name: 'spending.use-hold',
    text: `with used as (
             update spending_hold set status = 'used' where payment_id = $1 and status = 'held' returning payment_id, agent_id, currency, amount, created_at)
           insert into spending_history (agent_id, key, purchases, amount)
           select used.agent_id, k.key, 1, case when k.key like 'c:%' then used.amount else 0 end
             from used
             join agent_payment p on p.id = used.payment_id
             join wallet w on w.id = p.wallet_id
             join merchant m on m.id = p.merchant_id
            cross join lateral (values ('c:' || used.currency), ('h:' || to_char(used.created_at at time zone w.time_zone, 'HH24')), ('m:' || m.handle), ('n')) k(key)
            order by k.key
           on conflict (agent_id, key) do update set purchases = spending_history.purchases + 1, amount = spending_history.amount + excluded.amount`,
    values: [paymentId],
  });
}

type WalletLimitRow = { currency: string; per_transaction_amount: bigint; daily_amount: bigint; weekly_amount: bigint | null; monthly_amount: bigint };

/** The limits over all agents of a wallet, in the order of their currency codes. */
export async function listWalletLimits(ctx: Ctx, walletId: string): Promise<AgentLimit[]> {
  const rows = await ctx.db.query<WalletLimitRow>({
    name: 'spending.wallet-limits',
    text: `select currency, per_transaction_amount, daily_amount, weekly_amount, monthly_amount from wallet_limit where wallet_id = $1 order by currency`,
    values: [walletId],
  });
  return rows.map((row) => ({
    currency: toCurrency(row.currency),
    perTransactionAmount: row.per_transaction_amount,
    dailyAmount: row.daily_amount,
    ...(row.weekly_amount === null ? {} : { weeklyAmount: row.weekly_amount }),
    monthlyAmount: row.monthly_amount,
  }));
}

/** Replaces the limits over all agents. The caller holds the locks of the wallet and of its agents. */
export async function writeWalletLimits(ctx: Ctx, walletId: string, limits: readonly AgentLimit[]): Promise<void> {
  await ctx.db.query({
    name: 'spending.delete-wallet-limits',
    text: 'delete from wallet_limit where wallet_id = $1 and not (currency = any($2::text[]))',
    values: [walletId, limits.map((limit) => limit.currency)],
  });
  for (const limit of limits) {
    await ctx.db.query({
      name: 'spending.write-wallet-limit',
      text: `insert into wallet_limit (wallet_id, currency, per_transaction_amount, daily_amount, weekly_amount, monthly_amount) values ($1, $2, $3, $4, $5, $6)
             on conflict (wallet_id, currency) do update set per_transaction_amount = excluded.per_transaction_amount,
               daily_amount = excluded.daily_amount, weekly_amount = excluded.weekly_amount, monthly_amount = excluded.monthly_amount`,
      values: [walletId, limit.currency, limit.perTransactionAmount, limit.dailyAmount, limit.weeklyAmount ?? null, limit.monthlyAmount],
    });
  }
}
