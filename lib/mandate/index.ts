export type {
  CartMandate, CartMandateItem, IntentMandate, Jwks, MandateContent, MandateDraft, MandateLimit, MandateTerms, MandateType, PaymentMandate, PublicJwk,
  SignedMandate, SigningPurpose,
} from './types';
export { ensureSigningKeys, publicJwks, signCompact, verifyCompact } from './signing-keys';
export { draftMandate, signMandate } from './sign-mandate';
export { verifyMandate } from './verify-mandate';
export { findIntentMandate, listPaymentMandates } from './find-mandates';
export { revokeIntentMandates } from './store';
