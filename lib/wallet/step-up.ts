import { findAgent, lockAgent } from '@/lib/agent';
import {
  type Approval, type CartChanges, type Challenge, decide, findApproval, findReplacementId, insertSignature, issueChallenge, listSignatures, loadOwnChange,
  loadSinceLast, lockApproval, markChallengeUsed, repeatChallenge, type Signature, type SinceLast, type StoredEvidence, type VerifiedAssertion,
  verifyAssertion, withdrawNotices,
} from '@/lib/approval';
import { ensureSigningKeys } from '@/lib/mandate';
import { jsonHash } from '@/lib/kernel/hash';
import { cleanText } from '@/lib/kernel/text';
import { invariant } from '@/lib/kernel/invariant';
import { toDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, record, type Ctx } from '@/lib/ports';
import { holdSpending, windowKeys } from '@/lib/spending';
import { announceStepUp } from './announce-step-up';
import { issueToken, signCartMandate, tokenExpiry } from './issue-token';
import { findPayment, getOwner, isClaimedByAnother, listPaymentMethods, movePayment } from './store';
import type { PaymentMethod } from './types';

export type StepUpError =
  | { readonly code: 'not_found' }
  | { readonly code: 'invalid_payment_method' }
  | { readonly code: 'invalid_assertion' }
  | { readonly code: 'already_decided' }
  /** Of two people: this one has signed, or the other signed something else meanwhile. */
  | { readonly code: 'already_signed' | 'signed_otherwise' }
  | { readonly code: 'agent_inactive' }
  | { readonly code: 'checkout_changed' }
  | { readonly code: 'already_claimed' }
  | { readonly code: 'expired' };

/** An approval as its owner opens it: with a fresh challenge over what the page shows, as long as it can be decided. */
export type OpenStepUp = {
  readonly approval: Approval;
  readonly paymentMethods: readonly PaymentMethod[];
  readonly sinceLast: SinceLast | null;
  /** What the owner took out of the cart that the agent asked for. */
  readonly ownChange: CartChanges | null;
  /** The approval that took the place of this one. */
  readonly replacementId: string | null;
  /** Null where the owner signs alone. */
  readonly second: SecondState | null;
  readonly challenge: Challenge | null;
  readonly publicKey: object | null;
};

/** Where two people sign: who looks at it, and who has signed. */
export type SecondState = { readonly you: 'owner' | 'second'; readonly ownerSigned: boolean; readonly secondSigned: boolean };

type StepUpQuery = { readonly approvalId: string; readonly walletId: string };

/**
 * Opens a step-up for its owner, or for the person who signs second. Choosing another card makes another challenge; where the other of two has signed,
 * it is their content that is to be signed. Another's approval is as unknown as none.
 */
export async function openStepUp(ctx: Ctx, query: StepUpQuery & { paymentMethodId?: string }): Promise<Result<OpenStepUp, StepUpError>> {
  const { walletId: signerWalletId } = query;
  const approval = await findApproval(ctx, query);
  if (!approval) return err({ code: 'not_found' });
  const [shown, methods, signatures] = await Promise.all([
    loadShown(ctx, approval, signerWalletId),
    approval.status === 'pending' ? listUsable(ctx, approval) : listPaymentMethods(ctx, approval.walletId),
    approval.secondWalletId === null ? [] : listSignatures(ctx, approval.id),
  ]);
  const opened = { ...shown, paymentMethods: approval.walletId === signerWalletId ? methods : [], second: toSecondState(approval, signatures, signerWalletId) };
  if (approval.status !== 'pending' || signatures.some((signature) => signature.signerWalletId === signerWalletId)) return ok({ ...opened, challenge: null, publicKey: null });

  const [other] = signatures;
  const wanted = query.paymentMethodId ?? other?.paymentMethodId;
  const chosen = wanted === undefined ? methods[0] : methods.find((method) => method.id === wanted);
  if (!chosen || (other && other.paymentMethodId !== chosen.id)) return err({ code: 'invalid_payment_method' });
  const challenge = other ? await repeatChallenge(ctx, approval, other, signerWalletId) : await issueChallenge(ctx, approval, { paymentMethodId: chosen.id, signerWalletId });
  const passkeys = await ctx.ports.ownerPasskeys.list(ctx, signerWalletId);
  const publicKey = await ctx.ports.passkey.requestOptions(ctx, { challenge: challenge.challenge, passkeys });
  return ok({ ...opened, challenge, publicKey });
}

/** What the owner did before is the owner's to see. */
async function loadShown(ctx: Ctx, approval: Approval, walletId: string): Promise<Pick<OpenStepUp, 'approval' | 'sinceLast' | 'ownChange' | 'replacementId'>> {
  if (walletId !== approval.walletId) return { approval, sinceLast: null, ownChange: null, replacementId: null };
  const [sinceLast, ownChange, replacementId] = await Promise.all([
    loadSinceLast(ctx, approval),
    loadOwnChange(ctx, approval),
    approval.status === 'superseded' ? findReplacementId(ctx, approval) : null,
  ]);
  return { approval, sinceLast, ownChange, replacementId };
}

