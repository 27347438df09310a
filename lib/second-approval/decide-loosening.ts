import type { SecondApproval, SecondLimit } from './types';

export type SecondWidening = 'approver_removed' | 'limit_raised' | 'limit_removed';

/**
 * What makes fewer approvals need two people: each needs the owner's passkey (rules.md, widening). Empty for what only tightens: a lower amount, an
 * amount in another currency, an invitation. Pure.
 */
export function decideLoosening(before: SecondApproval, after: { keepsApprover: boolean; limits: readonly SecondLimit[] }): SecondWidening[] {
  const found: SecondWidening[] = [];
  if (before.approver?.status === 'active' && !after.keepsApprover) found.push('approver_removed');
  const pairs = before.limits.map((old) => ({ old, limit: after.limits.find(({ currency }) => currency === old.currency) }));
  if (pairs.some(({ old, limit }) => limit && limit.amount > old.amount)) found.push('limit_raised');
  if (pairs.some(({ limit }) => !limit)) found.push('limit_removed');
  return found;
}
