import { findApproval } from '@/lib/approval';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findLastToken, findPayment } from './store';
import type { Payment, PaymentStatus } from './types';

export type PaymentState = {
  readonly payment: Payment;
  readonly status: PaymentStatus;
  /** The same on each look, until it is used or lapses. */
  readonly token: string | null;
  readonly tokenExpiresAt: Date | null;
  /** The owner took something out of the cart: what it is now, and what they say about it. */
  readonly ownerChange: OwnerChange | null;
};

export type OwnerChange = { readonly items: readonly { readonly id: string; readonly name: string; readonly quantity: number }[]; readonly note: string | null };

/** Where an agent's own payment stands; another agent's is as unknown as none. Changes nothing: a poll never issues. */
export async function getPaymentStatus(ctx: Ctx, query: { paymentId: string; agentId: string }): Promise<Result<PaymentState, { code: 'payment_not_found' }>> {
  const payment = await findPayment(ctx, query.paymentId);
  if (payment?.agentId !== query.agentId) return err({ code: 'payment_not_found' });
  const now = ctx.clock.now();
  const [token, ownerChange] = await Promise.all([payment.status === 'approved' ? findLastToken(ctx, payment.id) : null, findOwnerChange(ctx, payment)]);
  const lapsed = (payment.status === 'approved' || payment.status === 'step_up_required') && payment.expiresAt <= now && token?.status !== 'used';
  if (lapsed) return ok({ payment, status: 'expired', token: null, tokenExpiresAt: null, ownerChange });
  const live = token?.status === 'live' && token.expiresAt > now ? token : null;
  return ok({
    payment,
    status: payment.status,
    token: live && ctx.keyring.open(live.sealedToken, 'wallet.payment-token'),
    tokenExpiresAt: live?.expiresAt ?? null,
    ownerChange,
  });
}

async function findOwnerChange(ctx: Ctx, { approvalId, walletId }: Payment): Promise<OwnerChange | null> {
  const approval = approvalId === null ? null : await findApproval(ctx, { approvalId, walletId });
  if (!approval || approval.replacesId === null) return null;
  return { items: approval.snapshot.items.map(({ id, name, quantity }) => ({ id, name, quantity })), note: approval.ownerNote };
}
