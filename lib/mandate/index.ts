export type {
  CartMandate, CartMandateItem, IntentMandate, Jwks, MandateContent, MandateDraft, MandateLimit, MandateTerms, MandateType, PaymentMandate, PublicJwk,
  ScopedIntentMandate, SignedMandate, SigningPurpose,
} from './types';
export { ensureSigningKeys, publicJwks, rotateSigningKeys, signCompact, verifyCompact } from './signing-keys';
export { draftMandate, signMandate } from './sign-mandate';
export { signRecord } from './sign-record';
export { verifyMandate, verifyOwnMandate } from './verify-mandate';
export {
  findIntentMandate, findIntentMandateAt, findMandateEvidence, findSignedMandate, type IntentEvidence, listPaymentMandates, type MandateWithEvidence,
} from './find-mandates';
export { revokeIntentMandates } from './store';
export { loadMandate, loadMandates, type MandateDetailView, type MandateRowView, type MandateState } from './view';
