import { isGenuine } from '@/lib/acs';
import type { AuthenticationProof, Ctx, ProofRefusal } from '@/lib/ports';
import { lockAuthentication, useAuthentication } from './store';
import { indicatorOf, vouchedBy } from './to-result';
import { MESSAGE_VERSION, type Authentication } from './types';

export type RedeemProof = {
  readonly proof: AuthenticationProof;
  /** Of the card that pays. */
  readonly cardFingerprint: string;
  readonly merchantId: string;
  readonly checkoutId: string;
  readonly amount: bigint;
  readonly currency: string;
};

/**
 * Takes an authentication for one payment, in the caller's transaction. What an agent says of it must be what the issuer made, to the
 * letter; it must be of this merchant, checkout, card, amount and currency, in time, and unused.
 */
export async function redeemProof(tx: Ctx, redemption: RedeemProof): Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: ProofRefusal }> {
  const authentication = await lockAuthentication(tx, 'ds_transaction_id', redemption.proof.transactionId);
  const refusal = authentication ? judge(tx, authentication, redemption) : 'unknown';
  if (refusal) return { ok: false, refusal };
  const used = authentication !== null && (await useAuthentication(tx, { id: authentication.id, checkoutId: redemption.checkoutId }));
  return used ? { ok: true } : { ok: false, refusal: 'used' };
}

function judge(tx: Ctx, authentication: Authentication, redemption: RedeemProof): ProofRefusal | null {
  if (!isWhatWasMade(tx, authentication, redemption.proof)) return 'unknown';
  if (!isForThis(authentication, redemption)) return 'mismatch';
  if (authentication.usedAt !== null) return 'used';
  return authentication.expiresAt <= tx.clock.now() ? 'expired' : null;
}

function isWhatWasMade(tx: Ctx, authentication: Authentication, { outcome, cryptogram, eci, version }: AuthenticationProof): boolean {
  const vouched = vouchedBy(authentication);
  if (!vouched || authentication.status !== outcome) return false;
  return eci === indicatorOf(authentication) && version === MESSAGE_VERSION && isGenuine(tx.keyring, vouched, cryptogram);
}

const isForThis = (authentication: Authentication, { cardFingerprint, merchantId, checkoutId, amount, currency }: RedeemProof): boolean =>
  authentication.merchantId === merchantId &&
  (authentication.checkoutId === null || authentication.checkoutId === checkoutId) &&
  authentication.cardFingerprint === cardFingerprint &&
  authentication.amount === amount &&
  authentication.currency === currency;
