import type { Ctx } from '@/lib/ports';
import { decodeJws, isSignedBy } from './jws';
import { MANDATE_TYP } from './sign-mandate';
import { toPublicKey, verifyCompact } from './signing-keys';
import type { Jwks } from './types';

/** The mandate inside a signature, when a key of `jwks` made it; null otherwise. Needs nothing of ours: anyone may check evidence. */
export function verifyMandate(signature: string, jwks: Jwks): Record<string, unknown> | null {
  const jws = decodeJws(signature);
  if (!jws || jws.header.typ !== MANDATE_TYP) return null;
  const key = jwks.keys.find((candidate) => candidate.kid === jws.header.kid);
  return key && isSignedBy(toPublicKey(key), jws) ? jws.payload : null;
}

/** The mandate inside a signature of ours, whichever of our keys made it; null otherwise. */
export const verifyOwnMandate = (ctx: Ctx, signature: string): Promise<Record<string, unknown> | null> => verifyCompact(ctx, 'mandate', MANDATE_TYP, signature);
