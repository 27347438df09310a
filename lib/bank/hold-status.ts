import { invariant } from '@/lib/kernel/invariant';
import type { Hold, HoldStatus } from './types';

type Sums = Pick<Hold, 'amount' | 'capturedAmount' | 'releasedAmount'>;

/** What is still set aside. */
export const heldAmount = (hold: Sums): bigint => hold.amount - hold.capturedAmount - hold.releasedAmount;

/** The status that follows from the sums: `held` while anything is left, then `captured` if the merchant took any of it. */
export function holdStatus(hold: Sums): HoldStatus {
  const left = heldAmount(hold);
  invariant(left >= 0n, 'captured and released are within the hold');
  if (left > 0n) return 'held';
  return hold.capturedAmount > 0n ? 'captured' : 'released';
}
