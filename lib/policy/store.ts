import type { Ctx } from '@/lib/ports';
import { invariant } from '@/lib/kernel/invariant';
import type { Currency } from '@/lib/kernel/money';
import type { Budget, Budgets, WindowKeys } from '@/lib/spending';
import type { PastPurchases, Policies, Policy } from './types';

const ALL_AGENTS = '';

/** Whose policy: an agent's of this wallet, or (null) the one over all of them. */
export type PolicyKey = { readonly walletId: string; readonly agentId: string | null };

export async function findPolicy(ctx: Ctx, { walletId, agentId }: PolicyKey): Promise<Policy> {
  const [row] = await ctx.db.query<{ document: Policy }>({
    name: 'policy.find',
    text: 'select document from spending_policy where wallet_id = $1 and agent_id = $2',
    values: [walletId, agentId ?? ALL_AGENTS],
  });
  return row?.document ?? {};
}

/** All policies of a wallet: the one over all agents, and each agent's own by its id. */
export async function listPolicies(ctx: Ctx, walletId: string): Promise<{ wallet: Policy; agents: ReadonlyMap<string, Policy> }> {
  const rows = await ctx.db.query<{ agent_id: string; document: Policy }>({
    name: 'policy.list',
    text: 'select agent_id, document from spending_policy where wallet_id = $1',
    values: [walletId],
  });
  const agents = new Map(rows.map((row) => [row.agent_id, row.document]));
  return { wallet: agents.get(ALL_AGENTS) ?? {}, agents };
}

export async function writePolicy(ctx: Ctx, { walletId, agentId }: PolicyKey, policy: Policy): Promise<void> {
  await ctx.db.query({
    name: 'policy.write',
    text: `insert into spending_policy (wallet_id, agent_id, document, updated_at) values ($1, $2, $3, $4)
           on conflict (wallet_id, agent_id) do update set document = excluded.document, updated_at = excluded.updated_at`,
    values: [walletId, agentId ?? ALL_AGENTS, JSON.stringify(policy), ctx.clock.now()],
  });
}

export type GroundQuery = {
  readonly walletId: string;
  readonly agentId: string;
  /** Handle. */
  readonly merchant: string;
  readonly currency: Currency;
  readonly amount: bigint;
  /** Of its items, each once. */
  readonly categories: readonly string[];
  readonly keys: WindowKeys;
  /** Of the owner's clock, 0 to 23. */
  readonly hour: number;
};

/** What was read: limits and what counts against them, the authorisation that would cover the purchase, both policies, and the past. */
export type Ground = { readonly budgets: Budgets; readonly authorizationId: string | null; readonly policies: Policies; readonly past: PastPurchases };

type BudgetColumns<Of extends string> = Record<`${Of}_transaction` | `${Of}_day` | `${Of}_week` | `${Of}_month`, bigint | null> &
  Record<`${Of}_day_used` | `${Of}_week_used` | `${Of}_month_used`, bigint>;
type PastColumns = { count: number; at_merchant: number; currency_count: number; currency_amount: bigint; near_hour: number; agent_recent: number; wallet_recent: number };
type GroundRow = BudgetColumns<'agent'> & BudgetColumns<'wallet'> & PastColumns & { authorization_id: string | null; agent_policy: Policy | null; wallet_policy: Policy | null; locked: boolean };

/** A velocity rule of a policy that does not rest. */
const velocityOf = (policy: string): string => `case when ${policy}.document->'velocity'->>'action' <> 'allow' then ${policy}.document->'velocity' end`;
/** Counted no further than the rule's number; without a rule nothing. */
const inSpan = (rule: string, agentId: string): string =>
  `select 1 from spending_hold h where h.agent_id = ${agentId} and h.status in ('held', 'used') and h.created_at > $10 - make_interval(secs => (${rule}->>'seconds')::int)
    limit (${rule}->>'purchases')::bigint`;

