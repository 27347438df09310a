import { endpoint } from '@/lib/http/endpoint';
import { beginPasskeySignIn, finishPasskeySignIn } from '@/lib/identity';
import { answer, refuse } from './errors';
import { rateLimited } from './rate-limited';
import { readBody } from './read-body';
import { NoFields, WithAssertion } from './schema';

/** {} -> {ceremony_id, publicKey}: any passkey of this site may answer. */
export const postPasskeySignIn = endpoint({
  method: 'POST',
  path: '/api/account/passkey/sign-in',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    await readBody(request, NoFields);
    const begun = await beginPasskeySignIn(ctx, { clientAddress: ctx.clientAddress });
    if (!begun.ok) throw rateLimited(begun.error.retryAfterSeconds);
    return answer(200, { ceremony_id: begun.value.ceremonyId, publicKey: begun.value.publicKey });
  },
});

/** {ceremony_id, assertion} -> {ticket}. */
export const postPasskeySignInFinish = endpoint({
  method: 'POST',
  path: '/api/account/passkey/sign-in/finish',
  wire: 'account',
  credentials: ['none'],
  scope: null,
  tenant: 'none',
  async handle(ctx, request) {
    const body = await readBody(request, WithAssertion);
    const finished = await finishPasskeySignIn(ctx, { ceremonyId: body.ceremony_id, assertion: body.assertion });
    return finished.ok ? answer(200, { ticket: finished.value.ticket }) : refuse(finished.error.code);
  },
});
