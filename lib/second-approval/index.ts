export type { NeededApprover, SecondApproval, SecondApprover, SecondLimit } from './types';
export { decideLoosening, type SecondWidening } from './decide-loosening';
export { confirmSecondApproval, getSecondApproval, setSecondApproval, type SecondApprovalPatch, type SetSecondApprovalError } from './set-second-approval';
export { acceptInvitation, findInvitation, inviteSecondApprover, type AcceptError, type Invitation, type InviteError } from './invite';
export { findNeededApprover } from './store';
