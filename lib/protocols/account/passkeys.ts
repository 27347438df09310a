import { renewSession } from '@/lib/auth';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { allowAnotherPasskey, beginAnotherPasskey, beginFirstPasskey, cancelRecovery, finishPasskey, type Ceremony } from '@/lib/identity';
import { invariant } from '@/lib/kernel/invariant';
import { answer, refuse } from './errors';
import { readBody } from './read-body';
import { NoFields, WithAssertion, WithAttestation } from './schema';

/** A POST of the signed-in owner about their own passkeys. Where one is used or made, the session's id changes. */
const ownerPost = (path: Endpoint['path'], handle: (ctx: RequestCtx, request: Request, userId: string) => Promise<Response>): Endpoint =>
  endpoint({
    method: 'POST',
    path,
    wire: 'account',
    credentials: ['owner_session'],
    scope: null,
    tenant: 'credential',
    handle: (ctx, request) => {
      invariant(ctx.principal.kind === 'owner', 'these endpoints accept an owner only');
      return handle(ctx, request, ctx.principal.userId);
    },
  });

/** {} -> {ceremony_id, publicKey}: the first passkey of a demo wallet that has none. 409 passkey_exists, 403 recovery_required. */
export const postPasskeys = ownerPost('/api/account/passkeys', async (ctx, request, userId) => {
  await readBody(request, NoFields);
  const begun = await beginFirstPasskey(ctx, { userId });
  return begun.ok ? answer(200, toWire(begun.value)) : refuse(begun.error.code);
});

/** {ceremony_id, attestation} -> 201 {passkey_id}: the passkey that was asked for, first or another. */
export const postPasskeysFinish = ownerPost('/api/account/passkeys/finish', async (ctx, request, userId) => {
  const body = await readBody(request, WithAttestation);
  const finished = await finishPasskey(ctx, { userId, ceremonyId: body.ceremony_id, attestation: body.attestation });
  return finished.ok ? renewSession(ctx, answer(201, { passkey_id: finished.value.passkeyId })) : refuse(finished.error.code);
});

/** {} -> {ceremony_id, publicKey}: an existing passkey is asked whether another may be made. */
export const postPasskeysAnother = ownerPost('/api/account/passkeys/another', async (ctx, request, userId) => {
  await readBody(request, NoFields);
  const begun = await beginAnotherPasskey(ctx, { userId });
  return begun.ok ? answer(200, toWire(begun.value)) : refuse(begun.error.code);
});

/** {ceremony_id, assertion} of the existing passkey -> {ceremony_id, publicKey} of the new one, for /finish. */
export const postPasskeysAnotherAllow = ownerPost('/api/account/passkeys/another/allow', async (ctx, request, userId) => {
  const body = await readBody(request, WithAssertion);
  const allowed = await allowAnotherPasskey(ctx, { userId, ceremonyId: body.ceremony_id, assertion: body.assertion });
  return allowed.ok ? renewSession(ctx, answer(200, toWire(allowed.value))) : refuse(allowed.error.code);
});

/** {} -> {}: the owner stops the recovery under way; that only narrows, so it needs no passkey. 409 no_recovery. */
export const postPasskeysKeep = ownerPost('/api/account/passkeys/keep', async (ctx, request, userId) => {
  await readBody(request, NoFields);
  const cancelled = await cancelRecovery(ctx, { userId });
  return cancelled.ok ? answer(200, {}) : refuse(cancelled.error.code);
});

const toWire = ({ ceremonyId, publicKey }: Ceremony) => ({ ceremony_id: ceremonyId, publicKey });
