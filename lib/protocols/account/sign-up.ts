import { endpoint } from '@/lib/http/endpoint';
import { beginSignUp, finishSignUp } from '@/lib/identity';
import { answer, invalidField, refuse } from './errors';
import { rateLimited } from './rate-limited';
import { readBody } from './read-body';
import { FinishSignUp, SignUp } from './schema';

/** {email, password, display_name, time_zone?} -> {sign_up_id, publicKey}: the first passkey is asked for. */
export const postSignUp = endpoint({
  method: 'POST',
  path: '/api/account/sign-up',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const body = await readBody(request, SignUp);
    const { email, password, display_name: displayName, time_zone: timeZone = null } = body;
    const begun = await beginSignUp(ctx, { email, password, displayName, timeZone, clientAddress: ctx.clientAddress });
    if (begun.ok) return answer(200, { sign_up_id: begun.value.signUpId, publicKey: begun.value.publicKey });
    switch (begun.error.code) {
      case 'invalid_field':
        throw invalidField(begun.error);
      case 'rate_limited':
        throw rateLimited(begun.error.retryAfterSeconds);
      case 'email_taken':
        return refuse('email_taken');
    }
  },
});

/** {sign_up_id, attestation} -> {ticket}: the account exists, and the ticket signs in once. */
export const postSignUpFinish = endpoint({
  method: 'POST',
  path: '/api/account/sign-up/finish',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const body = await readBody(request, FinishSignUp);
    const finished = await finishSignUp(ctx, { signUpId: body.sign_up_id, attestation: body.attestation });
    return finished.ok ? answer(200, { ticket: finished.value.ticket }) : refuse(finished.error.code);
  },
});
