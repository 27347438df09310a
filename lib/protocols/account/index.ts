import type { Endpoint } from '@/lib/http/endpoint';
import { getAllowedOrigins, putAllowedOrigins } from './allowed-origins';
import { deleteRequestKey, getApiKeys, postRequestKey } from './api-keys';
import { endpoints as dashboard } from './dashboard';
import { postPasskeySignIn, postPasskeySignInFinish } from './passkey-sign-in';
import { patchEmail, postEmailConfirm, postEmailUndo } from './email';
import { postDeletion, postDeletionCancel, postDeletionConfirm, postDeletionKeep } from './deletion';
import { getExport } from './export';
import { deleteFeed, postFeedPublish, putFeed } from './feed';
import {
  deletePasskey, patchPasskey, postPasskeyConfirm, postPasskeys, postPasskeysAnother, postPasskeysAnotherAllow, postPasskeysFinish, postPasskeysKeep,
} from './passkeys';
import {
  postRecovery,
  postRecoveryCancel,
  postRecoveryFinish,
  postRecoveryPasskey,
  postRecoveryStart,
  postRecoveryStatus,
} from './recovery';
import { deleteSession, postSessionsEndOthers } from './sessions';
import { postSignUp, postSignUpFinish } from './sign-up';
import { patchTimeZone, postTimeZoneConfirm } from './time-zone';
import { postStopAgents, postStopStatus } from './stop';
import { getVerifyEmail } from './verify-email';

export { renderFailure } from './errors';
export {
  deleteMerchantWebhook, postDeliveryResend, postMerchantWebhook, postOrderCancel, postOrderProgress, postOrderRefund, postOrderShip,
} from './dashboard';
export {
  deleteFeed,
  deletePasskey,
  deleteRequestKey,
  getAllowedOrigins,
  putAllowedOrigins,
  getApiKeys,
  postRequestKey,
  deleteSession,
  getExport,
  getVerifyEmail,
  patchEmail,
  patchPasskey,
  patchTimeZone,
  postDeletion,
  postDeletionCancel,
  postDeletionConfirm,
  postDeletionKeep,
  postEmailConfirm,
  postEmailUndo,
  postFeedPublish,
  postPasskeyConfirm,
  postPasskeySignIn,
  postPasskeySignInFinish,
  postPasskeys,
  postPasskeysAnother,
  postPasskeysAnotherAllow,
  postPasskeysFinish,
  postPasskeysKeep,
  postRecovery,
  postRecoveryCancel,
  postRecoveryFinish,
  postRecoveryPasskey,
  postRecoveryStart,
  postRecoveryStatus,
  postSessionsEndOthers,
  postSignUp,
  postSignUpFinish,
  postTimeZoneConfirm,
  postStopAgents,
  postStopStatus,
  putFeed,
};

/** What /api/account/** and /api/dashboard/** answer: sign-up, passkeys and their recovery, verified email, stopping all agents by link; what a merchant's pages do. Signing in itself is next-auth's. */
export const endpoints: readonly Endpoint[] = [
  postSignUp,
  postSignUpFinish,
  postPasskeySignIn,
  postPasskeySignInFinish,
  postPasskeys,
  postPasskeysFinish,
  postPasskeysAnother,
  postPasskeysAnotherAllow,
  postPasskeysKeep,
  patchPasskey,
  deletePasskey,
  postPasskeyConfirm,
  deleteSession,
  postSessionsEndOthers,
  getExport,
  postDeletion,
  postDeletionCancel,
  postDeletionConfirm,
  postDeletionKeep,
  patchEmail,
  postEmailConfirm,
  postEmailUndo,
  patchTimeZone,
  postTimeZoneConfirm,
  postRecovery,
  postRecoveryCancel,
  postRecoveryFinish,
  postRecoveryPasskey,
  postRecoveryStart,
  postRecoveryStatus,
  getVerifyEmail,
  postStopStatus,
  postStopAgents,
  getAllowedOrigins,
  putAllowedOrigins,
  getApiKeys,
  postRequestKey,
  deleteRequestKey,
  ...dashboard,
  putFeed,
  deleteFeed,
  postFeedPublish,
];
