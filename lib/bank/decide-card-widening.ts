import { limitIn } from './decide-hold';
import type { CardControls, CardLimit } from './types';

export type CardWidening = 'unfrozen' | 'agents_allowed' | 'limit_raised' | 'limit_removed';

const BOUNDS = ['perTransactionAmount', 'dailyAmount', 'agentMaximumAmount'] as const satisfies readonly (keyof CardLimit)[];

/** What lets a card do more in `after` than in `before`: each needs a fresh passkey assertion (rules.md, widening). Empty for what only narrows. */
export function decideCardWidening(before: CardControls, after: CardControls): CardWidening[] {
  const found = new Set<CardWidening>();
  if (before.status === 'frozen' && after.status === 'active') found.add('unfrozen');
  if (!before.agentTransactionsEnabled && after.agentTransactionsEnabled) found.add('agents_allowed');
  for (const limit of before.limits) {
    for (const bound of BOUNDS) {
      const [old, now] = [limit[bound], limitIn(after, limit.currency)?.[bound] ?? null];
      if (old !== null && now === null) found.add('limit_removed');
      if (old !== null && now !== null && now > old) found.add('limit_raised');
    }
  }
  return [...found];
}
