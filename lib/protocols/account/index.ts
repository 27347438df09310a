import type { Endpoint } from '@/lib/http/endpoint';
import { postPasskeySignIn, postPasskeySignInFinish } from './passkey-sign-in';
import { postPasskeys, postPasskeysAnother, postPasskeysAnotherAllow, postPasskeysFinish } from './passkeys';
import { postSignUp, postSignUpFinish } from './sign-up';
import { getVerifyEmail } from './verify-email';

export { renderFailure } from './errors';
export {
  getVerifyEmail,
  postPasskeySignIn,
  postPasskeySignInFinish,
  postPasskeys,
  postPasskeysAnother,
  postPasskeysAnotherAllow,
  postPasskeysFinish,
  postSignUp,
  postSignUpFinish,
};

/** What /api/account/** answers: sign-up, passkeys, verified email. Signing in itself is next-auth's. */
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
];
