import type { AgentLimit, AgentTerms } from './types';

export type Widening = 'permission_added' | 'limit_added' | 'limit_raised' | 'merchant_added' | 'activated';

/**
 * What makes `after` allow more than `before`: each needs a fresh passkey assertion (rules.md). Empty for a change that only takes
 * away. A currency that gains a limit widens, since without one every purchase in it asks; one that loses its limit narrows.
 */
export function decideWidening(before: AgentTerms, after: AgentTerms): Widening[] {
  const found: Widening[] = [];
  if (after.permissions.some((permission) => !before.permissions.includes(permission))) found.push('permission_added');
  const pairs = after.limits.map((limit) => ({ limit, old: before.limits.find((other) => other.currency === limit.currency) }));
  if (pairs.some(({ old }) => !old)) found.push('limit_added');
  if (pairs.some(({ limit, old }) => old && exceeds(limit, old))) found.push('limit_raised');
  if (!areWithin(after.merchants, before.merchants)) found.push('merchant_added');
  if (after.status === 'active' && before.status !== 'active') found.push('activated');
  return found;
}

/** Left out is any merchant. */
const areWithin = (merchants: AgentTerms['merchants'], outer: AgentTerms['merchants']): boolean =>
  outer === undefined || (merchants !== undefined && merchants.every((merchant) => outer.includes(merchant)));

/** Whether a limit allows something that the old one did not. A week without a limit allows what the month does. */
export const exceeds = (limit: AgentLimit, old: AgentLimit): boolean =>
  limit.perTransactionAmount > old.perTransactionAmount ||
  limit.dailyAmount > old.dailyAmount ||
  (limit.weeklyAmount ?? limit.monthlyAmount) > (old.weeklyAmount ?? old.monthlyAmount) ||
  limit.monthlyAmount > old.monthlyAmount;
