import { canonicalJson } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';
import { signCompact } from './signing-keys';

/** The `typ` of each kind: a signature over one can never stand for another. */
const TYP = { enrolment: 'enrolment+jwt', receipt: 'receipt+jwt', payment: 'payment-record+jwt', trail: 'trail-seal+jwt' } as const;

/**
 * Signs what the wallet states in evidence. Answers the record with its `signature`: a compact ES256 JWS by the mandate key whose
 * payload is the canonical JSON (RFC 8785) of the rest of the record.
 */
export async function signRecord<T extends object>(ctx: Ctx, kind: keyof typeof TYP, record: T): Promise<T & { readonly signature: string }> {
  const { jws } = await signCompact(ctx, 'mandate', TYP[kind], canonicalJson(record));
  return { ...record, signature: jws };
}
