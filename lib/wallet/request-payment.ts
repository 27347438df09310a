import { lockAgent, type Agent } from '@/lib/agent';
import { countPending, findApproval, openApproval } from '@/lib/approval';
import { addSeconds } from '@/lib/kernel/clock';
import { jsonHash } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import type { Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type CheckoutSnapshot, type Ctx } from '@/lib/ports';
import { type Finding, findOutsideMandate } from '@/lib/policy';
import { findNeededApprover } from '@/lib/second-approval';
import { holdSpending, type WindowKeys } from '@/lib/spending';
import { lapsePayment, releaseLapsed } from './expire-payments';
import { getCartMandateId, issueToken, signCartMandate, tokenExpiry } from './issue-token';
import { judgePurchase, scopeOf, toPurchase, toQuestion, type Purchase, type Question } from './purchase-facts';
import { findDecline, findLastToken, findLivePayment, getPayer, insertPayment, isClaimedByAnother, listPaymentMethods, lockPayment } from './store';
import type { Payment, WalletOwner } from './types';

const PENDING_MAX = 3;
const DECLINE_SECONDS = 600;

export type RequestPayment = {
  readonly agentId: string;
  /** Of the access token: it may carry less than the agent. */
  readonly scopes: readonly string[];
  /** Handles that the access token is for; null or left out: any. */
  readonly merchants?: readonly string[] | null;
  /** Handle or id. */
  readonly merchant: string;
  readonly checkoutId: string;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly items?: readonly { readonly id: string; readonly quantity: number }[];
  readonly note?: string;
  /** False: decide and reserve only (payments/authorize). */
  readonly withToken: boolean;
};

export type StepUpAnswer = {
  readonly kind: 'step_up';
  readonly paymentId: string;
  readonly approvalId: string;
  readonly reason: string;
  readonly triggerType: string;
  readonly expiresAt: Date;
};

export type PaymentAnswer = { readonly kind: 'granted'; readonly paymentId: string; readonly token: string | null; readonly expiresAt: Date } | StepUpAnswer;

export type PaymentRefusal =
  | { readonly code: 'agent_revoked' | 'agent_suspended' }
  | { readonly code: 'session_not_found' | 'session_not_ready' | 'session_closed' }
  | { readonly code: 'currency_mismatch'; readonly expected: Currency }
  | { readonly code: 'amount_mismatch'; readonly expected: bigint; readonly currency: Currency }
  | { readonly code: 'items_mismatch'; readonly expected: readonly { id: string; quantity: number }[] }
  | { readonly code: 'already_claimed' }
  | { readonly code: 'policy_refused'; readonly rule: 'pending_approvals' | 'recently_declined'; readonly retryAfterSeconds: number }
  | { readonly code: 'policy_refused'; readonly rule: 'no_payment_method'; readonly retryAfterSeconds: null }
  /** By a rule of the owner's, which says what would pass. */
  | { readonly code: 'rule_refused'; readonly finding: Finding };

/**
 * An agent asks to pay for a checkout. In one transaction, under the agent's row lock, so that concurrent requests are judged one after
 * the other: within limits the amount is held and a token issued, else a person is asked. The same request again finds its answer.
 */
export function requestPayment(ctx: Ctx, command: RequestPayment): Promise<Result<PaymentAnswer, PaymentRefusal>> {
  return inTransaction<Ctx, Result<PaymentAnswer, PaymentRefusal>>(ctx, async (tx) => {
    const agent = await lockAgent(tx, command.agentId, 'update');
    if (!agent || agent.status === 'revoked') return err({ code: 'agent_revoked' });
    if (agent.status === 'suspended') return err({ code: 'agent_suspended' });

    const found = await tx.ports.checkoutSnapshot.find(tx, { merchant: command.merchant, checkoutId: command.checkoutId, agentId: agent.id });
    if (found.state !== 'ready') return err({ code: SNAPSHOT_REFUSALS[found.state] });
    const mismatch = findMismatch(command, found.snapshot);
    if (mismatch) return err(mismatch);
    const purchase = toPurchase(found.snapshot);
    // Before a known payment is answered too: it may have been granted to a wider token of the agent's.
    const outside = findOutsideMandate(scopeOf(agent, command.merchants ?? null, purchase, tx.clock.now()), purchase.merchant.handle);
    if (outside) return err({ code: 'rule_refused', finding: outside });

    await releaseLapsed(tx, agent.id);
    const known = await findKnown(tx, command, found.snapshot);
    if (known.state === 'spent') return err({ code: 'session_closed' });
    const answer = known.state === 'live' ? await answerKnown(tx, command, known.payment, found.snapshot) : null;
    return answer ? ok(answer) : decideNew(tx, command, agent, found.snapshot);
  });
}

export const SNAPSHOT_REFUSALS = { not_ready: 'session_not_ready', closed: 'session_closed', unknown: 'session_not_found' } as const;

