import { checkDpopProof, currentDpopNonce, type ProvenKey } from '@/lib/auth';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import type { OAuthError } from './errors';

/** RFC 9449 section 5: the key that the token shall be bound to; null for a request without a proof, whose token is a plain bearer's. */
export async function findProvenKey(ctx: Ctx, request: Request): Promise<Result<ProvenKey | null, OAuthError>> {
  if (request.headers.get('dpop') === null) return ok(null);
  const proof = await checkDpopProof(ctx, request, {});
  return proof.ok ? ok(proof.value) : err(proof.error);
}

/** RFC 9449 section 8.2: whoever sends proofs is told the nonce for the next one, whatever the answer is. */
export function withNonce(ctx: Ctx, request: Request, response: Response): Response {
  if (request.headers.get('dpop') !== null) response.headers.set('DPoP-Nonce', currentDpopNonce(ctx));
  return response;
}

export const tokenType = (jkt: string | null): 'Bearer' | 'DPoP' => (jkt === null ? 'Bearer' : 'DPoP');
