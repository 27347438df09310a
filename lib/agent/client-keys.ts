import { createLocalJWKSet, decodeJwt, errors, importJWK, type JSONWebKeySet, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { findAgentByClientId, findClientKeys } from './store';
import type { Agent } from './types';
import { useProof } from './used-proof';

/** What a client may sign its assertions by. No `none`, and no MAC: there is no shared secret. */
export const CLIENT_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'];
const MAX_KEYS = 5;
const MAX_ASSERTION_SECONDS = 600;
const MAX_ASSERTION_LENGTH = 8_000;

const text = z.string().max(2_000);
const common = { kid: text.optional(), alg: z.enum(CLIENT_ALGORITHMS).optional(), use: z.literal('sig').optional() };
const PublicJwk = z.discriminatedUnion('kty', [
  z.strictObject({ ...common, kty: z.literal('EC'), crv: z.enum(['P-256', 'P-384']), x: text, y: text }),
  z.strictObject({ ...common, kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: text }),
  z.strictObject({ ...common, kty: z.literal('RSA'), n: text, e: text }),
]);
/** RFC 7517, public members alone: a private one among them is refused, not forgotten. */
const ClientKeys = z.strictObject({ keys: z.array(PublicJwk).min(1).max(MAX_KEYS) });
export type ClientKeys = z.infer<typeof ClientKeys>;

const DEFAULT_ALGORITHM = { EC: { 'P-256': 'ES256', 'P-384': 'ES384' }, OKP: 'EdDSA', RSA: 'PS256' } as const;

/** Reads a client's public keys; null unless each is one that it can sign with. At most five. */
export async function parseClientKeys(given: unknown): Promise<ClientKeys | null> {
  const parsed = ClientKeys.safeParse(given);
  if (!parsed.success) return null;
  try {
    for (const key of parsed.data.keys) {
      const byKind = key.kty === 'EC' ? DEFAULT_ALGORITHM.EC[key.crv] : DEFAULT_ALGORITHM[key.kty];
      const imported = await importJWK(key, key.alg ?? byKind);
      if (imported instanceof Uint8Array || tooShort(imported)) return null;
    }
  } catch {
    return null;
  }
  return parsed.data;
}

const tooShort = ({ algorithm }: CryptoKey): boolean => 'modulusLength' in algorithm && Number(algorithm.modulusLength) < 2048;

/**
 * RFC 7523 section 3, private_key_jwt: the agent whose registered key signed `assertion` for us (`audiences`: our issuer and the token
 * endpoint), with itself as issuer and subject, for at most ten minutes, never shown before. `clientId`: what else the request says.
 */
export async function authenticateAssertion(
  ctx: Ctx,
  given: { assertion: string; clientId: string | undefined; audiences: readonly string[] },
): Promise<Result<Agent, { code: 'invalid_client' }>> {
  const agent = await findIssuer(ctx, given.assertion);
  if (!agent || (given.clientId !== undefined && given.clientId !== agent.clientId)) return INVALID;
  const keys = ClientKeys.safeParse(await findClientKeys(ctx, agent.id));
  const claims = keys.success ? await verify(ctx, { ...given, clientId: agent.clientId, keys: keys.data }) : null;
  const { jti, exp } = claims ?? {};
  if (jti === undefined || exp === undefined || exp * 1000 > addSeconds(ctx.clock.now(), MAX_ASSERTION_SECONDS).getTime()) return INVALID;
  const isNew = await useProof(ctx, { name: `assertion:${agent.clientId}:${jti}`, expiresAt: new Date(exp * 1000) });
  return isNew && (agent.status === 'active' || agent.status === 'pending') ? ok(agent) : INVALID;
}

const INVALID = err({ code: 'invalid_client' } as const);

/** Whom an assertion speaks of, not yet believed. */
async function findIssuer(ctx: Ctx, assertion: string): Promise<Agent | null> {
  if (assertion.length > MAX_ASSERTION_LENGTH) return null;
  try {
    const { sub } = decodeJwt(assertion);
    return sub === undefined ? null : await findAgentByClientId(ctx, sub);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

async function verify(
  ctx: Ctx,
  given: { assertion: string; clientId: string; audiences: readonly string[]; keys: JSONWebKeySet },
): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(given.assertion, createLocalJWKSet(given.keys), {
      algorithms: CLIENT_ALGORITHMS,
      issuer: given.clientId,
      subject: given.clientId,
      audience: [...given.audiences],
      requiredClaims: ['exp', 'jti'],
      currentDate: ctx.clock.now(),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
