import { isWithin } from './hours';
import type { Action, ListRule, Policy } from './types';

const STRICTNESS: Record<Action, number> = { allow: 0, ask: 1, refuse: 2 };
const isActive = (rule: { readonly action: Action } | undefined): boolean => rule !== undefined && rule.action !== 'allow';
const isSubset = (inner: readonly string[], outer: readonly string[]): boolean => inner.every((value) => outer.includes(value));

/**
 * The rules of `before` that catch less, or are less strict, in `after`: each needs a fresh passkey assertion (rules.md, widening). Empty for
 * a change that only tightens. What cannot be shown to be no looser counts as looser.
 */
export function decideLoosening(before: Policy, after: Policy): (keyof Policy)[] {
  return RULES.filter((key) => isActive(before[key]) && !isAsStrict(key, before, after));
}

const RULES = ['merchants', 'categories', 'countries', 'hours', 'velocity', 'newMerchant', 'unusualAmount', 'unusualHour'] as const satisfies readonly (keyof Policy)[];

function isAsStrict(key: (typeof RULES)[number], before: Policy, after: Policy): boolean {
  const [old, now] = [before[key], after[key]];
  if (!old || !now || STRICTNESS[now.action] < STRICTNESS[old.action]) return false;
  switch (key) {
    case 'merchants':
    case 'categories':
    case 'countries':
      return catchesAsMuch(before[key], after[key]);
    case 'hours':
      return before.hours !== undefined && after.hours !== undefined && isWithin(after.hours, before.hours);
    case 'velocity':
      return before.velocity !== undefined && after.velocity !== undefined && after.velocity.purchases <= before.velocity.purchases && after.velocity.seconds >= before.velocity.seconds;
    case 'unusualAmount':
      return before.unusualAmount !== undefined && after.unusualAmount !== undefined && after.unusualAmount.times <= before.unusualAmount.times;
    case 'newMerchant':
    case 'unusualHour':
      return true;
  }
}

/** Nothing that was caught passes: what was blocked is blocked or not allowed, and nobody joined those that are allowed. */
function catchesAsMuch(old: ListRule | undefined, now: ListRule | undefined): boolean {
  if (!old || !now) return false;
  const stillCaught = (value: string): boolean => now.blocked.includes(value) || (now.allowed.length > 0 && !now.allowed.includes(value));
  if (!old.blocked.every(stillCaught)) return false;
  return old.allowed.length === 0 || (now.allowed.length > 0 && isSubset(now.allowed.filter((value) => !now.blocked.includes(value)), old.allowed));
}
