export type {
  Authentication, AuthenticationActor, AuthenticationRefusal, AuthenticationResult, AuthenticationView, CardFault,
} from './types';
export { MESSAGE_VERSION } from './types';
export type { AuthenticationStatus } from './status';
export { cardFingerprint } from './card';
export type { AuthenticationQuery } from './access';
export { startAuthentication, type StartAuthentication } from './start-authentication';
export { authenticate, type Authenticate } from './authenticate';
export { getAuthentication } from './get-authentication';
export { answerChallenge, findChallenge, hasMethod, type Challenge, type ChallengeAnswer } from './challenge';
export { redeemProof, type RedeemProof } from './redeem-proof';
export { deleteOldAuthentications } from './delete-old-authentications';
export { ageAuthentication } from './store';
