export { UI_LOCALES, type Ceremony, type InvalidField, type MemberRole, type Membership, type RateLimited, type SignedIn, type SignInMethod, type Ticket, type UiLocale } from './types';
export { beginSignUp, finishSignUp, type SignUpCommand } from './sign-up';
export { signInWithPassword, signInWithTicket, verifyPassword } from './sign-in';
export { beginPasskeySignIn, finishPasskeySignIn } from './passkey-sign-in';
export { allowAnotherPasskey, beginAnotherPasskey, beginFirstPasskey, finishPasskey } from './enrol-passkey';
export { endOtherSessions, endOwnSession, endSession, findSession, isRecentSignIn, rotateSession, SESSION_SECONDS, startSession, type SignInOrigin } from './session';
export { askSecondStep, hasSecondStep, setSecondStep, takeSecondStep } from './second-step';
export {
  beginMemberPasskey, finishMemberPasskey, removeLostPasskeys, removeMemberPasskey, type MemberEnrolment, type RemoveLostPasskeysError, type RemoveMemberPasskeyError,
} from './member-passkeys';
export { renamePasskey } from './rename-passkey';
export { confirmPasskeyRemoval, removePasskey } from './remove-passkey';
export { requestEmailVerification, verifyEmail } from './verify-email';
export { changeEmail, confirmEmailChange, undoEmailChange } from './email-change';
export { confirmCard, requestCard, type OpenCardError } from './open-card';
export { addMember, addPaymentMethod, createUser, createWallet, giveDemoCard } from './create-user';
export { ownerPasskeys } from './owner-passkeys';
export { deleteExpiredSignIns } from './delete-expired';
export { findWalletByEmail } from './find-wallet';
export { findOwner } from './recovery';
export { NO_PASSWORD } from './password';
export { tellOwner } from './recovery-mail';
export { beginRecoveredPasskey, finishRecovery } from './finish-recovery';
export { cancelRecovery, cancelRecoveryByLink, findRecovery, findRecoveryByLink, type Recovery, requestRecovery, startRecovery } from './recovery';
export { addressKey, isLoopback, type Budget, throttle, throttleAccount, throttleAddress, throttleRecovery, throttleSignUp, throttleSignUpOf } from './throttle';
export { loadSecurityView, type PasskeyView, type SecurityView, type SessionView } from './security-view';
export { normalizeEmail } from './email';
export { startMailChallenge, takeMailChallenge, throttleMailChallenge } from './mail-challenge';
export type { MailPurpose } from './mail-challenge-store';
export {
  addPerson, choosePassword, chooseUiLocale, endAllSessions, erasePerson, findFederatedPerson, findPerson, findPersonOf, linkFederatedIdentity, nameSelf, proveAddress,
  replacePassword, setPassword, toDisplayName, type Person,
} from './person';
