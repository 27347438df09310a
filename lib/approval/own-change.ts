import type { Ctx } from '@/lib/ports';
import { compareCarts, type CartChanges } from './compare-carts';
import { findApproval } from './store';
import type { Approval } from './types';

/** What the owner made of the approval before this one. Null for one that came from the agent as it is. */
export async function loadOwnChange(ctx: Ctx, approval: Approval): Promise<CartChanges | null> {
  const replaced = approval.replacesId === null ? null : await findApproval(ctx, { approvalId: approval.replacesId, walletId: approval.walletId });
  return replaced && compareCarts(replaced.snapshot, approval.snapshot);
}
