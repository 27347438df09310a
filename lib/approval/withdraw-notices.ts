import { withdrawNotice } from '@/lib/notification';
import type { Ctx } from '@/lib/ports';
import type { Approval, ApprovalStatus } from './types';

const OUTCOMES: Record<Exclude<ApprovalStatus, 'pending'>, string> = {
  approved: 'You approved this purchase.',
  rejected: 'You declined this purchase.',
  expired: 'This request has expired. Nothing was paid.',
  superseded: 'You changed this purchase. What is left waits for your approval.',
  cancelled: 'This request was withdrawn. Nothing was paid.',
};

/** Takes the notifications of approvals off the devices of who was asked: they were decided, here or elsewhere. In the caller's transaction. */
export async function withdrawNotices(
  ctx: Ctx,
  approvals: readonly Pick<Approval, 'id' | 'walletId' | 'secondWalletId'>[],
  status: Exclude<ApprovalStatus, 'pending'>,
): Promise<void> {
  for (const { id, walletId, secondWalletId } of approvals) {
    const notice = { subject: id, outcome: OUTCOMES[status], path: `/approve/${id}` } as const;
    await withdrawNotice(ctx, { walletId, ...notice });
    if (secondWalletId) await withdrawNotice(ctx, { walletId: secondWalletId, ...notice });
  }
}
