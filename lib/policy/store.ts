import type { Ctx } from '@/lib/ports';
import type { Currency } from '@/lib/kernel/money';
import type { PastPurchases, Policies, Policy, Scope, VelocityRule } from './types';

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
  readonly merchant: string;
  readonly currency: Currency;
  /** Of the owner's clock, 0 to 23. */
  readonly hour: number;
};

type GroundRow = { agent: Policy | null; wallet: Policy | null; count: number; at_merchant: number; currency_count: number; currency_amount: bigint; near_hour: number };
export type Ground = { readonly policies: Policies; readonly past: Omit<PastPurchases, 'recent'> };

const twoDigits = (hour: number): string => String((hour + 24) % 24).padStart(2, '0');

/** Both policies and what the agent bought before: counters by their keys, so the cost does not grow with the history. */
export async function readGround(ctx: Ctx, { walletId, agentId, merchant, currency, hour }: GroundQuery): Promise<Ground> {
  const [row] = await ctx.db.query<GroundRow>({
    name: 'policy.ground',
    text: `select (select document from spending_policy where wallet_id = $1 and agent_id = $2) as agent,
                  (select document from spending_policy where wallet_id = $1 and agent_id = '') as wallet,
                  coalesce(max(purchases) filter (where key = 'n'), 0) as count, coalesce(max(purchases) filter (where key = $3), 0) as at_merchant,
                  coalesce(max(purchases) filter (where key = $4), 0) as currency_count, coalesce(max(amount) filter (where key = $4), 0) as currency_amount,
                  coalesce(sum(purchases) filter (where key = any($5)), 0)::int as near_hour
             from spending_history where agent_id = $2 and key = any(array['n', $3, $4] || $5)`,
    values: [walletId, agentId, `m:${merchant}`, `c:${currency}`, [hour - 1, hour, hour + 1].map((each) => `h:${twoDigits(each)}`)],
  });
  return {
    policies: { agent: row?.agent ?? {}, wallet: row?.wallet ?? {} },
    past: {
      count: row?.count ?? 0,
      atMerchant: row?.at_merchant ?? 0,
      inCurrency: { count: row?.currency_count ?? 0, totalAmount: row?.currency_amount ?? 0n },
      nearHour: row?.near_hour ?? 0,
    },
  };
}

/** How many purchases stand in a rule's span, of the agent or of all agents together; counted no further than the rule's number. */
export async function countRecent(ctx: Ctx, query: { walletId: string; agentId: string; scope: Scope; rule: VelocityRule }): Promise<number> {
  const since = new Date(ctx.clock.now().getTime() - query.rule.seconds * 1000);
  const [row] = await ctx.db.query<{ count: number }>({
    ...(query.scope === 'agent' ? COUNT_OF_AGENT : COUNT_OF_WALLET),
    values: [query.scope === 'agent' ? query.agentId : query.walletId, since, query.rule.purchases],
  });
  return row?.count ?? 0;
}

const RECENT = `select 1 from spending_hold h where h.status in ('held', 'used') and h.created_at > $2`;
const COUNT_OF_AGENT = { name: 'policy.recent-of-agent', text: `select count(*)::int as count from (${RECENT} and h.agent_id = $1 limit $3) recent` };
const COUNT_OF_WALLET = {
  name: 'policy.recent-of-wallet',
  text: `select count(*)::int as count from (
           select 1 from agent a cross join lateral (${RECENT} and h.agent_id = a.id limit $3) each where a.wallet_id = $1 limit $3) recent`,
};

/** Purchases of all agents are counted one after the other from here on, until the transaction ends. Agents are locked before this. */
export async function lockWalletPolicy(ctx: Ctx, walletId: string): Promise<void> {
  await ctx.db.query({ name: 'policy.lock', text: `select 1 from spending_policy where wallet_id = $1 and agent_id = '' for update`, values: [walletId] });
}
