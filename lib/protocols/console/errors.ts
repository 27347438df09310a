import { answerCoded, renderCoded } from '@/lib/http/coded-failure';
import { fail, type FailureRenderer, type HttpFailure } from '@/lib/http/failure';

/** The merchant's console, /merchant/**: `{error, errorCode, retryable, ...}`. */
export const renderFailure: FailureRenderer = renderCoded;

/** What the domains refuse, in this wire's words. `invalid_field` and `rate_limited` are failures that every wire knows. */
const REFUSALS = {
  email_taken: { status: 409, errorCode: 'EMAIL_TAKEN', error: 'This email has an account already. Sign in instead.' },
  invalid_credentials: { status: 401, errorCode: 'INVALID_CREDENTIALS', error: 'That did not match. Check the email and the password.' },
  invalid_challenge: { status: 400, errorCode: 'INVALID_CHALLENGE', error: 'This link does not hold: it was used, has expired, or is for an account that signs in another way.' },
  method_unavailable: { status: 503, errorCode: 'SIGN_IN_METHOD_UNAVAILABLE', error: 'This way to sign in is not available here.' },
  google_unavailable: { status: 404, errorCode: 'SIGN_IN_METHOD_UNAVAILABLE', error: 'Signing in with Google is not set up here.' },
  email_unverified: { status: 403, errorCode: 'EMAIL_UNVERIFIED', error: 'Confirm your own email address first: the link is in your mail.' },
  already_member: { status: 409, errorCode: 'ALREADY_MEMBER', error: 'This person works at your store already.' },
  works_elsewhere: { status: 409, errorCode: 'WORKS_ELSEWHERE', error: 'This account works at another store. Ask to be invited with another address.' },
  last_owner: { status: 409, errorCode: 'LAST_OWNER', error: 'A store keeps at least one owner. Make someone else an owner first.' },
  not_found: { status: 404, errorCode: 'NOT_FOUND', error: 'There is no such thing at your store.' },
  revision_conflict: { status: 409, errorCode: 'REVISION_CONFLICT', error: 'Somebody else saved in the meantime. Look at what is there now, then save again.' },
  provider_refused: { status: 422, errorCode: 'PROVIDER_REFUSED', error: 'The payment provider does not serve a store of this country and currency. Check both in the workspace.' },
  not_test: { status: 409, errorCode: 'RESET_NOT_ALLOWED', error: 'This account moves real money: it is not thrown away. Ask the provider to close it.' },
  not_simulated: { status: 404, errorCode: 'NOT_FOUND', error: 'A real provider tells of its accounts itself.' },
  no_account: { status: 409, errorCode: 'NO_ACCOUNT', error: 'There is no account yet: open one first.' },
  invalid_rows: { status: 422, errorCode: 'ROWS_INVALID', error: 'Some rows cannot be taken. Nothing was changed: mend them and send the file again.' },
  changed_since: { status: 409, errorCode: 'CHANGED_SINCE', error: 'Something of this has changed since the preview. Look at what would be changed now, then import again.' },
  not_a_photo: { status: 422, errorCode: 'NOT_A_PHOTO', error: 'This is no photo that can be shown. Send a JPEG, PNG or WebP of 50 megapixels at most.' },
  has_wallet: { status: 409, errorCode: 'HAS_WALLET', error: 'This account has a wallet: its passkeys are kept there.' },
  passkey_exists: { status: 409, errorCode: 'PASSKEY_EXISTS', error: 'This passkey is known already.' },
  invalid_passkey: { status: 400, errorCode: 'INVALID_PASSKEY', error: 'The passkey did not answer what was asked, or too late. Begin again.' },
  too_few_passkeys: { status: 409, errorCode: 'TOO_FEW_PASSKEYS', error: 'Add a second passkey first: with one alone a lost device would lock you out.' },
  last_passkey: { status: 409, errorCode: 'LAST_PASSKEY', error: 'A passkey is asked at each sign-in, and this is the last one. Switch that off first.' },
  launch_blocked: { status: 409, errorCode: 'LAUNCH_BLOCKED', error: 'The store is not ready to go live yet.' },
} as const satisfies Record<string, { readonly status: number; readonly errorCode: string; readonly error: string }>;

export type ConsoleRefusal = keyof typeof REFUSALS;

export function refuse(code: ConsoleRefusal, details?: object): Response {
  const { status, errorCode, error } = REFUSALS[code];
  return answerCoded(status, { error, errorCode, retryable: false, ...(details && { details }) });
}

/** 400 INVALID_PAYLOAD with the field. */
export const invalidField = ({ field, message }: { field: string; message: string }): HttpFailure =>
  fail(400, 'invalid_request', `${field} ${message}.`, { param: `$.${field}` });

/** 429 RATE_LIMITED with Retry-After. */
export const rateLimited = ({ retryAfterSeconds }: { retryAfterSeconds: number }): HttpFailure =>
  fail(429, 'rate_limited', 'Too many attempts. Wait a little.', { headers: { 'retry-after': String(retryAfterSeconds) } });
