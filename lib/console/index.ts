export { ROLES, type ConsoleSession, type Entered, type Entrance, type Invitation, type Member, type NextStep } from './types';
export type { Origin } from './enter';
export { takeIn, type IntakeStep } from './intake';
export { signUpMerchant, type SignUpMerchantError } from './sign-up';
export { signInToConsole, takePasskey } from './sign-in';
export { confirmPasswordReset, consumeMagicLink, type InvalidChallenge } from './mail-link';
export { enterWithGoogle, type GoogleRefusal } from './google';
export {
  acceptInvitation, deleteExpiredInvitations, inviteStaff, listInvitations, loadInvitation, revokeInvitation, type AcceptError, type InvitationView, type InviteError,
} from './invitations';
export { changeRole, findOwnSession, listMembers, removeMember, type MemberError } from './members';
export { CHECKS, type CheckId, type ChecklistItem } from './decide-checklist';
export { goLive, loadLaunchpad, takeOffline, type GoLiveError, type Launchpad } from './launchpad';
export { listActivations, type Activation, type ActivationQuery } from './activation';
export { loadQrKit, PLACEMENTS, type Placement, type QrKit } from './qr-kit';
