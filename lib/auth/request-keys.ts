import { calculateJwkThumbprint, importJWK } from 'jose';
import { z } from 'zod';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';

/** For rotation: the one in use and the next, and some that platforms forget to remove. */
export const REQUEST_KEYS_MAX = 5;

const text = z.string().max(200);
const common = { kid: text.optional(), use: z.literal('sig').optional(), key_ops: z.tuple([z.literal('verify')]).optional() };

/** RFC 7517 and 8037: what ACP signs requests with, public members alone. A private one among them is refused, not forgotten. */
export const RequestJwk = z.discriminatedUnion('kty', [
  z.strictObject({ ...common, kty: z.literal('OKP'), crv: z.literal('Ed25519'), alg: z.enum(['EdDSA', 'Ed25519']).optional(), x: text }),
  z.strictObject({ ...common, kty: z.literal('EC'), crv: z.literal('P-256'), alg: z.literal('ES256').optional(), x: text, y: text }),
]);
export type RequestJwk = z.infer<typeof RequestJwk>;

/** A public key by which requests of an API key are signed. `id` is its thumbprint (RFC 7638). */
export type RequestKey = { readonly id: string; readonly jwk: RequestJwk; readonly addedAt: Date };
export type SigningApiKey = { readonly id: string; readonly name: string; readonly createdAt: Date; readonly requestKeys: readonly RequestKey[] };

const Stored = z.array(z.object({ id: z.string(), jwk: RequestJwk, added_at: z.coerce.date() }));

const toRequestKeys = (stored: unknown): readonly RequestKey[] => Stored.parse(stored).map(({ id, jwk, added_at }) => ({ id, jwk, addedAt: added_at }));

/** The keys of a row, without more about them: for checking a signature. */
export const jwksOf = (stored: unknown): readonly RequestJwk[] => (Array.isArray(stored) && stored.length > 0 ? toRequestKeys(stored).map(({ jwk }) => jwk) : []);

/** A merchant's API keys that are in force, with the public keys of each; oldest first. */
export async function listSigningApiKeys(ctx: Ctx, merchantId: string): Promise<readonly SigningApiKey[]> {
  const rows = await ctx.db.query<{ id: string; name: string; created_at: Date; request_keys: unknown }>({
    name: 'auth.list_signing_api_keys',
    text: `select id, name, created_at, request_keys from api_key where merchant_id = $1 and kind = 'merchant' and revoked_at is null order by created_at, id`,
    values: [merchantId],
  });
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at, requestKeys: toRequestKeys(row.request_keys) }));
}

type OfApiKey = { readonly merchantId: string; readonly apiKeyId: string };
export type AddRequestKeyError = { readonly code: 'invalid_jwk' | 'not_found' | 'too_many' | 'exists' };

/** Registers a public key. From the first one on, ACP refuses what none of them signed. */
export async function addRequestKey(ctx: Ctx, { merchantId, apiKeyId, jwk }: OfApiKey & { jwk: unknown }): Promise<Result<RequestKey, AddRequestKeyError>> {
  const parsed = RequestJwk.safeParse(jwk);
  if (!parsed.success || !(await isUsable(parsed.data))) return err({ code: 'invalid_jwk' });
  const key: RequestKey = { id: await calculateJwkThumbprint(parsed.data), jwk: parsed.data, addedAt: ctx.clock.now() };
  const [row] = await ctx.db.query<{ added: boolean; count: number; found: boolean }>({
    name: 'auth.add_request_key',
    text: `with mine as (select id, request_keys from api_key where id = $1 and merchant_id = $2 and kind = 'merchant' and revoked_at is null for update),
                added as (update api_key k set request_keys = k.request_keys || $3::jsonb from mine
                           where k.id = mine.id and jsonb_array_length(mine.request_keys) < $5 and not mine.request_keys @> jsonb_build_array(jsonb_build_object('id', $4::text))
                          returning k.id)
           select exists (select from added) as added, jsonb_array_length(request_keys) as count,
                  request_keys @> jsonb_build_array(jsonb_build_object('id', $4::text)) as found from mine`,
    values: [apiKeyId, merchantId, JSON.stringify([{ id: key.id, jwk: key.jwk, added_at: key.addedAt }]), key.id, REQUEST_KEYS_MAX],
  });
  if (!row) return err({ code: 'not_found' });
  if (row.added) return ok(key);
  return err({ code: row.found ? 'exists' : 'too_many' });
}

/** Takes a public key away; without any, requests need no signature again. False when there is no such key. */
export async function removeRequestKey(ctx: Ctx, { merchantId, apiKeyId, requestKeyId }: OfApiKey & { requestKeyId: string }): Promise<boolean> {
  const rows = await ctx.db.query({
    name: 'auth.remove_request_key',
    text: `update api_key set request_keys = (select coalesce(jsonb_agg(k), '[]') from jsonb_array_elements(request_keys) k where k->>'id' <> $3)
            where id = $1 and merchant_id = $2 and revoked_at is null and request_keys @> jsonb_build_array(jsonb_build_object('id', $3::text)) returning id`,
    values: [apiKeyId, merchantId, requestKeyId],
  });
  return rows.length === 1;
}

/** A point that is none of the curve has the right shape too. */
async function isUsable(jwk: RequestJwk): Promise<boolean> {
  try {
    await importJWK(jwk, jwk.kty === 'EC' ? 'ES256' : 'EdDSA');
    return true;
  } catch {
    return false;
  }
}
