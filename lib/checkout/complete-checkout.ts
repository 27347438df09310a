import { addSeconds } from '@/lib/kernel/clock';
import { failpoint } from '@/lib/kernel/failpoint';
import { canonicalJson } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type AcceptedConsent, type ConsentRefusal, type Ctx } from '@/lib/ports';
import { lockForChange, type CheckoutQuery } from './access';
import { cleanWords } from './clean-words';
import { driveAttempt, type Driven } from './drive-attempt';
import { getCheckout } from './get-checkout';
import { insertConsentProof } from './consent-store';
import { findAttributionConflict, keepCompletionFacts, type CompletionFacts } from './checkout-facts';
import { judgeAuthentication, type AuthenticationVerdict } from './judge-authentication';
import { recordFailure, recordNeed } from './record-authentication';
import { NoPlace, recordMoved, recordNoPlace, setAside, TermsMoved } from './set-aside';
import { isPayable, type CheckoutStatus } from './status';
import { findLastAttempt, insertAttempt, leaseSilentAttempts, writeCheckout, writeStatus, type Attempt } from './store';
import type { AuthenticationReport, BrowserChannel, Buyer, CaptureMethod, Checkout, CheckoutRefusal, FulfillmentContact } from './types';

export type CompleteCheckout = CheckoutQuery & CompletionFacts & {
  readonly token: string;
  /** If given, the checkout must be declared final, of this version, and come to this amount. */
  readonly expected?: { readonly version: number; readonly amount: bigint };
  /** If given it must be the buyer that the snapshot was made of. */
  readonly buyer?: Buyer;
  /** Who receives goods that others hand over, and the receipt: it is no part of what was approved. */
  readonly contact?: FulfillmentContact;
  readonly wireVersion: string;
  /** Left out: automatic. */
  readonly captureMethod?: CaptureMethod;
  /** What came of authenticating the card's holder, where that was tried (3-D Secure). */
  readonly authentication?: AuthenticationReport;
  /** What checking a consent proof came to, where one came: it is spent with the token, and kept with the attempt. */
  readonly consent?: Result<AcceptedConsent, ConsentRefusal>;
  /** Told to whoever authenticates the card's holder, should that be needed. */
  readonly channel?: BrowserChannel;
  /** The same request ran before and was cut off: a completion by this very token is its answer. */
  readonly resumed: boolean;
};

/**
 * `declined`: the world refused (card, stock, price); the checkout says so in its messages and can be tried again with a new token.
 * `authentication_required`: nothing was tried yet, and the token is as good as before.
 */
export type CompletedCheckout = { readonly checkout: Checkout; readonly outcome: 'completed' | 'declined' | 'authentication_required' };

type Start =
  | { readonly step: 'refused'; readonly refusal: CheckoutRefusal }
  | { readonly step: 'drive'; readonly attempt: Attempt }
  | { readonly step: 'wait_or_resume'; readonly attemptId: string }
  | { readonly step: 'done' };

/**
 * Pays a ready checkout with a token, in three steps: one transaction claims the token, sets the goods aside and writes the attempt;
 * then the network is asked, outside any transaction; one transaction writes its answer (drive-attempt.ts). A crash between any two is
 * resumed by whoever comes next: this function called again, or the job resume-completions.
 */
export async function completeCheckout(ctx: Ctx, command: CompleteCheckout): Promise<Result<CompletedCheckout, CheckoutRefusal>> {
  const start = await begin(ctx, command);
  switch (start.step) {
    case 'refused':
      return err(start.refusal);
    case 'done':
      return asItIs(ctx, command);
    case 'drive':
      failpoint('complete.claimed');
      return toAnswer(ctx, command, await driveAttempt(ctx, start.attempt, { isNew: true }));
    case 'wait_or_resume': {
      const until = addSeconds(ctx.clock.now(), ctx.settings.completionLeaseSeconds);
      const [silent] = await leaseSilentAttempts(ctx, { until, limit: 1, id: start.attemptId });
      return silent ? toAnswer(ctx, command, await driveAttempt(ctx, silent, { isNew: false })) : err({ code: 'in_progress' });
    }
  }
}

type Answer = Result<CompletedCheckout, CheckoutRefusal>;

async function toAnswer(ctx: Ctx, command: CompleteCheckout, driven: Driven): Promise<Answer> {
  if (driven.end === 'silent') return err({ code: 'in_progress', unavailable: true });
  return driven.checkout ? ok(withOutcome(driven.checkout)) : asItIs(ctx, command);
}

async function asItIs(ctx: Ctx, command: CompleteCheckout): Promise<Answer> {
  const result = await getCheckout(ctx, command);
  return result.ok ? ok(withOutcome(result.value)) : result;
}

const withOutcome = (checkout: Checkout): CompletedCheckout => ({
  checkout,
  outcome: checkout.status === 'completed' || checkout.status === 'authentication_required' ? checkout.status : 'declined',
});

/** Thrown to roll the claim back when the card is not to be charged as it is: its holder must be authenticated, or was not. Caught below, never seen outside. */
class Unauthenticated extends Error {
  constructor(readonly verdict: Exclude<AuthenticationVerdict, { step: 'pay' }>) {
    super('not authenticated');
  }
}

/** Thrown to roll the claim back, token and all, when the consent proof was spent before. */
class ConsentSpent extends Error {}

async function begin(ctx: Ctx, command: CompleteCheckout): Promise<Start> {
  try {
    return await inTransaction(ctx, (tx) => claim(tx, command));
  } catch (error) {
    if (error instanceof Unauthenticated) return follow(ctx, command, error.verdict);
    if (error instanceof NoPlace) await recordNoPlace(ctx, command, error.reason);
    else if (error instanceof TermsMoved) await recordMoved(ctx, command, error.shortItemIds);
    else if (error instanceof ConsentSpent) return { step: 'refused', refusal: { code: 'invalid_consent', reason: 'used' } };
    else throw error;
    return { step: 'done' };
  }
}

