import type { AgentLimit } from '@/lib/agent';
import { invariant } from '@/lib/kernel/invariant';
import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Budget, Budgets, SpendingLimit, SpendingUsage, WindowKeys } from './types';

export type BudgetQuery = {
  readonly agentId: string;
  readonly walletId: string;
  readonly currency: string;
  readonly amount: bigint;
  /** Handle. */
  readonly merchant: string;
  /** Of its items, each once. */
  readonly categories: readonly string[];
  readonly keys: WindowKeys;
};

/** What was read: budgets, and the authorisation that would cover the purchase, if one does. */
export type Ground = { readonly budgets: Budgets; readonly authorizationId: string | null };

type LimitColumns<Prefix extends string> = Record<`${Prefix}_transaction` | `${Prefix}_day` | `${Prefix}_week` | `${Prefix}_month`, bigint | null>;
type BudgetRow = LimitColumns<'agent'> & LimitColumns<'wallet'> & UsageRow & { authorization_id: string | null };
type UsageRow = { day_used: bigint; week_used: bigint; month_used: bigint };

/**
 * What an agent's purchase is judged by, in one statement. The caller holds the agent's row lock, so nobody else moves its limits and
 * usage meanwhile. Where the wallet has a limit of its own, its row is locked by this statement until the transaction ends, so the
 * requests of all its agents are judged one after the other; what they spent is then read by a second one, which sees what was committed
 * while the first waited. Locks are taken in this order, the agent's before the wallet's, by everyone.
 */
export const lockBudgets = (ctx: Ctx, query: BudgetQuery): Promise<Ground> => readGround(ctx, query, LOCK_BUDGETS);

/** The same without a lock, for a look that nobody acts on. */
export const findBudgets = (ctx: Ctx, query: BudgetQuery): Promise<Ground> => readGround(ctx, query, FIND_BUDGETS);

const budgetsText = (lock: string): string => `
  with wallet as materialized (select * from wallet_limit where wallet_id = $2 and currency = $3 ${lock})
  select l.per_transaction_amount as agent_transaction, l.daily_amount as agent_day, l.weekly_amount as agent_week, l.monthly_amount as agent_month,
         w.per_transaction_amount as wallet_transaction, w.daily_amount as wallet_day, w.weekly_amount as wallet_week, w.monthly_amount as wallet_month,
         coalesce((select amount from spending_usage where agent_id = $1 and currency = $3 and window_key = $4), 0) as day_used,
         coalesce((select amount from spending_usage where agent_id = $1 and currency = $3 and window_key = $5), 0) as week_used,
         coalesce((select amount from spending_usage where agent_id = $1 and currency = $3 and window_key = $6), 0) as month_used,
         (select id from spending_authorization
           where agent_id = $1 and currency = $3 and revoked_at is null and expires_at > $10 and used_amount + $7 <= amount and (not single_use or used_amount = 0)
             and (merchant is null or merchant = $8) and (category is null or $9::text[] = array[category])
           order by single_use desc, expires_at, id limit 1) as authorization_id
    from (select 1) one left join agent_limit l on l.agent_id = $1 and l.currency = $3 left join wallet w on true`;
const LOCK_BUDGETS = { name: 'spending.lock-budgets', text: budgetsText('for update') };
const FIND_BUDGETS = { name: 'spending.find-budgets', text: budgetsText('') };

async function readGround(ctx: Ctx, query: BudgetQuery, statement: typeof LOCK_BUDGETS): Promise<Ground> {
  const { dayKey, weekKey, monthKey } = query.keys;
  const [row] = await ctx.db.query<BudgetRow>({
    ...statement,
    values: [
      query.agentId, query.walletId, query.currency, dayKey, weekKey, monthKey, query.amount.toString(), query.merchant, query.categories, ctx.clock.now(),
    ],
  });
  invariant(row, 'a select without a table to select from answers one row');
  const agent = toLimit(row.agent_transaction, row.agent_day, row.agent_week, row.agent_month);
  const wallet = toLimit(row.wallet_transaction, row.wallet_day, row.wallet_week, row.wallet_month);
  const budgets = { agent: agent && { limit: agent, usage: toUsage(row) }, wallet: wallet && (await readWalletBudget(ctx, query, wallet)) };
  return { budgets, authorizationId: row.authorization_id };
}

async function readWalletBudget(ctx: Ctx, query: BudgetQuery, limit: SpendingLimit): Promise<Budget> {
  const { dayKey, weekKey, monthKey } = query.keys;
  const [row] = await ctx.db.query<UsageRow>({
    name: 'spending.read-wallet-usage',
    text: `select coalesce(sum(amount) filter (where window_key = $3), 0)::bigint as day_used,
                  coalesce(sum(amount) filter (where window_key = $4), 0)::bigint as week_used,
                  coalesce(sum(amount) filter (where window_key = $5), 0)::bigint as month_used
             from spending_usage where wallet_id = $1 and currency = $2 and window_key in ($3, $4, $5)`,
    values: [query.walletId, query.currency, dayKey, weekKey, monthKey],
  });
  return { limit, usage: toUsage(row ?? { day_used: 0n, week_used: 0n, month_used: 0n }) };
}

const toUsage = (row: UsageRow): SpendingUsage => ({ dailyAmount: row.day_used, weeklyAmount: row.week_used, monthlyAmount: row.month_used });

function toLimit(perTransactionAmount: bigint | null, dailyAmount: bigint | null, weeklyAmount: bigint | null, monthlyAmount: bigint | null): SpendingLimit | null {
  if (perTransactionAmount === null || dailyAmount === null || monthlyAmount === null) return null;
  return { perTransactionAmount, dailyAmount, weeklyAmount, monthlyAmount };
}

export type NewHold = Pick<BudgetQuery, 'agentId' | 'walletId' | 'currency' | 'amount' | 'keys'> & {
  readonly paymentId: string;
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
