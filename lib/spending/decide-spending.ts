import type { SpendingDecision, SpendingLimit, SpendingUsage } from './types';

/** Whether an agent may spend this much by itself. An amount equal to what is left is within; a currency without a limit never is. */
export function decideSpending(limit: SpendingLimit | null, usage: SpendingUsage, requestedAmount: bigint): SpendingDecision {
  if (!limit) return { decision: 'currency_not_covered' };
  const checks = [
    { kind: 'per_transaction', limitAmount: limit.perTransactionAmount, usedAmount: 0n },
    { kind: 'daily', limitAmount: limit.dailyAmount, usedAmount: usage.dailyAmount },
    { kind: 'monthly', limitAmount: limit.monthlyAmount, usedAmount: usage.monthlyAmount },
  ] as const;
  for (const check of checks) {
    const excessAmount = check.usedAmount + requestedAmount - check.limitAmount;
    if (excessAmount > 0n) return { decision: 'over_limit', over: { ...check, requestedAmount, excessAmount } };
  }
  return { decision: 'within_limits' };
}
