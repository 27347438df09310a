import type { AcceptedConsent, Ctx } from '@/lib/ports';
import type { Attempt } from './store';

/** Keeps the consent proof that an attempt is made with, for good. In the transaction that spends it. */
export async function insertConsentProof(tx: Ctx, attempt: Pick<Attempt, 'id' | 'merchantId' | 'checkoutId'>, consent: AcceptedConsent): Promise<void> {
  await tx.db.write({
    name: 'consent-proof.insert',
    text: `insert into consent_proof (attempt_id, merchant_id, checkout_id, issuer, mandate_id, signed_text, jws, key_id, key_thumbprint, public_key, checked_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      attempt.id, attempt.merchantId, attempt.checkoutId, consent.issuer, consent.mandateId, consent.signedText, consent.jws, consent.keyId, consent.keyThumbprint,
      JSON.stringify(consent.publicKey), consent.checkedAt,
    ],
  });
}