type Mismatch = Extract<PaymentRefusal, { code: 'currency_mismatch' | 'amount_mismatch' | 'items_mismatch' }>;

/** What the agent believes it pays for must be what the store sells. */
export function findMismatch(command: Pick<RequestPayment, 'amount' | 'currency' | 'items'>, snapshot: CheckoutSnapshot): Mismatch | null {
  if (command.currency !== snapshot.currency) return { code: 'currency_mismatch', expected: snapshot.currency };
  if (command.amount !== snapshot.totalAmount) return { code: 'amount_mismatch', expected: snapshot.totalAmount, currency: snapshot.currency };
  if (command.items === undefined) return null;
  const expected = snapshot.items.map(({ id, quantity }) => ({ id, quantity }));
  return jsonHash(sortItems(command.items)) === jsonHash(sortItems(expected)) ? null : { code: 'items_mismatch', expected };
}

const sortItems = (items: readonly { id: string; quantity: number }[]): object[] =>
  items.map(({ id, quantity }) => ({ id, quantity })).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.quantity - b.quantity));

/** Items, quantities and total: an identical cart is one that a person would call the same, whatever its checkout's id. */
export const cartHash = (snapshot: CheckoutSnapshot): string =>
  jsonHash({ merchant: snapshot.merchantId, items: sortItems(snapshot.items), total: snapshot.totalAmount.toString(), currency: snapshot.currency });

type Known = { readonly state: 'none' | 'spent' } | { readonly state: 'live'; readonly payment: Payment };

/**
 * The same request as it was made before, locked: what is issued for it below is issued for a payment that is still alive. `spent`: its
 * token is paying for this very checkout, or has just done so.
 */
async function findKnown(tx: Ctx, command: RequestPayment, snapshot: CheckoutSnapshot): Promise<Known> {
  const key = { agentId: command.agentId, merchantId: snapshot.merchantId, checkoutId: snapshot.checkoutId, snapshotHash: snapshot.hash };
  const found = await findLivePayment(tx, key);
  if (!found) return { state: 'none' };
  const { spent } = await lockPayment(tx, found.id);
  if (spent) return { state: 'spent' };
  const payment = await findLivePayment(tx, key);
  return payment ? { state: 'live', payment } : { state: 'none' };
}

/** Its token again, or a new one under the same approval once the old has lapsed. Null: the request itself has run out. */
async function answerKnown(tx: Ctx, command: RequestPayment, payment: Payment, snapshot: CheckoutSnapshot): Promise<PaymentAnswer | null> {
  const now = tx.clock.now();
  if (payment.expiresAt <= now) {
    await lapsePayment(tx, payment);
    return null;
  }
  if (payment.status === 'step_up_required') return toStepUp(tx, payment);

  const token = await findLastToken(tx, payment.id);
  if (token?.status === 'live' && token.expiresAt > now) {
    const text = command.withToken ? tx.keyring.open(token.sealedToken, 'wallet.payment-token') : null;
    return { kind: 'granted', paymentId: payment.id, token: text, expiresAt: token.expiresAt };
  }
  if (!command.withToken) return { kind: 'granted', paymentId: payment.id, token: null, expiresAt: payment.expiresAt };
  const paymentMethodId = payment.paymentMethodId ?? (await listPaymentMethods(tx, payment.walletId))[0]?.id;
  invariant(paymentMethodId, `payment ${payment.id} was approved with a payment method`);
  const expiresAt = payment.humanPresent ? tokenExpiry(now, snapshot.expiresAt) : payment.expiresAt;
  const issued = await issueToken(tx, { payment, merchantHandle: snapshot.merchantHandle, cartMandateId: await getCartMandateId(tx, payment.id), paymentMethodId, expiresAt });
  return { kind: 'granted', paymentId: payment.id, token: issued, expiresAt };
}

/** The answer while a person is being asked. */
export async function toStepUp(tx: Ctx, payment: Payment): Promise<StepUpAnswer> {
  invariant(payment.approvalId, `payment ${payment.id} waits for an approval`);
  const approval = await findApproval(tx, { approvalId: payment.approvalId, walletId: payment.walletId });
  invariant(approval, `approval ${payment.approvalId} exists`);
  const { id: approvalId, reason, triggerType, expiresAt } = approval;
  return { kind: 'step_up', paymentId: payment.id, approvalId, reason, triggerType, expiresAt };
}

