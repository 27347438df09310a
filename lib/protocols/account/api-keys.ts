import { z } from 'zod';
import { addRequestKey, listSigningApiKeys, removeRequestKey, type AddRequestKeyError, type RequestKey, type SigningApiKey } from '@/lib/auth';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { answer } from './errors';
import { requireFreshManager, requireManager } from './merchant-settings';
import { readBody } from './read-body';

const common = { wire: 'account', credentials: ['merchant_session'], scope: null, tenant: 'credential' } as const;

/** GET /api/dashboard/api-keys: the merchant's keys, without their secrets, and the public keys that requests with each must be signed by. */
export const getApiKeys: Endpoint = endpoint({
  ...common,
  method: 'GET',
  path: '/api/dashboard/api-keys',
  handle: async (ctx) => answer(200, { api_keys: (await listSigningApiKeys(ctx, requireManager(ctx).merchantId)).map(toWire) }),
});

export const Body = z.strictObject({ jwk: z.record(z.string(), z.unknown()) });

/** POST /api/dashboard/api-keys/{id}/request-keys {jwk}: 201. From now on ACP requests with this API key must be signed. */
export const postRequestKey: Endpoint = endpoint({
  ...common,
  method: 'POST',
  path: '/api/dashboard/api-keys/[id]/request-keys',
  handle: async (ctx, request, { id = '' }) => {
    const { merchantId } = await requireFreshManager(ctx);
    const { jwk } = await readBody(request, Body);
    const added = await addRequestKey(ctx, { merchantId, apiKeyId: id, jwk });
    return added.ok ? answer(201, toKeyWire(added.value)) : refuse(added.error);
  },
});

/** DELETE /api/dashboard/api-keys/{id}/request-keys/{key_id}: 200. Without any left, requests need no signature. */
export const deleteRequestKey: Endpoint = endpoint({
  ...common,
  method: 'DELETE',
  path: '/api/dashboard/api-keys/[id]/request-keys/[key_id]',
  handle: async (ctx, _request, { id = '', key_id: requestKeyId = '' }) => {
    const { merchantId } = await requireFreshManager(ctx);
    return (await removeRequestKey(ctx, { merchantId, apiKeyId: id, requestKeyId })) ? answer(200, { id: requestKeyId, removed: true }) : refuse({ code: 'not_found' });
  },
});

const toWire = ({ id, name, createdAt, requestKeys }: SigningApiKey): object => ({
  id, name, created_at: createdAt.toISOString(), signature_required: requestKeys.length > 0, request_keys: requestKeys.map(toKeyWire),
});

const toKeyWire = ({ id, jwk, addedAt }: RequestKey): object => ({
  id, kid: jwk.kid ?? null, algorithm: jwk.kty === 'OKP' ? 'Ed25519' : 'ES256', jwk, added_at: addedAt.toISOString(),
});

const REFUSALS: Record<AddRequestKeyError['code'], { readonly status: number; readonly message: string; readonly param?: string }> = {
  invalid_jwk: { status: 400, message: 'Give a public key as JWK: OKP with crv Ed25519, or EC with crv P-256, and no private member.', param: '$.jwk' },
  not_found: { status: 404, message: 'There is no such key.' },
  too_many: { status: 409, message: 'An API key has at most five public keys. Remove one first.' },
  exists: { status: 409, message: 'This public key is registered already.' },
};

function refuse({ code }: AddRequestKeyError): Response {
  const { status, message, param } = REFUSALS[code];
  return answer(status, { error: code === 'invalid_jwk' ? 'invalid_request' : code, message, ...(param === undefined ? {} : { param }) });
}
