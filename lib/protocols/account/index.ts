import type { Endpoint } from '@/lib/http/endpoint';
import { postPasskeySignIn, postPasskeySignInFinish } from './passkey-sign-in';
import { postPasskeys, postPasskeysAnother, postPasskeysAnotherAllow, postPasskeysFinish, postPasskeysKeep } from './passkeys';
import {
  postRecovery,
  postRecoveryCancel,
  postRecoveryFinish,
  postRecoveryPasskey,
  postRecoveryStart,
  postRecoveryStatus,
} from './recovery';
import { postOrderRefund } from './refund-order';
import { postSignUp, postSignUpFinish } from './sign-up';
import { getVerifyEmail } from './verify-email';

export { renderFailure } from './errors';
export {
  getVerifyEmail,
  postOrderRefund,
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
  postSignUp,
  postSignUpFinish,
};

/** What /api/account/** and /api/dashboard/** answer: sign-up, passkeys and their recovery, verified email; refunds of a merchant's page. Signing in itself is next-auth's. */
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
  postRecovery,
  postRecoveryCancel,
  postRecoveryFinish,
  postRecoveryPasskey,
  postRecoveryStart,
  postRecoveryStatus,
  getVerifyEmail,
  postOrderRefund,
];
