import { endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { allowAnotherPasskey, beginAnotherPasskey, beginFirstPasskey, finishPasskey, type Ceremony } from '@/lib/identity';
import { invariant } from '@/lib/kernel/invariant';
import { answer, refuse } from './errors';
import { readBody } from './read-body';
import { NoFields, WithAssertion, WithAttestation } from './schema';

/** {} -> {ceremony_id, publicKey}: the first passkey of a demo wallet that has none. 409 passkey_exists, 403 recovery_required. */
export const postPasskeys = endpoint({
  method: 'POST',
  path: '/api/account/passkeys',
  wire: 'account',
  credentials: ['owner_session'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    await readBody(request, NoFields);
    const begun = await beginFirstPasskey(ctx, { userId: ownerOf(ctx) });
    return begun.ok ? answer(200, toWire(begun.value)) : refuse(begun.error.code);
  },
});

/** {ceremony_id, attestation} -> 201 {passkey_id}: the passkey that was asked for, first or another. */
export const postPasskeysFinish = endpoint({
  method: 'POST',
  path: '/api/account/passkeys/finish',
  wire: 'account',
  credentials: ['owner_session'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    const body = await readBody(request, WithAttestation);
    const finished = await finishPasskey(ctx, { userId: ownerOf(ctx), ceremonyId: body.ceremony_id, attestation: body.attestation });
    return finished.ok ? answer(201, { passkey_id: finished.value.passkeyId }) : refuse(finished.error.code);
  },
});

/** {} -> {ceremony_id, publicKey}: an existing passkey is asked whether another may be made. */
export const postPasskeysAnother = endpoint({
  method: 'POST',
  path: '/api/account/passkeys/another',
  wire: 'account',
  credentials: ['owner_session'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    await readBody(request, NoFields);
    const begun = await beginAnotherPasskey(ctx, { userId: ownerOf(ctx) });
    return begun.ok ? answer(200, toWire(begun.value)) : refuse(begun.error.code);
  },
});

/** {ceremony_id, assertion} of the existing passkey -> {ceremony_id, publicKey} of the new one, for /finish. */
export const postPasskeysAnotherAllow = endpoint({
  method: 'POST',
  path: '/api/account/passkeys/another/allow',
  wire: 'account',
  credentials: ['owner_session'],
  scope: null,
  tenant: 'credential',
  async handle(ctx, request) {
    const body = await readBody(request, WithAssertion);
    const allowed = await allowAnotherPasskey(ctx, { userId: ownerOf(ctx), ceremonyId: body.ceremony_id, assertion: body.assertion });
    return allowed.ok ? answer(200, toWire(allowed.value)) : refuse(allowed.error.code);
  },
});

function ownerOf(ctx: RequestCtx): string {
  invariant(ctx.principal.kind === 'owner', 'these endpoints accept an owner only');
  return ctx.principal.userId;
}

const toWire = ({ ceremonyId, publicKey }: Ceremony) => ({ ceremony_id: ceremonyId, publicKey });
