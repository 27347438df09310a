import { listAgents } from '@/lib/agent';
import { money, toCurrency, type Money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { applyPatch, listPolicies, replay, type PastRequest, type PolicyPatch, type RuleName } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';
import { listWalletLimits, type SpendingLimit } from '@/lib/spending';
import { getOwner, listPastPayments, type PastPaymentRow } from './store';
import type { PaymentStatus } from './types';

const REPLAY_MAX = 200;

export type ReplayedRequest = {
  readonly paymentId: string;
  readonly agentName: string;
  readonly merchantName: string;
  readonly total: Money;
  readonly at: Date;
  /** What came of it. */
  readonly status: PaymentStatus;
  readonly humanPresent: boolean;
  /** What the rules would say. */
  readonly decision: 'allow' | 'ask' | 'refuse';
  readonly rule: RuleName | null;
  readonly words: string;
};

/** Newest first; at most 200. */
export type Replay = { readonly requests: readonly ReplayedRequest[] };

/**
 * What the wallet's limits and rules would have said to the last requests of its agents, or of one of them, with `patch` applied to the
 * policy of that agent, or (null) to the one over all of them. Reads only.
 */
export async function replayPolicy(
  ctx: Ctx,
  query: { walletId: string; agentId: string | null; patch: PolicyPatch },
): Promise<Result<Replay, { code: 'agent_not_found' }>> {
  const { walletId, agentId, patch } = query;
  const [agents, owner, limits, stored, past] = await Promise.all([
    listAgents(ctx, walletId), getOwner(ctx, walletId), listWalletLimits(ctx, walletId), listPolicies(ctx, walletId),
    listPastPayments(ctx, { walletId, agentId, limit: REPLAY_MAX }),
  ]);
  if (agentId !== null && !agents.some((agent) => agent.id === agentId)) return err({ code: 'agent_not_found' });
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const wallet = agentId === null ? applyPatch(stored.wallet, patch) : stored.wallet;
  const decisions = replay(past.toReversed().map(toRequest), {
    timeZone: owner.calendar.timeZone,
    policiesOf: (id) => ({ wallet, agent: id === agentId ? applyPatch(stored.agents.get(id) ?? {}, patch) : (stored.agents.get(id) ?? {}) }),
    limitsOf: (id, currency) => ({
      agent: toLimit(byId.get(id)?.limits.find((limit) => limit.currency === currency)),
      wallet: toLimit(limits.find((limit) => limit.currency === currency)),
    }),
  }).toReversed();
  const requests = past.map((row, index): ReplayedRequest => {
    const decision = decisions[index];
    const caught = decision === undefined || decision.decision === 'allow' ? null : decision;
    return {
      paymentId: row.id,
      agentName: byId.get(row.agent_id)?.name ?? 'An agent',
      merchantName: row.merchant_name,
      total: money(row.amount, toCurrency(row.currency)),
      at: row.created_at,
      status: row.status,
      humanPresent: row.human_present,
      decision: caught?.decision ?? 'allow',
      rule: caught?.rule ?? null,
      words: caught?.words ?? 'Within your limits and rules.',
    };
  });
  return ok({ requests });
}

const toRequest = (row: PastPaymentRow): PastRequest => ({
  at: row.created_at,
  agentId: row.agent_id,
  merchant: { handle: row.handle, country: row.merchant_country },
  categories: row.categories ?? [],
  amount: row.amount,
  currency: toCurrency(row.currency),
  bought: row.status === 'completed' || row.status === 'approved',
});

const toLimit = (limit: (Omit<SpendingLimit, 'weeklyAmount'> & { readonly weeklyAmount?: bigint }) | undefined): SpendingLimit | null =>
  limit === undefined ? null : { ...limit, weeklyAmount: limit.weeklyAmount ?? null };
