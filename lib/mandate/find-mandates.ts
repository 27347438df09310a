import type { Ctx } from '@/lib/ports';
import { findEvidenceOfMandate, findIntentMandateInForce, findLiveIntentMandate, findMandate, listMandatesOfPayment, type MandateRow } from './store';
import type { IntentMandate, SignedMandate } from './types';

const toSigned = (row: MandateRow): SignedMandate => ({ ...row.content.mandate, signature: row.jws });

/** The intent mandate that an agent acts under now; null before its owner confirmed one, once it has run out, or after revocation. */
export async function findIntentMandate(ctx: Ctx, agentId: string): Promise<SignedMandate<IntentMandate> | null> {
  const row = await findLiveIntentMandate(ctx, agentId);
  if (!row) return null;
  const mandate = toSigned(row);
  if (mandate.type !== 'intent') return null;
  return Date.parse(mandate.validUntil) > ctx.clock.now().getTime() ? mandate : null;
}

/** The cart and payment mandates of a payment, oldest first, as evidence shows them. */
export async function listPaymentMandates(ctx: Ctx, paymentId: string): Promise<SignedMandate[]> {
  return (await listMandatesOfPayment(ctx, paymentId)).map(toSigned);
}

/** An owner's passkey over an intent mandate. Bytes are base64url; `publicKey` is COSE. */
export type IntentEvidence = {
  readonly publicKey: string;
  readonly assertion: { readonly clientDataJSON: string; readonly authenticatorData: string; readonly signature: string };
  readonly enrolment: object | null;
};

/** The intent mandate that was in force for an agent at that instant, with the signature of the owner who confirmed it; null when there was none. */
export const findIntentMandateAt = async (ctx: Ctx, query: { agentId: string; at: Date }): Promise<MandateWithEvidence | null> =>
  withEvidence(await findIntentMandateInForce(ctx, query));

/** A mandate that an owner's passkey signed, by its id, with that signature; null when there is none. */
export const findSignedMandate = async (ctx: Ctx, mandateId: string): Promise<MandateWithEvidence | null> => withEvidence(await findMandate(ctx, mandateId));

export type MandateWithEvidence = { readonly mandate: SignedMandate; readonly evidence: IntentEvidence | null };

const withEvidence = (row: MandateRow | null): MandateWithEvidence | null =>
  row && { mandate: toSigned(row), evidence: row.content.evidence as IntentEvidence | null };

/** What was kept beside a mandate when it was signed, and is no part of it; null when nothing was. */
export const findMandateEvidence = (ctx: Ctx, mandateId: string): Promise<object | null> => findEvidenceOfMandate(ctx, mandateId);