async function follow(ctx: Ctx, command: CompleteCheckout, verdict: Unauthenticated['verdict']): Promise<Start> {
  if (verdict.step === 'refuse') return { step: 'refused', refusal: verdict.refusal };
  await (verdict.step === 'ask' ? recordNeed(ctx, command, verdict) : recordFailure(ctx, command, verdict.message));
  return { step: 'done' };
}

async function claim(tx: Ctx, command: CompleteCheckout): Promise<Start> {
  const checkout = await lockForChange(tx, command);
  if (!checkout) return { step: 'refused', refusal: { code: 'not_found' } };
  if (command.resumed && (await wasTriedWith(tx, checkout, command.token))) return { step: 'done' };
  const difference = isPayable(checkout.status) ? differenceFrom(checkout, command.expected) : null;
  if (difference !== null) return { step: 'refused', refusal: { code: 'not_as_expected', what: difference } };
  if (!isPayable(checkout.status)) return judgeUnready(tx, checkout, checkout.status);
  // What the cut-off request came to, for all that its caller heard of it.
  if (command.resumed && checkout.status === 'authentication_required' && !command.authentication) return { step: 'done' };
  if (command.buyer && canonicalJson(cleanWords(command.buyer)) !== canonicalJson(checkout.buyer)) return { step: 'refused', refusal: { code: 'buyer_mismatch' } };

  const conflict = await findAttributionConflict(tx, checkout, command);
  if (conflict) return { step: 'refused', refusal: conflict };

  if (command.consent?.ok === false) return { step: 'refused', refusal: { code: 'invalid_consent', reason: command.consent.error.code } };
  const claimed = await tx.ports.credentials.claim(tx, {
    token: command.token,
    merchantId: checkout.merchantId,
    checkoutId: checkout.id,
    snapshotHash: checkout.snapshotHash,
    amount: checkout.totals.totalAmount,
    currency: checkout.currency,
    agentId: command.actor.kind === 'agent' ? command.actor.agentId : null,
  });
  if (!claimed.ok) return { step: 'refused', refusal: { code: 'invalid_token', reason: claimed.refusal } };
  if (command.consent && !(await tx.ports.consentProofs.spend(tx, command.consent.value))) throw new ConsentSpent();
  const verdict = await judgeAuthentication(tx, checkout, claimed.credential, command.authentication);
  if (verdict.step !== 'pay') throw new Unauthenticated(verdict);

  await setAside(tx, checkout);
  const now = tx.clock.now();
  const attempt = {
    id: newId('attempt', now.getTime()),
    merchantId: checkout.merchantId,
    checkoutId: checkout.id,
    amount: checkout.totals.totalAmount,
    currency: checkout.currency,
    credential: verdict.credential,
    captureMethod: command.captureMethod ?? 'automatic',
    wireVersion: command.wireVersion,
    leasedUntil: addSeconds(now, tx.settings.completionLeaseSeconds),
  };
  await insertAttempt(tx, attempt);
  if (command.consent) await insertConsentProof(tx, attempt, command.consent.value);
  await writePaying(tx, command.contact ? { ...checkout, contact: cleanWords(command.contact) } : checkout, { isTouched: command.contact !== undefined });
  await keepCompletionFacts(tx, checkout, command);
  failpoint('complete.claiming');
  return { step: 'drive', attempt: { ...attempt, merchantHandle: checkout.merchantHandle, merchantName: checkout.merchantName, status: 'authorizing', networkTransactionId: null } };
}

function differenceFrom(checkout: Checkout, expected: CompleteCheckout['expected']): 'version' | 'start' | 'amount' | null {
  if (expected === undefined) return null;
  if (expected.version !== checkout.version) return 'version';
  if (checkout.startedVersion !== checkout.version) return 'start';
  return expected.amount === checkout.totals.totalAmount ? null : 'amount';
}

/** What an earlier try left behind is over with this one. */
async function writePaying(tx: Ctx, checkout: Checkout, { isTouched }: { isTouched: boolean }): Promise<void> {
  const messages = checkout.messages.filter(({ kind }) => kind !== 'error');
  if (!isTouched && checkout.authentication === null && messages.length === checkout.messages.length) {
    await writeStatus(tx, checkout.id, 'paying');
    return;
  }
  await writeCheckout(tx, { id: checkout.id, status: 'paying', content: { ...checkout, messages, authentication: null }, snapshotHash: checkout.snapshotHash, isPayment: true });
}

/** The last attempt ended, and it was made with this very token: its end is the answer. */
async function wasTriedWith(tx: Ctx, checkout: Checkout, token: string): Promise<boolean> {
  if (checkout.status === 'paying') return false;
  const [attempt, tokenId] = [await findLastAttempt(tx, checkout.id), await tx.ports.credentials.identify(tx, token, checkout.id)];
  return attempt !== null && attempt.credential.tokenId === tokenId;
}

async function judgeUnready(tx: Ctx, checkout: Checkout, status: Exclude<CheckoutStatus, 'ready' | 'authentication_required'>): Promise<Start> {
  switch (status) {
    case 'paying': {
      const attempt = await findLastAttempt(tx, checkout.id);
      invariant(attempt, `checkout ${checkout.id} is being paid by an attempt`);
      return { step: 'wait_or_resume', attemptId: attempt.id };
    }
    case 'completed':
    case 'canceled':
    case 'expired':
      return { step: 'refused', refusal: { code: 'not_editable', status } };
    case 'open':
    case 'needs_input':
      return { step: 'refused', refusal: { code: 'not_ready', messages: checkout.messages } };
  }
}
