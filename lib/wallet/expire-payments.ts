import { cancelPending, expirePending, findApproval, withdrawNotices } from '@/lib/approval';
import { tellMerchants } from '@/lib/agent';
import { invariant } from '@/lib/kernel/invariant';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { releaseSpending } from '@/lib/spending';
import { announceStepUp } from './announce-step-up';
import { endLiveTokens, findPayment, listLapsedPayments, listLivePayments, lockPayment, movePayment, type EndedToken } from './store';
import type { Payment } from './types';

const BATCH = 100;

/**
 * Ends a live payment that will not be paid: its token with it, and its budget is free again. In the caller's transaction. One whose
 * token was spent meanwhile is left alone: its checkout is being paid, and decides.
 */
async function endPayment(ctx: Ctx, payment: Pick<Payment, 'id' | 'status'>, to: 'expired' | 'voided'): Promise<EndedToken[]> {
  const { spent } = await lockPayment(ctx, payment.id);
  if (spent) return [];
  const moved = await movePayment(ctx, { id: payment.id, from: payment.status, to });
  if (!moved) return [];
  const ended = await endLiveTokens(ctx, payment.id, to);
  if (to === 'voided') for (const token of ended) await tellVoided(ctx, payment.id, token);
  await releaseSpending(ctx, payment.id);
  return ended;
}

/** A token that would have paid pays no more: the owner's trail says so. */
const tellVoided = (ctx: Ctx, paymentId: string, { id, agentId, walletId }: EndedToken): Promise<void> =>
  record(ctx, { of: { walletId }, kind: 'token.voided', actor: 'system', subject: id, detail: { agent_id: agentId, payment_id: paymentId } });

/** A payment past its time. In the caller's transaction. */
export async function lapsePayment(ctx: Ctx, payment: Pick<Payment, 'id' | 'status'>): Promise<void> {
  await endPayment(ctx, payment, 'expired');
}

/** Frees what an agent's lapsed payments still hold, so that the next decision counts only what lives. In the caller's transaction. */
export async function releaseLapsed(ctx: Ctx, agentId: string): Promise<void> {
  for (const id of await listLapsedPayments(ctx, { agentId, limit: BATCH })) await lapsePayment(ctx, { id, status: 'approved' });
}

/** The job: writes down what has run out, approvals and unused tokens alike. Safe to run anywhere, at any time. */
export async function expireApprovals(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const id of await expirePending(tx, BATCH)) {
      await lapsePayment(tx, { id, status: 'step_up_required' });
      await announceExpiry(tx, id);
    }
  });
  for (const id of await listLapsedPayments(ctx, { limit: BATCH })) await inTransaction(ctx, (tx) => lapsePayment(tx, { id, status: 'approved' }));
}

async function announceExpiry(tx: Ctx, paymentId: string): Promise<void> {
  const payment = await findPayment(tx, paymentId);
  invariant(payment?.approvalId, `payment ${paymentId} waited for an approval`);
  const approval = await findApproval(tx, { approvalId: payment.approvalId, walletId: payment.walletId });
  invariant(approval, `approval ${payment.approvalId} exists`);
  await announceStepUp(tx, 'expired', approval);
  await withdrawNotices(tx, [approval], 'expired');
}

async function voidLive(ctx: Ctx, which: { checkoutId?: string; agentId?: string }, exceptId: string | null = null): Promise<EndedToken[]> {
  const ended: EndedToken[] = [];
  for (const payment of await listLivePayments(ctx, which)) if (payment.id !== exceptId) ended.push(...(await endPayment(ctx, payment, 'voided')));
  await withdrawNotices(ctx, await cancelPending(ctx, which), 'cancelled');
  return ended;
}

/** The checkout changed or ended: nothing that was approved for it holds any more. In the caller's transaction. */
export async function voidCheckoutPayments(ctx: Ctx, checkoutId: string): Promise<void> {
  await voidLive(ctx, { checkoutId });
}

/** The agent was revoked or stopped: its unused tokens and open requests end with the same commit, and merchants that it paid are promised word of theirs. */
export async function voidAgentPayments(ctx: Ctx, agentId: string): Promise<void> {
  for (const { walletId, merchantId, checkoutId } of await voidLive(ctx, { agentId })) {
    await tellMerchants(ctx, { id: agentId, walletId }, { type: 'token.revoked', merchantId, more: { session_id: checkoutId } });
  }
}

/** The owner changed the checkout for this payment, whose approval is closed: what others were granted or asked for on it ends. In the caller's transaction. */
export async function voidOtherPayments(ctx: Ctx, { checkoutId, paymentId }: { checkoutId: string; paymentId: string }): Promise<void> {
  await voidLive(ctx, { checkoutId }, paymentId);
}
