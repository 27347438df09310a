import { renewSession } from '@/lib/auth';
import {
  allowAnotherPasskey, beginAnotherPasskey, beginFirstPasskey, cancelRecovery, confirmPasskeyRemoval, finishPasskey, removePasskey, renamePasskey, type Ceremony,
} from '@/lib/identity';
import { answer, askForPasskey, invalidField, refuse } from './errors';
import { ownerEndpoint, ownerPost } from './owner-endpoint';
import { readBody } from './read-body';
import { Confirmed, NoFields, PasskeyLabel, WithAssertion, WithAttestation } from './schema';

/** {} -> {ceremony_id, publicKey}: the first passkey of a demo wallet that has none. 409 passkey_exists, 403 recovery_required. */
export const postPasskeys = ownerPost('/api/account/passkeys', async (ctx, request, { userId }) => {
  await readBody(request, NoFields);
  const begun = await beginFirstPasskey(ctx, { userId });
  return begun.ok ? answer(200, toWire(begun.value)) : refuse(begun.error.code);
});

/** {ceremony_id, attestation} -> 201 {passkey_id}: the passkey that was asked for, first or another. */
export const postPasskeysFinish = ownerPost('/api/account/passkeys/finish', async (ctx, request, { userId }) => {
  const body = await readBody(request, WithAttestation);
  const finished = await finishPasskey(ctx, { userId, ceremonyId: body.ceremony_id, attestation: body.attestation });
  return finished.ok ? renewSession(ctx, answer(201, { passkey_id: finished.value.passkeyId })) : refuse(finished.error.code);
});

/** {} -> {ceremony_id, publicKey}: an existing passkey is asked whether another may be made. */
export const postPasskeysAnother = ownerPost('/api/account/passkeys/another', async (ctx, request, { userId }) => {
  await readBody(request, NoFields);
  const begun = await beginAnotherPasskey(ctx, { userId });
  return begun.ok ? answer(200, toWire(begun.value)) : refuse(begun.error.code);
});

/** {ceremony_id, assertion} of the existing passkey -> {ceremony_id, publicKey} of the new one, for /finish. */
export const postPasskeysAnotherAllow = ownerPost('/api/account/passkeys/another/allow', async (ctx, request, { userId }) => {
  const body = await readBody(request, WithAssertion);
  const allowed = await allowAnotherPasskey(ctx, { userId, ceremonyId: body.ceremony_id, assertion: body.assertion });
  return allowed.ok ? renewSession(ctx, answer(200, toWire(allowed.value))) : refuse(allowed.error.code);
});

/** {} -> {}: the owner stops the recovery under way; that only narrows, so it needs no passkey. 409 no_recovery. */
export const postPasskeysKeep = ownerPost('/api/account/passkeys/keep', async (ctx, request, { userId }) => {
  await readBody(request, NoFields);
  const cancelled = await cancelRecovery(ctx, { userId });
  return cancelled.ok ? answer(200, {}) : refuse(cancelled.error.code);
});

/** PATCH {label} -> 200 {id, label}: what the owner calls it. 404 passkey_not_found. */
export const patchPasskey = ownerEndpoint('PATCH', '/api/account/passkeys/[id]', async (ctx, request, { userId }, { id = '' }) => {
  const { label } = await readBody(request, PasskeyLabel);
  const renamed = await renamePasskey(ctx, { userId, passkeyId: id, label });
  if (renamed.ok) return answer(200, { id, label: renamed.value.label });
  if (renamed.error.code === 'invalid_field') throw invalidField(renamed.error);
  return refuse(renamed.error.code);
});

/** DELETE -> 428 with what a passkey that stays must sign. 409 last_passkey, 404 passkey_not_found. */
export const deletePasskey = ownerEndpoint('DELETE', '/api/account/passkeys/[id]', async (ctx, _request, { userId, walletId }, { id = '' }) => {
  const asked = await removePasskey(ctx, { userId, walletId, passkeyId: id });
  return asked.ok ? askForPasskey(asked.value) : refuse(asked.error.code);
});

/** {assertion} -> {}: the passkey is gone, and every other sign-in ended. */
export const postPasskeyConfirm = ownerPost('/api/account/passkeys/[id]/confirm', async (ctx, request, owner, { id = '' }) => {
  const { assertion } = await readBody(request, Confirmed);
  const removed = await confirmPasskeyRemoval(ctx, { ...owner, passkeyId: id, assertion });
  return removed.ok ? renewSession(ctx, answer(200, {})) : refuse(removed.error.code);
});

const toWire = ({ ceremonyId, publicKey }: Ceremony) => ({ ceremony_id: ceremonyId, publicKey });
