// Not here: next-auth.ts, which loads inside Next alone.
export { authenticate } from './authenticate';
export { checkDpopProof, DPOP_ALGORITHMS, type ProvenKey } from './dpop';
export { currentDpopNonce } from './dpop-nonce';
export type { ExpectedAudience } from './bearer';
export { ensureMerchantKey, ensureOperatorKey, findApiKey, issueApiKey, type ApiKey, type ApiKeyKind } from './api-key';
export { isFreshlySignedIn, requireFreshSignIn } from './fresh-sign-in';
export { recordAct, recordedAct } from './operator-act';
export { endOperatorSession, openOperatorSession, readOperatorSession, type OperatorSession } from './operator-session';
export { renewSession } from './renew-session';
export { addRequestKey, listSigningApiKeys, removeRequestKey, RequestJwk, type AddRequestKeyError, type RequestKey, type SigningApiKey } from './request-keys';
export { requireSignature, signedBytes, withCheckedSignature } from './request-signature';
export { checkPublicKey } from './public-key';
export { readCookie, readSession, refuseForeignOrigin, requireSameOrigin, secureCookies } from './session';
export { closeSession, openSession } from './session-cookie';
