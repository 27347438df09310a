import { formatMoney, money, type Currency } from '@/lib/kernel/money';
import type { Budget, SpendingLimit } from '@/lib/spending';
import { decidePurchase, spanText } from './decide-purchase';
import { applyPatch, type PolicyPatch } from './set-policy';
import type { ListRule, Policies, PurchaseFacts, RuleName, Scope } from './types';

/** One change of limits, permissions or rules. `words` say it to the owner. */
export type RuleChange = { readonly words: string } & (
  | { readonly kind: 'limits'; readonly scope: Scope; readonly currency: Currency; readonly limit: SpendingLimit }
  | { readonly kind: 'permission' }
  | { readonly kind: 'policy'; readonly scope: Scope; readonly patch: PolicyPatch }
);

const UNUSUAL_TIMES_MAX = 100n;
const VELOCITY_MAX = 1_000;

/**
 * The one change that would have let this purchase pass, and no more than it: a limit raised to what it needs, a merchant or a kind of goods allowed, and so
 * on. Pure. Null where no single change does: nothing stops it, more than one rule does, or the rule is one of time or risk.
 */
export function proposeChange(facts: PurchaseFacts, policies: Policies): RuleChange | null {
  const decision = decidePurchase(facts, policies);
  if (decision.decision === 'allow') return null;
  const change = CHANGES[decision.rule]?.({ facts, policies, scope: decision.rule === 'wallet' ? 'wallet' : (decision.scope ?? 'agent') }) ?? null;
  return change !== null && wouldPass(change, facts, policies) ? change : null;
}

type Case = { readonly facts: PurchaseFacts; readonly policies: Policies; readonly scope: Scope };
type Propose = (stopped: Case) => RuleChange | null;

const CHANGES: Partial<Record<RuleName, Propose>> = {
  permission: () => ({ kind: 'permission', words: 'Let this agent complete purchases within its limits without asking.' }),
  currency: raise,
  per_transaction: raise,
  daily: raise,
  weekly: raise,
  monthly: raise,
  wallet: raise,
  merchant: ({ facts: { merchant }, policies, scope }) => allow('merchants', [merchant.handle], policies, scope),
  category: ({ facts: { categories }, policies, scope }) => allow('categories', categories, policies, scope),
  country: ({ facts: { merchant }, policies, scope }) => allow('countries', merchant.country === null ? [] : [merchant.country], policies, scope),
  velocity: ({ facts: { past }, policies, scope }) => {
    const rule = policies[scope].velocity;
    const purchases = past.recent[scope] + 1;
    if (!rule || purchases > VELOCITY_MAX) return null;
    return { kind: 'policy', scope, patch: { velocity: { ...rule, purchases } }, words: `Allow ${purchases} purchases within ${spanText(rule.seconds)}${forWhom(scope)}.` };
  },
  unusual_amount: ({ facts: { amount, past: { inCurrency } }, policies, scope }) => {
    const rule = policies[scope].unusualAmount;
    if (!rule || inCurrency.totalAmount === 0n) return null;
    const times = (amount * BigInt(inCurrency.count) + inCurrency.totalAmount - 1n) / inCurrency.totalAmount;
    if (times > UNUSUAL_TIMES_MAX) return null;
    return { kind: 'policy', scope, patch: { unusualAmount: { ...rule, times: Number(times) } }, words: `Find an amount unusual only from ${times} times the usual${forWhom(scope)}.` };
  },
};

const forWhom = (scope: Scope): string => (scope === 'agent' ? ' for this agent' : ' for all your agents');

const WINDOWS = [
  ['perTransactionAmount', 'each purchase'],
  ['dailyAmount', 'each day'],
  ['weeklyAmount', 'each week'],
  ['monthlyAmount', 'each month'],
] as const;

/** Every window as far as this purchase needs it, and as one must not be below the other. */
function raise({ facts: { amount, budgets, currency }, scope }: Case): RuleChange {
  const limit = raisedTo(budgets[scope], amount);
  const inWords = (value: bigint): string => formatMoney(money(value, currency));
  const steps = WINDOWS.flatMap(([field, window]) => {
    const [before, after] = [budgets[scope]?.limit[field] ?? null, limit[field]];
    if (after === null || before === after) return [];
    return [before === null ? `${window} ${inWords(after)}` : `${window} ${inWords(after)} instead of ${inWords(before)}`];
  });
  const whose = scope === 'agent' ? "this agent's limits" : 'the limits over all your agents';
  return { kind: 'limits', scope, currency, limit, words: `${budgets[scope] === null ? 'Set' : 'Raise'} ${whose} in ${currency}: ${steps.join(', ')}.` };
}

const NONE: Budget = { limit: { perTransactionAmount: 0n, dailyAmount: 0n, weeklyAmount: null, monthlyAmount: 0n }, usage: { dailyAmount: 0n, weeklyAmount: 0n, monthlyAmount: 0n } };

function raisedTo(budget: Budget | null, amount: bigint): SpendingLimit {
  const { limit, usage } = budget ?? NONE;
  const perTransactionAmount = max(limit.perTransactionAmount, amount);
  const dailyAmount = max(limit.dailyAmount, usage.dailyAmount + amount, perTransactionAmount);
  const weeklyAmount = limit.weeklyAmount === null ? null : max(limit.weeklyAmount, usage.weeklyAmount + amount, dailyAmount);
  return { perTransactionAmount, dailyAmount, weeklyAmount, monthlyAmount: max(limit.monthlyAmount, usage.monthlyAmount + amount, weeklyAmount ?? dailyAmount) };
}

const max = (...amounts: readonly bigint[]): bigint => amounts.reduce((highest, amount) => (amount > highest ? amount : highest));

type ListKey = 'merchants' | 'categories' | 'countries';

/** Takes what is bought off the block list, and onto the list of what is allowed where there is one. */
function allow(key: ListKey, values: readonly string[], policies: Policies, scope: Scope): RuleChange | null {
  const rule = policies[scope][key];
  if (!rule) return null;
  const blocked = rule.blocked.filter((value) => !values.includes(value));
  const allowed = rule.allowed.length === 0 ? [] : [...new Set([...rule.allowed, ...values])];
  const after: ListRule | null = blocked.length + allowed.length === 0 ? null : { ...rule, allowed, blocked };
  const named = values.filter((value) => rule.blocked.includes(value) || (rule.allowed.length > 0 && !rule.allowed.includes(value)));
  return { kind: 'policy', scope, patch: { [key]: after }, words: `Allow ${named.map((value) => value || 'goods without a category').join(', ')}${forWhom(scope)}.` };
}

function wouldPass(change: RuleChange, facts: PurchaseFacts, policies: Policies): boolean {
  switch (change.kind) {
    case 'permission':
      return decidePurchase({ ...facts, mayComplete: true }, policies).decision === 'allow';
    case 'limits': {
      const budget: Budget = { usage: (facts.budgets[change.scope] ?? NONE).usage, limit: change.limit };
      return decidePurchase({ ...facts, budgets: { ...facts.budgets, [change.scope]: budget } }, policies).decision === 'allow';
    }
    case 'policy':
      return decidePurchase(facts, { ...policies, [change.scope]: applyPatch(policies[change.scope], change.patch) }).decision === 'allow';
  }
}
