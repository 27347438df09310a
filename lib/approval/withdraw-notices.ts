import { withdrawNotice } from '@/lib/notification';
import type { Ctx } from '@/lib/ports';
import type { ApprovalStatus } from './types';

const OUTCOMES: Record<Exclude<ApprovalStatus, 'pending'>, string> = {
  approved: 'You approved this purchase.',
  rejected: 'You declined this purchase.',
  expired: 'This request has expired. Nothing was paid.',
  superseded: 'You changed this purchase. What is left waits for your approval.',
  cancelled: 'This request was withdrawn. Nothing was paid.',
};

/** Takes the notifications of approvals off the owner's devices: they were decided, here or elsewhere. In the caller's transaction. */
export async function withdrawNotices(
  ctx: Ctx,
  approvals: readonly { readonly id: string; readonly walletId: string }[],
  status: Exclude<ApprovalStatus, 'pending'>,
): Promise<void> {
  for (const { id, walletId } of approvals) await withdrawNotice(ctx, { walletId, subject: id, outcome: OUTCOMES[status], path: `/approve/${id}` });
}
