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
};

/** Where an agent's own payment stands; another agent's is as unknown as none. Changes nothing: a poll never issues. */
export async function getPaymentStatus(ctx: Ctx, query: { paymentId: string; agentId: string }): Promise<Result<PaymentState, { code: 'payment_not_found' }>> {
  const payment = await findPayment(ctx, query.paymentId);
  if (payment?.agentId !== query.agentId) return err({ code: 'payment_not_found' });
  const now = ctx.clock.now();
  const token = payment.status === 'approved' ? await findLastToken(ctx, payment.id) : null;
  const lapsed = (payment.status === 'approved' || payment.status === 'step_up_required') && payment.expiresAt <= now && token?.status !== 'used';
  if (lapsed) return ok({ payment, status: 'expired', token: null, tokenExpiresAt: null });
  const live = token?.status === 'live' && token.expiresAt > now ? token : null;
  return ok({
    payment,
    status: payment.status,
    token: live && ctx.keyring.open(live.sealedToken, 'wallet.payment-token'),
    tokenExpiresAt: live?.expiresAt ?? null,
  });
}
