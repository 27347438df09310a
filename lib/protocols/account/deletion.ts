import { renewSession } from '@/lib/auth';
import { confirmDeletion, keepAccount, keepAccountByLink, requestDeletion } from '@/lib/account';
import { answer, askForPasskey, refuse } from './errors';
import { linkPost } from './link-post';
import { ownerPost } from './owner-endpoint';
import { readBody } from './read-body';
import { Confirmed, NoFields, WithKeepToken } from './schema';

const PATH = '/api/account/deletion';

/** {} -> 428 with what the passkey must sign. 409 deletion_under_way. */
export const postDeletion = ownerPost(PATH, async (ctx, request, owner) => {
  await readBody(request, NoFields);
  const asked = await requestDeletion(ctx, owner);
  return asked.ok ? askForPasskey(asked.value) : refuse(asked.error.code);
});

/** {assertion} -> {erase_at}: agents are revoked; until then the account may be kept. */
export const postDeletionConfirm = ownerPost(`${PATH}/confirm`, async (ctx, request, { userId, walletId }) => {
  const { assertion } = await readBody(request, Confirmed);
  const confirmed = await confirmDeletion(ctx, { userId, walletId, assertion });
  return confirmed.ok ? renewSession(ctx, answer(200, { erase_at: confirmed.value.eraseAt.toISOString() })) : refuse(confirmed.error.code);
});

/** {} -> {}: the signed-in owner keeps the account. 409 no_deletion. */
export const postDeletionCancel = ownerPost(`${PATH}/cancel`, async (ctx, request, owner) => {
  await readBody(request, NoFields);
  const kept = await keepAccount(ctx, owner);
  return kept.ok ? answer(200, {}) : refuse(kept.error.code);
});

/** {token} of the mail -> {}: the account is kept. */
export const postDeletionKeep = linkPost(`${PATH}/keep`, WithKeepToken, async (ctx, body) => {
  const kept = await keepAccountByLink(ctx, body);
  return kept.ok ? answer(200, {}) : refuse('invalid_token');
});