async function decideNew(tx: Ctx, command: RequestPayment, agent: Agent, snapshot: CheckoutSnapshot): Promise<Result<PaymentAnswer, PaymentRefusal>> {
  const now = tx.clock.now();
  const hash = cartHash(snapshot);
  const [isClaimed, declinedAt, { owner, method }] = await Promise.all([
    isClaimedByAnother(tx, { agentId: agent.id, checkoutId: snapshot.checkoutId }),
    findDecline(tx, { agentId: agent.id, cartHash: hash, since: addSeconds(now, -DECLINE_SECONDS) }),
    getPayer(tx, agent.walletId),
  ]);
  if (isClaimed) return err({ code: 'already_claimed' });
  if (declinedAt) return err({ code: 'policy_refused', rule: 'recently_declined', retryAfterSeconds: secondsUntil(addSeconds(declinedAt, DECLINE_SECONDS), now) });
  if (!method) return err({ code: 'policy_refused', rule: 'no_payment_method', retryAfterSeconds: null });

  const purchase = toPurchase(snapshot);
  const mayComplete = agent.permissions.includes('complete_purchase') && command.scopes.includes('complete_purchase');
  const { decision, keys } = await judgePurchase(tx, {
    agent, mayComplete, tokenMerchants: command.merchants ?? null, calendar: owner.calendar, purchase, cardId: method.cardId, act: true,
  });
  tx.ports.meter.decided({ outcome: decision.decision, rule: decision.decision === 'allow' ? 'none' : decision.rule });
  if (decision.decision === 'refuse') return err({ code: 'rule_refused', finding: decision });
  const draft: Payment = {
    id: newId('payment', now.getTime()),
    walletId: agent.walletId,
    agentId: agent.id,
    merchantId: snapshot.merchantId,
    checkoutId: snapshot.checkoutId,
    snapshotHash: snapshot.hash,
    amount: snapshot.totalAmount,
    currency: snapshot.currency,
    status: 'approved',
    humanPresent: false,
    triggerType: null,
    approvalId: null,
    paymentMethodId: null,
    expiresAt: tokenExpiry(now, snapshot.expiresAt),
    createdAt: now,
  };
  if (decision.decision === 'ask') return askOwner(tx, { command, agent, owner, snapshot, purchase, question: toQuestion(decision), draft, hash });
  const { authorizationId } = decision;
  return ok(await grant(tx, { command, snapshot, purchase, draft, hash, keys, authorizationId, paymentMethodId: method.id }));
}

async function grant(
  tx: Ctx,
  facts: {
    command: RequestPayment;
    snapshot: CheckoutSnapshot;
    purchase: Purchase;
    draft: Payment;
    hash: string;
    keys: WindowKeys;
    authorizationId: string | null;
    paymentMethodId: string;
  },
): Promise<PaymentAnswer> {
  const { draft, snapshot, purchase, authorizationId, paymentMethodId } = facts;
  await insertPayment(tx, { ...draft, cartHash: facts.hash, purchase });
  const { id: paymentId, agentId, walletId, currency, amount } = draft;
  await holdSpending(tx, { paymentId, agentId, walletId, currency, amount, keys: facts.keys, automatic: authorizationId === null, authorizationId });
  const cartMandateId = await signCartMandate(tx, draft, snapshot);
  const token = facts.command.withToken ? await issueToken(tx, { payment: draft, merchantHandle: snapshot.merchantHandle, cartMandateId, paymentMethodId, expiresAt: draft.expiresAt }) : null;
  return { kind: 'granted', paymentId: draft.id, token, expiresAt: draft.expiresAt };
}

async function askOwner(
  tx: Ctx,
  facts: { command: RequestPayment; agent: Agent; owner: WalletOwner; snapshot: CheckoutSnapshot; purchase: Purchase; question: Question; draft: Payment; hash: string },
): Promise<Result<PaymentAnswer, PaymentRefusal>> {
  const { agent, question, draft } = facts;
  const pending = await countPending(tx, agent.id);
  if (pending.count >= PENDING_MAX) {
    const retryAfterSeconds = pending.earliestExpiry ? secondsUntil(pending.earliestExpiry, tx.clock.now()) : 60;
    return err({ code: 'policy_refused', rule: 'pending_approvals', retryAfterSeconds });
  }
  const approval = await openApproval(tx, {
    walletId: agent.walletId,
    agentId: agent.id,
    agentName: agent.name,
    paymentId: draft.id,
    snapshot: facts.snapshot,
    ...question,
    agentNote: facts.command.note ?? null,
    second: await findNeededApprover(tx, { walletId: agent.walletId, currency: draft.currency, amount: draft.amount }),
    ownerName: facts.owner.displayName,
    replaces: null,
  });
  await insertPayment(tx, {
    ...draft,
    status: 'step_up_required',
    triggerType: question.triggerType,
    approvalId: approval.id,
    expiresAt: approval.expiresAt,
    cartHash: facts.hash,
    purchase: facts.purchase,
  });
  return ok({
    kind: 'step_up',
    paymentId: draft.id,
    approvalId: approval.id,
    reason: question.reason,
    triggerType: question.triggerType,
    expiresAt: approval.expiresAt,
  });
}

const secondsUntil = (then: Date, now: Date): number => Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 1000));
