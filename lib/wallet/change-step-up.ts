import { lockAgent, type Agent } from '@/lib/agent';
import { findApproval, lockApproval, openApproval, supersede, type Approval, withdrawNotices } from '@/lib/approval';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type CheckoutSnapshot, type Ctx, type ReduceRefusal } from '@/lib/ports';
import type { Calendar } from '@/lib/spending';
import { findNeededApprover } from '@/lib/second-approval';
import { voidOtherPayments } from './expire-payments';
import { judgePurchase, toPurchase, toQuestion, type Purchase, type Question } from './purchase-facts';
import { cartHash } from './request-payment';
import { judgeOpen, type StepUpError } from './step-up';
import { getOwner, movePaymentToCart } from './store';

export type ChangeStepUp = {
  readonly approvalId: string;
  readonly walletId: string;
  /** What shall be left of each item, 0 for none. Items that are not named stay. */
  readonly items: readonly { readonly id: string; readonly quantity: number }[];
  /** From the owner to the agent. */
  readonly note: string | null;
};

export type ChangeError = StepUpError | ReduceRefusal;

/**
 * The owner takes something out of a cart before approving it. In one transaction the store prices the checkout anew, never to a higher total, the approval
 * is closed as superseded, and the agent's request moves to a new approval over the new snapshot, which the owner then signs like any other. The
 * payment keeps its id. Locks: agent, checkout, approval, payment, in this order, so that an edit of the agent's or a decision in another tab comes before or after.
 */
export const changeStepUp = (ctx: Ctx, command: ChangeStepUp): Promise<Result<{ approvalId: string }, ChangeError>> =>
  inTransaction<Ctx, Result<{ approvalId: string }, ChangeError>>(ctx, async (tx) => {
    const known = await lockParts(tx, command);
    if (!known.ok) return known;
    const { approval, agent } = known.value;
    const { checkoutId, agentId } = approval;
    const reduced = await tx.ports.checkoutSnapshot.reduce(tx, { checkoutId, agentId, items: command.items });
    if (!reduced.ok) return reduced;
    await supersede(tx, approval.id);
    await withdrawNotices(tx, [approval], 'superseded');
    await voidOtherPayments(tx, { checkoutId, paymentId: approval.paymentId });
    return ok({ approvalId: await askAnew(tx, { approval, agent, snapshot: reduced.value, note: command.note }) });
  });

async function lockParts(tx: Ctx, { approvalId, walletId }: ChangeStepUp): Promise<Result<{ approval: Approval; agent: Agent }, StepUpError>> {
  // Read without a lock for the ids alone: the locks below are taken in their order, and then it is read again.
  const found = await findApproval(tx, { approvalId, walletId });
  if (found?.walletId !== walletId) return err({ code: 'not_found' });
  const agent = await lockAgent(tx, found.agentId, 'update');
  const current = await tx.ports.checkoutSnapshot.find(tx, { merchant: found.merchantId, checkoutId: found.checkoutId, agentId: found.agentId, lock: true });
  const approval = await lockApproval(tx, { approvalId, walletId });
  if (!approval) return err({ code: 'not_found' });
  const refusal = await judgeOpen(tx, approval);
  if (refusal) return err(refusal);
  if (agent?.status !== 'active' && agent?.status !== 'pending') return err({ code: 'agent_inactive' });
  if (current.state !== 'ready' || current.snapshot.hash !== approval.snapshot.hash) return err({ code: 'checkout_changed' });
  return ok({ approval, agent });
}

async function askAnew(tx: Ctx, { approval, agent, snapshot, note }: { approval: Approval; agent: Agent; snapshot: CheckoutSnapshot; note: string | null }): Promise<string> {
  const owner = await getOwner(tx, approval.walletId);
  const purchase = toPurchase(snapshot);
  const question = await askAgain(tx, { approval, agent, purchase, calendar: owner.calendar });
  const opened = await openApproval(tx, {
    walletId: approval.walletId,
    agentId: agent.id,
    agentName: agent.name,
    paymentId: approval.paymentId,
    snapshot,
    ...question,
    agentNote: approval.agentNote,
    second: await findNeededApprover(tx, { walletId: approval.walletId, currency: snapshot.currency, amount: snapshot.totalAmount }),
    ownerName: owner.displayName,
    replaces: { approvalId: approval.id, ownerNote: note },
  });
  await movePaymentToCart(tx, {
    id: approval.paymentId,
    snapshotHash: snapshot.hash,
    cartHash: cartHash(snapshot),
    amount: snapshot.totalAmount,
    triggerType: question.triggerType,
    approvalId: opened.id,
    expiresAt: opened.expiresAt,
    categories: purchase.categories,
  });
  return opened.id;
}

/** Why this still comes to a person: the limits and rules once more, over what is left. */
async function askAgain(tx: Ctx, facts: { approval: Approval; agent: Agent; purchase: Purchase; calendar: Calendar }): Promise<Question> {
  const { approval, agent, purchase, calendar } = facts;
  const mayComplete = approval.triggerType !== 'permission' && agent.permissions.includes('complete_purchase');
  const { decision } = await judgePurchase(tx, { agent, mayComplete, tokenMerchants: null, cardId: null, calendar, purchase, act: false });
  if (decision.decision !== 'allow') return toQuestion(decision);
  return { triggerType: approval.triggerType, reason: 'You changed this cart. What is left is within your limits and rules.', limitAmount: null, excessAmount: null };
}
