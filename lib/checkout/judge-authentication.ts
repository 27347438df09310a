import type { AuthenticationNeed, AuthenticationProof, ClaimedCredential, Ctx } from '@/lib/ports';
import type { AuthenticationReport, Checkout, CheckoutMessage, CheckoutRefusal } from './types';

/** `pay`: with this credential. `ask`: for an authentication first. `release`: it failed; the checkout says so and waits for another try. */
export type AuthenticationVerdict =
  | { readonly step: 'pay'; readonly credential: ClaimedCredential }
  | { readonly step: 'ask'; readonly need: Exclude<AuthenticationNeed, { need: 'none' }> }
  | { readonly step: 'release'; readonly message: CheckoutMessage }
  | { readonly step: 'refuse'; readonly refusal: CheckoutRefusal };

/**
 * Whether a claimed card may be charged as it is (3-D Secure). Only cards behind vault tokens are asked about: a wallet's token was
 * approved with a passkey or within limits that one set, a provider authenticates its own (ADR 0026). A result that is brought without
 * need is held to be true or false all the same. A proof is taken in the caller's transaction.
 */
export async function judgeAuthentication(tx: Ctx, checkout: Checkout, credential: ClaimedCredential, report: AuthenticationReport | undefined): Promise<AuthenticationVerdict> {
  if (credential.kind !== 'vault') return { step: 'pay', credential };
  if (!report) {
    const need = await tx.ports.cardAuthentication.need(tx, credential);
    if (need.need === 'none') return { step: 'pay', credential };
    return checkout.status === 'authentication_required' ? { step: 'refuse', refusal: { code: 'requires_3ds' } } : { step: 'ask', need };
  }
  const outcome = OUTCOMES[report.outcome];
  if (outcome === 'denied' || outcome === 'unfinished') return { step: 'release', message: MESSAGES[outcome] };
  const proof = readProof(report, outcome);
  if (!proof) return { step: 'refuse', refusal: { code: 'invalid_authentication', reason: 'unknown' } };
  const { merchantId, id: checkoutId, currency } = checkout;
  const redeemed = await tx.ports.cardAuthentication.redeem(tx, { credential, proof, merchantId, checkoutId, amount: checkout.totals.totalAmount, currency });
  if (!redeemed.ok) return { step: 'refuse', refusal: { code: 'invalid_authentication', reason: redeemed.refusal } };
  return { step: 'pay', credential: { ...credential, authenticated: true } };
}

/** `informational` proves nothing of the holder: the issuer was told of the purchase and asked nothing. */
const OUTCOMES: Record<AuthenticationReport['outcome'], AuthenticationProof['outcome'] | 'denied' | 'unfinished'> = {
  authenticated: 'authenticated',
  attempt_acknowledged: 'attempted',
  denied: 'denied',
  rejected: 'denied',
  abandoned: 'unfinished',
  canceled: 'unfinished',
  informational: 'unfinished',
  internal_error: 'unfinished',
  not_supported: 'unfinished',
  processing_error: 'unfinished',
};

const MESSAGES: Record<'denied' | 'unfinished', CheckoutMessage> = {
  denied: {
    kind: 'error',
    code: 'payment_declined',
    subject: { field: 'authentication' },
    text: "The card's bank did not accept its holder. Pay with another card.",
  },
  unfinished: {
    kind: 'error',
    code: 'requires_3ds',
    subject: { field: 'authentication' },
    text: 'The card holder was not authenticated. Try once more, or pay with another card.',
  },
};

function readProof({ cryptogram, eci, transactionId, version }: AuthenticationReport, outcome: AuthenticationProof['outcome']): AuthenticationProof | null {
  if (cryptogram === null || eci === null || transactionId === null || version === null) return null;
  return { outcome, cryptogram, eci, transactionId, version };
}