function toSecondState(approval: Approval, signatures: readonly Signature[], walletId: string): SecondState | null {
  if (approval.secondWalletId === null) return null;
  const signed = (whose: string): boolean => signatures.some(({ signerWalletId }) => signerWalletId === whose);
  return { you: walletId === approval.walletId ? 'owner' : 'second', ownerSigned: signed(approval.walletId), secondSigned: signed(approval.secondWalletId) };
}

/** The cards that the bank would let pay with the person present; all of them where it would let none. */
async function listUsable(ctx: Ctx, { walletId, amount, currency }: Approval): Promise<PaymentMethod[]> {
  const methods = await listPaymentMethods(ctx, walletId);
  const objections = await Promise.all(methods.map(({ cardId }) => ctx.ports.cardControls.preview(ctx, { cardId, amount, currency, humanPresent: true })));
  const usable = methods.filter((_method, index) => objections[index] === null);
  return usable.length > 0 ? usable : methods;
}

/**
 * Approves a step-up by a passkey of its owner over exactly its content. The signature is checked first; then one transaction decides
 * (once, in time, agent alive, cart unchanged), counts the spend, signs the mandates and issues the token. Where two people sign, the first
 * signature is kept and the approval goes on waiting; the second, over the same content, decides.
 */
export async function approveStepUp(
  ctx: Ctx,
  command: StepUpQuery & { assertion: unknown; paymentMethodId?: string },
): Promise<Result<{ approval: Approval }, StepUpError>> {
  const approval = await findApproval(ctx, command);
  if (!approval) return err({ code: 'not_found' });
  const refusal = await judgeOpen(ctx, approval);
  if (refusal) return err(refusal);
  const verified = await verifyAssertion(ctx, approval, command.assertion, command.walletId);
  if (!verified) return err({ code: 'invalid_assertion' });
  if (command.paymentMethodId !== undefined && command.paymentMethodId !== verified.challenge.paymentMethodId) return err({ code: 'invalid_assertion' });
  await ensureSigningKeys(ctx);
  return inTransaction<Ctx, Result<{ approval: Approval }, StepUpError>>(ctx, (tx) => settleApproval(tx, approval, verified, command.walletId));
}

/** Why this approval can be decided no more, or null. */
export async function judgeOpen(ctx: Ctx, approval: Approval): Promise<StepUpError | null> {
  switch (approval.status) {
    case 'pending':
      return null;
    case 'expired':
      return { code: 'expired' };
    case 'cancelled': { // with its agent, or because its checkout was edited or ended
      const status = (await findAgent(ctx, approval.agentId))?.status;
      return status === 'revoked' || status === 'suspended' ? { code: 'agent_inactive' } : { code: 'checkout_changed' };
    }
    case 'superseded':
      return { code: 'checkout_changed' };
    case 'approved':
    case 'rejected':
      return { code: 'already_decided' };
  }
}

async function settleApproval(tx: Ctx, approval: Approval, verified: VerifiedAssertion, signerWalletId: string): Promise<Result<{ approval: Approval }, StepUpError>> {
  const agent = await lockAgent(tx, approval.agentId, 'update');
  if (agent?.status !== 'active' && agent?.status !== 'pending') return err({ code: 'agent_inactive' });
  const current = await tx.ports.checkoutSnapshot.find(tx, { merchant: approval.merchantId, checkoutId: approval.checkoutId, agentId: approval.agentId });
  if (current.state !== 'ready' || current.snapshot.hash !== approval.snapshot.hash) return err({ code: 'checkout_changed' });
  if (await isClaimedByAnother(tx, { agentId: agent.id, checkoutId: approval.checkoutId })) return err({ code: 'already_claimed' });
  // A recovery may have removed the passkey since its signature was checked.
  const used = await tx.ports.ownerPasskeys.recordUse(tx, { passkeyId: verified.passkeyId, newCounter: verified.newCounter });
  if (!used) return err({ code: 'invalid_assertion' });

  const paymentMethodId = verified.challenge.paymentMethodId;
  const signed = await sign(tx, approval, verified, signerWalletId);
  if (!signed.ok) return signed;
  if (signed.value === 'waits') return ok({ approval });
  const { owner: evidence, second: secondEvidence } = signed.value;
  const decided = await decide(tx, { approvalId: approval.id, status: 'approved', paymentMethodId, evidence, secondEvidence, reason: null });
  if (!decided) return err(await findDecisionRefusal(tx, approval));
  meterAnswer(tx, approval, 'approved');
  const now = tx.clock.now();
  await movePayment(tx, {
    id: approval.paymentId,
    from: 'step_up_required',
    to: 'approved',
    humanPresent: true,
    paymentMethodId,
    expiresAt: approval.expiresAt > tokenExpiry(now, current.snapshot.expiresAt) ? approval.expiresAt : tokenExpiry(now, current.snapshot.expiresAt),
  });
  const payment = await findPayment(tx, approval.paymentId);
  invariant(payment?.status === 'approved', `payment ${approval.paymentId} was waiting for this approval`);
  const owner = await getOwner(tx, approval.walletId);
  const { id: paymentId, agentId, walletId, currency, amount } = payment;
  await holdSpending(tx, { paymentId, agentId, walletId, currency, amount, keys: windowKeys(now, owner.calendar), automatic: false, authorizationId: null });
  const cartMandateId = await signCartMandate(tx, payment, current.snapshot);
  const { merchantHandle, expiresAt } = current.snapshot;
  await issueToken(tx, { payment, merchantHandle, cartMandateId, paymentMethodId, expiresAt: tokenExpiry(now, expiresAt) });
  const passkeys = { passkey_id: evidence.passkey_id, ...(secondEvidence ? { second_passkey_id: secondEvidence.passkey_id } : {}) };
  await recordDecision(tx, approval, 'approval.approved', passkeys);
  await announceStepUp(tx, 'approved', approval);
  await withdrawNotices(tx, [approval], 'approved');
  await tx.ports.checkoutSnapshot.announceAuthorized(tx, approval.checkoutId);
  return ok({ approval: { ...approval, status: 'approved', paymentMethodId, decidedAt: now } });
}

