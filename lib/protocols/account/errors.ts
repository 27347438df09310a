import type { ConfirmationRequest } from '@/lib/confirmation';
import { fail, type Failure, type FailureRenderer, type HttpFailure } from '@/lib/http/failure';
import type { InvalidField } from '@/lib/identity';

type Refusal = { readonly status: number; readonly message: string };

/** What identity refuses, in this wire's words. `invalid_field` and `rate_limited` are failures that every wire knows. */
const REFUSALS = {
  email_taken: { status: 409, message: 'This email has an account already. Sign in instead.' },
  passkey_not_found: { status: 404, message: 'There is no such passkey.' },
  last_passkey: { status: 409, message: 'This is your last passkey. Add another one before you remove it.' },
  session_not_found: { status: 404, message: 'There is no such sign-in. It may have ended already.' },
  deletion_under_way: { status: 409, message: 'Your account is being deleted already.' },
  works_for_merchant: { status: 409, message: 'This account works for a merchant as well. The merchant has to remove it from its people first.' },
  no_deletion: { status: 409, message: 'There is no deletion under way.' },
  nothing_to_confirm: { status: 409, message: 'No such change waits to be confirmed. It may be in force already.' },
  passkey_exists: { status: 409, message: 'There is a passkey already. An existing one has to allow another.' },
  no_passkey: { status: 409, message: 'There is no passkey yet that could allow another.' },
  recovery_required: { status: 403, message: 'A first passkey is made at sign-up. An account that lost its passkey has to be recovered.' },
  invalid_attestation: { status: 400, message: 'The passkey could not be verified, or took too long. Start again.' },
  invalid_assertion: { status: 400, message: 'The passkey could not be verified, or took too long. Start again.' },
  recovery_under_way: { status: 409, message: 'A recovery is under way already. Follow the link of its mail, or cancel it there first.' },
  recovery_not_ready: { status: 409, message: 'The 24 hours of this recovery are not over yet, or have not begun.' },
  no_recovery: { status: 409, message: 'There is no recovery under way.' },
  invalid_link: { status: 400, message: 'This link is none of ours, or a part of it is missing.' },
  expired_link: { status: 410, message: 'This link has expired. Sign in and stop your agents in your wallet.' },
  invalid_token: { status: 400, message: 'This link is not valid any more.' },
} as const satisfies Record<string, Refusal>;

type AccountRefusal = keyof typeof REFUSALS;

/** Answers hold tickets and challenges: nobody keeps them. */
const HEADERS = { 'cache-control': 'no-store' };

export const answer = (status: number, body: object): Response => Response.json(body, { status, headers: HEADERS });

export const refuse = (code: AccountRefusal): Response => answer(REFUSALS[code].status, { error: code, message: REFUSALS[code].message });

/** 428: nothing changes until a passkey signs `publicKey` and the assertion is sent to the same path with /confirm. */
export const askForPasskey = ({ content, publicKey }: ConfirmationRequest): Response =>
  answer(428, { error: 'confirmation_required', message: 'Nothing changes until you confirm it with a passkey.', content, publicKey });

/** 400 invalid_request with the field. */
export const invalidField = ({ field, message }: InvalidField<string>): HttpFailure => fail(400, 'invalid_request', `${field} ${message}`, { param: `$.${field}` });

/** `{error, message, param?}`. */
export const renderFailure: FailureRenderer = (failure: Failure): Response => {
  const { status, code, message, param, details } = failure;
  return Response.json({ error: code, message, param, ...details }, { status, headers: { ...HEADERS, ...failure.headers } });
};
