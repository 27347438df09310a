import type { Ctx } from '@/lib/ports';
import { compareCarts, type CartChanges } from './compare-carts';
import { findPreviousApproved } from './store';
import type { Approval } from './types';

/** What is different from what the owner approved last for this agent at this merchant. */
export type SinceLast = {
  readonly approvalId: string;
  readonly approvedAt: Date;
  /** The card that was signed then. */
  readonly paymentMethodId: string;
  readonly changes: CartChanges;
};

/** Null for the first approval of this agent here. */
export async function loadSinceLast(ctx: Ctx, approval: Approval): Promise<SinceLast | null> {
  const previous = await findPreviousApproved(ctx, approval);
  if (!previous?.decidedAt || previous.paymentMethodId === null) return null;
  const { id: approvalId, decidedAt: approvedAt, paymentMethodId } = previous;
  return { approvalId, approvedAt, paymentMethodId, changes: compareCarts(previous.snapshot, approval.snapshot) };
}
