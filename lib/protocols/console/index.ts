import type { Endpoint } from '@/lib/http/endpoint';
import {
  postIntake, postMagicLinkConsume, postMagicLinkStart, postPasswordResetConfirm, postPasswordResetStart, postPasswordSignIn, postPasswordSignUp, postProfileComplete,
  postSessionLogin, postSignup,
} from './auth';
import { getChannelsEndpoint, patchChannels } from './channels';
import { getGoogleCallback, getGoogleStart } from './google';
import { getLaunchpad, postGoLive, postTakeOffline } from './launchpad';
import { getNotifications, patchNotifications } from './notifications';
import { deletePasskey, getPasskeys, patchPasskeys, postPasskeys, postPasskeysAllow, postPasskeysFinish, postSecondStep } from './passkeys';
import { getQrKit, getQrSvg } from './qr-kit';
import { deleteSession, getSession, getSessions, patchPreferences, postSessionLogout, postSessionsEndOthers } from './session';
import { deleteInvitation, deleteMember, getInvitations, getMembers, patchMember, postInvitation, postInvitationAccept } from './staff';
import { getWorkspaceEndpoint, patchLaunchpadDraft, patchLaunchpadProfile, patchWorkspace } from './workspace';

export { renderFailure } from './errors';
export {
  deleteInvitation, deleteMember, deletePasskey, deleteSession, getChannelsEndpoint, getGoogleCallback, getGoogleStart, getInvitations, getLaunchpad, getMembers, getNotifications, getQrKit, getQrSvg, getSession, getSessions,
  getWorkspaceEndpoint, patchChannels, patchLaunchpadDraft, patchLaunchpadProfile, patchMember, patchNotifications, patchPreferences, patchWorkspace, postGoLive, postIntake, postInvitation, postInvitationAccept,
  postMagicLinkConsume, postMagicLinkStart, postPasswordResetConfirm, postPasswordResetStart, postPasswordSignIn, postPasswordSignUp, postProfileComplete, postSessionLogin,
  postSessionLogout, postSessionsEndOthers, postSignup, postTakeOffline, getPasskeys, patchPasskeys, postPasskeys, postPasskeysAllow, postPasskeysFinish, postSecondStep,
};

/** What /merchant/** answers: how a merchant's people come in and who they are, their store's workspace, the way to going live. */
export const endpoints: readonly Endpoint[] = [
  postIntake, postPasswordSignUp, postPasswordSignIn, postMagicLinkStart, postMagicLinkConsume, postPasswordResetStart, postPasswordResetConfirm, getGoogleStart, getGoogleCallback,
  postProfileComplete, postSignup, postSessionLogin, postSessionLogout, getSession, patchPreferences, getSessions, deleteSession, postSessionsEndOthers,
  getInvitations, postInvitation, deleteInvitation, postInvitationAccept, getMembers, patchMember, deleteMember,
  getWorkspaceEndpoint, patchWorkspace, getLaunchpad, patchLaunchpadDraft, patchLaunchpadProfile, postGoLive, postTakeOffline, getQrKit, getQrSvg, getChannelsEndpoint, patchChannels, getNotifications,
  patchNotifications, getPasskeys, postPasskeys, postPasskeysAllow, postPasskeysFinish, patchPasskeys, deletePasskey, postSecondStep,
];
