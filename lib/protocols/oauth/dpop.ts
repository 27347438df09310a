import { checkDpopProof } from '@/lib/auth';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import type { OAuthError } from './errors';

/** RFC 9449 section 5: the key that the token shall be bound to; null for a request without a proof, whose token is a plain bearer's. */
export async function findProvenKey(ctx: Ctx, request: Request): Promise<Result<string | null, OAuthError>> {
  if (request.headers.get('dpop') === null) return ok(null);
  const proof = await checkDpopProof(ctx, request, {});
  return proof.ok ? ok(proof.value.jkt) : err(proof.error);
}

export const tokenType = (jkt: string | null): 'Bearer' | 'DPoP' => (jkt === null ? 'Bearer' : 'DPoP');
