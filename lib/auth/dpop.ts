import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTPayload, jwtVerify, type JWTVerifyResult } from 'jose';
import { useProof } from '@/lib/agent';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Base64url } from '@/lib/kernel/hash';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { isDpopNonce } from './dpop-nonce';

export const DPOP_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'];

/** How old a proof may be, and how far our clocks may differ. */
const FRESH_SECONDS = 120;
const MAX_JTI_LENGTH = 200;
const MAX_PROOF_LENGTH = 8_000;

export type DpopFault = { readonly code: 'invalid_dpop_proof' | 'use_dpop_nonce'; readonly message: string };

/** The key that was proven. `withNonce`: by a proof that was made for a nonce of ours, so not in advance. */
export type ProvenKey = { readonly jkt: string; readonly withNonce: boolean };

/**
 * RFC 9449 section 4.3: one proof, signed by the key it carries, for this method and address, made just now, never shown before (in any
 * process); with `accessToken` also made for that token. A nonce that it carries must be one of ours, and young (section 8). Answers the
 * key's thumbprint. `merchantHandle`: the address may stand under /m/{handle}.
 */
export async function checkDpopProof(
  ctx: Ctx,
  request: Request,
  { accessToken, merchantHandle }: { accessToken?: string; merchantHandle?: string | undefined },
): Promise<Result<ProvenKey, DpopFault>> {
  // Two headers arrive as one, joined by a comma, which no JWS holds.
  const proof = request.headers.get('dpop') ?? '';
  const verified = proof.length <= MAX_PROOF_LENGTH ? await verify(ctx, proof) : null;
  if (!verified?.protectedHeader.jwk) return fault('The DPoP proof is missing, malformed or not signed by the key that it carries.');
  const { payload } = verified;
  const { jti, iat, htm, htu, ath, nonce } = payload;
  if (htm !== request.method || !isAddress(ctx, request, htu, merchantHandle)) return fault('htm and htu of the DPoP proof are not those of this request.');
  if (nonce !== undefined && !(typeof nonce === 'string' && isDpopNonce(ctx, nonce))) return needsNonce();
  if (!isFresh(ctx, iat)) return fault('iat of the DPoP proof is not now.');
  if (accessToken !== undefined && ath !== sha256Base64url(accessToken)) return fault('ath of the DPoP proof is not the hash of this access token.');
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI_LENGTH) return fault('jti of the DPoP proof is missing or too long.');
  const jkt = await calculateJwkThumbprint(verified.protectedHeader.jwk);
  const isNew = await useProof(ctx, { name: `dpop:${jkt}:${jti}`, expiresAt: addSeconds(ctx.clock.now(), 2 * FRESH_SECONDS) });
  return isNew ? ok({ jkt, withNonce: nonce !== undefined }) : fault('This DPoP proof was shown before.');
}

async function verify(ctx: Ctx, proof: string): Promise<JWTVerifyResult<JWTPayload> | null> {
  try {
    return await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: DPOP_ALGORITHMS, currentDate: ctx.clock.now() });
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}

/** Query and fragment are not compared (RFC 9449 section 4.3, 9). */
function isAddress(ctx: Ctx, request: Request, htu: unknown, merchantHandle: string | undefined): boolean {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return false;
  const given = new URL(htu);
  const { pathname } = new URL(request.url);
  const paths = merchantHandle === undefined ? [pathname] : [pathname, `/m/${merchantHandle}${pathname}`];
  return given.origin === ctx.settings.publicOrigin && paths.includes(given.pathname);
}

const isFresh = (ctx: Ctx, iat: unknown): boolean => typeof iat === 'number' && Math.abs(ctx.clock.now().getTime() / 1000 - iat) <= FRESH_SECONDS;

/** Told with a DPoP-Nonce header. */
export const needsNonce = () => err({ code: 'use_dpop_nonce', message: 'Make the DPoP proof with the nonce of the DPoP-Nonce header.' } as const);

const fault = (message: string) => err({ code: 'invalid_dpop_proof', message } as const);
