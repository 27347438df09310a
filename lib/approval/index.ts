export type { Approval, ApprovalStatus, Challenge, SignedContent, TriggerType } from './types';
export { compareCarts, isSameCart, type CartChanges } from './compare-carts';
export { loadSinceLast, type SinceLast } from './since-last';
export { openApproval, type OpenApproval } from './open-approval';
export { issueChallenge, challengeOf } from './challenge';
export { verifyAssertion, type VerifiedAssertion } from './verify-assertion';
export { ageApproval, cancelPending, countPending, decide, expirePending, findApproval, findEvidence, listPendingApprovals, markChallengeUsed } from './store';
export { withdrawNotices } from './withdraw-notices';
export { loadApprovalView, type ApprovalPaymentMethod, type ApprovalView } from './view';
