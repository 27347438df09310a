import type { Budget, Budgets, OverLimit, SpendingDecision } from './types';

/**
 * Whether an agent may spend this much by itself. An amount equal to what is left is within. A currency in which the agent has no limit
 * never is; one without a limit over all agents is bounded by the agent's own alone.
 */
export function decideSpending({ agent, wallet }: Budgets, requestedAmount: bigint): SpendingDecision {
  if (!agent) return { decision: 'currency_not_covered' };
  const over = findOver('agent', agent, requestedAmount) ?? (wallet && findOver('wallet', wallet, requestedAmount));
  return over ? { decision: 'over_limit', over } : { decision: 'within_limits' };
}

function findOver(scope: OverLimit['scope'], { limit, usage }: Budget, requestedAmount: bigint): OverLimit | null {
  const checks = [
    { kind: 'per_transaction', limitAmount: limit.perTransactionAmount, usedAmount: 0n },
    { kind: 'daily', limitAmount: limit.dailyAmount, usedAmount: usage.dailyAmount },
    { kind: 'weekly', limitAmount: limit.weeklyAmount, usedAmount: usage.weeklyAmount },
    { kind: 'monthly', limitAmount: limit.monthlyAmount, usedAmount: usage.monthlyAmount },
  ] as const;
  for (const { kind, limitAmount, usedAmount } of checks) {
    const excessAmount = limitAmount === null ? 0n : usedAmount + requestedAmount - limitAmount;
    if (limitAmount !== null && excessAmount > 0n) return { scope, kind, limitAmount, usedAmount, requestedAmount, excessAmount };
  }
  return null;
}
