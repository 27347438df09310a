import { renewSession } from '@/lib/auth';
import { changeEmail, confirmEmailChange, undoEmailChange } from '@/lib/identity';
import { answer, askForPasskey, invalidField, refuse } from './errors';
import { linkPost } from './link-post';
import { ownerEndpoint, ownerPost } from './owner-endpoint';
import { rateLimited } from './rate-limited';
import { readBody } from './read-body';
import { Confirmed, NewEmail, WithUndoToken } from './schema';

/** PATCH {email} -> 428 with what the passkey must sign, whether or not somebody has the address. */
export const patchEmail = ownerEndpoint('PATCH', '/api/account/email', async (ctx, request, { userId, walletId }) => {
  const { email } = await readBody(request, NewEmail);
  const asked = await changeEmail(ctx, { userId, walletId, email });
  if (!asked.ok) throw invalidField(asked.error);
  return askForPasskey(asked.value);
});

/** {assertion} -> 202 {}: the address changes when the link that was mailed to it is opened. */
export const postEmailConfirm = ownerPost('/api/account/email/confirm', async (ctx, request, { userId, walletId }) => {
  const { assertion } = await readBody(request, Confirmed);
  const confirmed = await confirmEmailChange(ctx, { userId, walletId, assertion });
  if (confirmed.ok) return renewSession(ctx, answer(202, {}));
  if (confirmed.error.code === 'rate_limited') throw rateLimited(confirmed.error.retryAfterSeconds);
  return refuse(confirmed.error.code);
});

/** {token} of the mail to the old address -> {}: it is the owner's again, everyone is signed out, agents are paused. */
export const postEmailUndo = linkPost('/api/account/email/undo', WithUndoToken, async (ctx, body) => {
  const undone = await undoEmailChange(ctx, body);
  return undone.ok ? answer(200, {}) : refuse(undone.error.code);
});