/** Counters by their keys and rows by their windows: the cost does not grow with the history. */
const groundText = (lock: string): string => `
  with wallet as materialized (select * from wallet_limit where wallet_id = $2 and currency = $3 ${lock}),
       own as materialized (select p.document, ${velocityOf('p')} as velocity from spending_policy p where p.wallet_id = $2 and p.agent_id = $1),
       shared as materialized (select p.document, ${velocityOf('p')} as velocity from spending_policy p where p.wallet_id = $2 and p.agent_id = '${ALL_AGENTS}'),
       turn as materialized (
         select 1 from spending_policy p where p.wallet_id = $2 and p.agent_id = '${ALL_AGENTS}' and ${velocityOf('p')} is not null and (select count(*) from wallet) >= 0 ${lock})
  select l.per_transaction_amount as agent_transaction, l.daily_amount as agent_day, l.weekly_amount as agent_week, l.monthly_amount as agent_month,
         coalesce((select amount from spending_usage where agent_id = $1 and currency = $3 and window_key = $4), 0) as agent_day_used,
         coalesce((select amount from spending_usage where agent_id = $1 and currency = $3 and window_key = $5), 0) as agent_week_used,
         coalesce((select amount from spending_usage where agent_id = $1 and currency = $3 and window_key = $6), 0) as agent_month_used,
         w.per_transaction_amount as wallet_transaction, w.daily_amount as wallet_day, w.weekly_amount as wallet_week, w.monthly_amount as wallet_month,
         used.day_used as wallet_day_used, used.week_used as wallet_week_used, used.month_used as wallet_month_used,
         (select id from spending_authorization
           where agent_id = $1 and currency = $3 and revoked_at is null and expires_at > $10 and used_amount + $7 <= amount and (not single_use or used_amount = 0)
             and (merchant is null or merchant = $8) and (category is null or $9::text[] = array[category])
           order by single_use desc, expires_at, id limit 1) as authorization_id,
         own.document as agent_policy, shared.document as wallet_policy, past.*,
         (select count(*)::int from (${inSpan('own.velocity', '$1')}) recent) as agent_recent,
         (select count(*)::int from (
            select 1 from agent a cross join lateral (${inSpan('shared.velocity', 'a.id')}) each where a.wallet_id = $2 limit (shared.velocity->>'purchases')::bigint) recent) as wallet_recent,
         (w.wallet_id is not null or exists (select 1 from turn)) as locked
    from (select 1) one
    left join agent_limit l on l.agent_id = $1 and l.currency = $3 left join wallet w on true left join own on true left join shared on true
   cross join lateral (
          select coalesce(sum(amount) filter (where window_key = $4), 0)::bigint as day_used, coalesce(sum(amount) filter (where window_key = $5), 0)::bigint as week_used,
                 coalesce(sum(amount) filter (where window_key = $6), 0)::bigint as month_used
            from spending_usage where w.wallet_id is not null and wallet_id = $2 and currency = $3 and window_key in ($4, $5, $6)) used
   cross join (
          select coalesce(max(purchases) filter (where key = 'n'), 0) as count, coalesce(max(purchases) filter (where key = 'm:' || $8), 0) as at_merchant,
                 coalesce(max(purchases) filter (where key = 'c:' || $3), 0) as currency_count, coalesce(max(amount) filter (where key = 'c:' || $3), 0) as currency_amount,
                 coalesce(sum(purchases) filter (where key = any($11)), 0)::int as near_hour
            from spending_history where agent_id = $1 and key = any(array['n', 'm:' || $8, 'c:' || $3] || $11)) past`;
const FIND_GROUND = { name: 'policy.find-ground', text: groundText('') };
const LOCK_GROUND = { name: 'policy.lock-ground', text: groundText('for update') };

/** All that an agent's purchase is judged by, as it is now. */
export const findGround = async (ctx: Ctx, query: GroundQuery): Promise<Ground> => toGround(await readGround(ctx, query, FIND_GROUND));

/**
 * The same for who acts on it, and holds the agent's row lock, so that nobody else moves what is the agent's. What all agents have in common is
 * locked until the transaction ends: the limit over all of them, then the policy whose velocity counts them together. Then their requests are
 * judged one after the other, and what was read while this one waited is read again. Locks are taken in this order by everyone.
 */
export async function lockGround(ctx: Ctx, query: GroundQuery): Promise<Ground> {
  const row = await readGround(ctx, query, LOCK_GROUND);
  return row.locked ? findGround(ctx, query) : toGround(row);
}

const twoDigits = (hour: number): string => String((hour + 24) % 24).padStart(2, '0');

async function readGround(ctx: Ctx, query: GroundQuery, statement: typeof FIND_GROUND): Promise<GroundRow> {
  const { agentId, walletId, currency, keys, amount, merchant, categories, hour } = query;
  const [row] = await ctx.db.query<GroundRow>({
    ...statement,
    values: [
      agentId, walletId, currency, keys.dayKey, keys.weekKey, keys.monthKey, amount.toString(), merchant, categories, ctx.clock.now(),
      [hour - 1, hour, hour + 1].map((each) => `h:${twoDigits(each)}`),
    ],
  });
  invariant(row, 'a select without a table to select from answers one row');
  return row;
}

const toGround = (row: GroundRow): Ground => ({
  budgets: {
    agent: toBudget([row.agent_transaction, row.agent_day, row.agent_week, row.agent_month], [row.agent_day_used, row.agent_week_used, row.agent_month_used]),
    wallet: toBudget([row.wallet_transaction, row.wallet_day, row.wallet_week, row.wallet_month], [row.wallet_day_used, row.wallet_week_used, row.wallet_month_used]),
  },
  authorizationId: row.authorization_id,
  policies: { agent: row.agent_policy ?? {}, wallet: row.wallet_policy ?? {} },
  past: {
    count: row.count,
    atMerchant: row.at_merchant,
    inCurrency: { count: row.currency_count, totalAmount: row.currency_amount },
    nearHour: row.near_hour,
    recent: { agent: row.agent_recent, wallet: row.wallet_recent },
  },
});

type LimitTuple = readonly [perTransaction: bigint | null, day: bigint | null, week: bigint | null, month: bigint | null];

function toBudget([perTransactionAmount, day, weeklyAmount, month]: LimitTuple, [dayUsed, weekUsed, monthUsed]: readonly [bigint, bigint, bigint]): Budget | null {
  if (perTransactionAmount === null || day === null || month === null) return null;
  return {
    limit: { perTransactionAmount, dailyAmount: day, weeklyAmount, monthlyAmount: month },
    usage: { dailyAmount: dayUsed, weeklyAmount: weekUsed, monthlyAmount: monthUsed },
  };
}
