import type { Currency } from '@/lib/kernel/money';
import { windowKeys, type Budget, type SpendingLimit } from '@/lib/spending';
import { decidePurchase } from './decide-purchase';
import { localMoment } from './hours';
import type { Decision, PastPurchases, Policies, PurchaseFacts, VelocityRule } from './types';

/** A request of the past, as it was judged: in the merchant's words. */
export type PastRequest = {
  readonly at: Date;
  readonly agentId: string;
  readonly merchant: PurchaseFacts['merchant'];
  readonly categories: readonly string[];
  readonly amount: bigint;
  readonly currency: Currency;
  /** It came to a purchase, with or without a person: it counts for what follows. */
  readonly bought: boolean;
};

export type Rules = {
  policiesOf(agentId: string): Policies;
  limitsOf(agentId: string, currency: Currency): { readonly agent: SpendingLimit | null; readonly wallet: SpendingLimit | null };
  readonly timeZone: string;
};

/**
 * What these rules would have said to each request of the past, the oldest first: pure. What was bought counts as it was bought, whatever
 * the rules say now, so that one changed answer does not change all that follow. Before the first request nothing is known.
 */
export function replay(requests: readonly PastRequest[], rules: Rules): Decision[] {
  return requests.map((request, index) => decidePurchase(factsOf(request, requests.slice(0, index).filter(({ bought }) => bought), rules), rules.policiesOf(request.agentId)));
}

function factsOf(request: PastRequest, before: readonly PastRequest[], rules: Rules): PurchaseFacts {
  const { agentId, merchant, categories, amount, currency, at } = request;
  const own = before.filter((earlier) => earlier.agentId === agentId);
  const limits = rules.limitsOf(agentId, currency);
  const budget = (limit: SpendingLimit | null, counted: readonly PastRequest[]): Budget | null => limit && { limit, usage: usageOf(request, counted, rules.timeZone) };
  return {
    agentStatus: 'active', mayComplete: true, currency, amount, merchant, categories, scope: { merchants: null, coversPurchase: true }, moment: localMoment(at, rules.timeZone),
    budgets: { agent: budget(limits.agent, own), wallet: budget(limits.wallet, before) },
    past: pastOf(request, own, before, rules), authorizationId: null, risk: null, cardObjection: null,
  };
}

function usageOf({ at, currency }: PastRequest, counted: readonly PastRequest[], timeZone: string): Budget['usage'] {
  const keysOf = (moment: Date) => windowKeys(moment, { timeZone, change: null });
  const now = keysOf(at);
  const inCurrency = counted.filter((earlier) => earlier.currency === currency).map((earlier) => ({ amount: earlier.amount, keys: keysOf(earlier.at) }));
  const sum = (key: keyof typeof now): bigint => inCurrency.filter(({ keys }) => keys[key] === now[key]).reduce((total, { amount }) => total + amount, 0n);
  return { dailyAmount: sum('dayKey'), weeklyAmount: sum('weekKey'), monthlyAmount: sum('monthKey') };
}

function pastOf(request: PastRequest, own: readonly PastRequest[], all: readonly PastRequest[], rules: Rules): PastPurchases {
  const hourOf = (at: Date): number => Math.floor(localMoment(at, rules.timeZone).minute / 60);
  const hour = hourOf(request.at);
  const inCurrency = own.filter(({ currency }) => currency === request.currency);
  const policies = rules.policiesOf(request.agentId);
  return {
    count: own.length,
    atMerchant: own.filter(({ merchant }) => merchant.handle === request.merchant.handle).length,
    inCurrency: { count: inCurrency.length, totalAmount: inCurrency.reduce((total, { amount }) => total + amount, 0n) },
    nearHour: own.filter(({ at }) => [0, 1, 23].includes((hourOf(at) - hour + 24) % 24)).length,
    recent: { agent: countWithin(policies.agent.velocity, request.at, own), wallet: countWithin(policies.wallet.velocity, request.at, all) },
  };
}

function countWithin(rule: VelocityRule | undefined, at: Date, counted: readonly PastRequest[]): number {
  if (!rule) return 0;
  const since = at.getTime() - rule.seconds * 1000;
  return Math.min(rule.purchases, counted.filter((earlier) => earlier.at.getTime() > since).length);
}