type Signed = { readonly owner: StoredEvidence; readonly second: StoredEvidence | null };

/** Uses the challenge. Alone that is all; of two people the first signature is kept, and the second completes it when it is over the same content. */
async function sign(tx: Ctx, approval: Approval, verified: VerifiedAssertion, signerWalletId: string): Promise<Result<Signed | 'waits', StepUpError>> {
  const { evidence, challenge } = verified;
  // Two tabs with one assertion: the other was faster.
  if (!(await markChallengeUsed(tx, challenge.id))) return err(await findDecisionRefusal(tx, approval));
  if (approval.secondWalletId === null) return ok({ owner: evidence, second: null });
  const locked = await lockApproval(tx, { approvalId: approval.id, walletId: signerWalletId });
  if (locked?.status !== 'pending') return err(await findDecisionRefusal(tx, approval));
  const signatures = await listSignatures(tx, approval.id);
  if (signatures.some((signature) => signature.signerWalletId === signerWalletId)) return err({ code: 'already_signed' });
  const [other] = signatures;
  if (other && jsonHash(other.signedContent) !== jsonHash(challenge.signedContent)) return err({ code: 'signed_otherwise' });
  await insertSignature(tx, approval, { signerWalletId, paymentMethodId: challenge.paymentMethodId, signedContent: challenge.signedContent, challenge: challenge.challenge, evidence });
  if (!other) return ok('waits');
  return ok(signerWalletId === approval.walletId ? { owner: evidence, second: other.evidence } : { owner: other.evidence, second: evidence });
}

const meterAnswer = (tx: Ctx, { createdAt }: Approval, outcome: 'approved' | 'rejected'): void => tx.ports.meter.answered({ outcome, seconds: (tx.clock.now().getTime() - createdAt.getTime()) / 1000 });

/** Someone decided between our look and our write, or the time ran out. */
async function findDecisionRefusal(tx: Ctx, approval: Approval): Promise<StepUpError> {
  const current = await findApproval(tx, { approvalId: approval.id, walletId: approval.walletId });
  return (current && (await judgeOpen(tx, current))) ?? { code: 'already_decided' };
}

/** Declines a step-up, by either person where two sign. Declining needs no passkey: it only narrows. */
export async function rejectStepUp(ctx: Ctx, command: StepUpQuery & { reason?: string }): Promise<Result<{ approval: Approval }, StepUpError>> {
  return inTransaction<Ctx, Result<{ approval: Approval }, StepUpError>>(ctx, async (tx) => {
    const approval = await findApproval(tx, command);
    if (!approval) return err({ code: 'not_found' });
    const refusal = await judgeOpen(tx, approval);
    if (refusal) return err(refusal);
    const reason = command.reason === undefined ? null : cleanText(command.reason, 200);
    const decided = await decide(tx, { approvalId: approval.id, status: 'rejected', paymentMethodId: null, evidence: null, secondEvidence: null, reason });
    if (!decided) return err(await findDecisionRefusal(tx, approval));
    meterAnswer(tx, approval, 'rejected');
    await movePayment(tx, { id: approval.paymentId, from: 'step_up_required', to: 'rejected' });
    await recordDecision(tx, approval, 'approval.rejected', { reason });
    await announceStepUp(tx, 'rejected', approval);
    await withdrawNotices(tx, [approval], 'rejected');
    return ok({ approval: { ...approval, status: 'rejected', decidedAt: tx.clock.now() } });
  });
}

function recordDecision(tx: Ctx, approval: Approval, kind: 'approval.approved' | 'approval.rejected', more: { passkey_id: string } | { reason: string | null }): Promise<void> {
  const { id, walletId, agentId, paymentId, currency, snapshot } = approval;
  const detail = { agent_id: agentId, payment_id: paymentId, merchant: snapshot.merchantHandle, amount: toDecimal(approval), currency, snapshot_hash: snapshot.hash, ...more };
  return record(tx, { of: { walletId }, kind, actor: 'owner', subject: id, detail });
}
