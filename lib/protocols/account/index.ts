import type { Endpoint } from '@/lib/http/endpoint';
import { postPasskeySignIn, postPasskeySignInFinish } from './passkey-sign-in';
import { postPasskeys, postPasskeysAnother, postPasskeysAnotherAllow, postPasskeysFinish } from './passkeys';
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
  postSignUp,
  postSignUpFinish,
};

/** What /api/account/** and /api/dashboard/** answer: sign-up, passkeys, verified email; refunds of a merchant's page. Signing in itself is next-auth's. */
export const endpoints: readonly Endpoint[] = [
  postSignUp,
  postSignUpFinish,
  postPasskeySignIn,
  postPasskeySignInFinish,
  postPasskeys,
  postPasskeysFinish,
  postPasskeysAnother,
  postPasskeysAnotherAllow,
  getVerifyEmail,
  postOrderRefund,
];
