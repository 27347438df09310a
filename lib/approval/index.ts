export type { Approval, ApprovalStatus, Challenge, Signature, SignedContent, StoredEvidence, TriggerType } from './types';
export { compareCarts, isSameCart, type CartChanges } from './compare-carts';
export { loadOwnChange } from './own-change';
export { loadSinceLast, type SinceLast } from './since-last';
export { findRepeated, type Repeated } from './find-repeated';
export { openApproval, type OpenApproval } from './open-approval';
export { issueChallenge, challengeOf, repeatChallenge } from './challenge';
export { verifyAssertion, type VerifiedAssertion } from './verify-assertion';
export { withdrawNotices } from './withdraw-notices';
export {
  ageApproval, cancelPending, countPending, decide, dismissSuggestion, expirePending, findApproval, findEvidence, findReplacementId, insertSignature,
  listApproved, listPendingApprovals, listSignatures, lockApproval, markChallengeUsed, supersede,
} from './store';
export { type DecidedApprovalRow, type DecidedApprovalView, loadDecidedApproval, loadDecidedApprovals } from './history-view';
export { loadApprovalView, type ApprovalPaymentMethod, type ApprovalView } from './view';
