import { createPublicKey, verify } from 'node:crypto';
import { parseJson, readText } from '@/lib/http/body';
import { fail, type HttpFailure } from '@/lib/http/failure';
import type { Principal } from '@/lib/http/request-ctx';
import { canonicalJson } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';
import { RequestJwk } from './request-keys';

/** RFC 3339 (and so without a zone it is none). */
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
const TOLERANCE_SECONDS = 300;
/** Of Ed25519, and of ES256 as JOSE writes it (r and s, 32 bytes each). */
const SIGNATURE = /^[\w-]{86}(==)?$/;

/** What a request says of its signature. `body` is its JSON value, undefined where it has none. */
export type SignedRequest = { readonly signature: string | null; readonly timestamp: string | null; readonly body: unknown };

/**
 * The bytes that ACP signs: the canonical JSON (RFC 8785) of the body. A request without a body has nothing but its time to sign, as
 * Timestamp spells it (ADR 0029).
 */
export const signedBytes = ({ timestamp, body }: Pick<SignedRequest, 'timestamp' | 'body'>): Buffer => Buffer.from(body === undefined ? (timestamp ?? '') : canonicalJson(body));

/** Throws 401 unless the caller has no keys registered, or one of them signed this within five minutes. */
export function requireSignature(ctx: Ctx, principal: Principal, request: SignedRequest): void {
  const keys = requestKeysOf(principal);
  if (keys.length === 0) return;
  const { signature, timestamp } = request;
  if (!signature || !timestamp) throw unsigned('Requests with this credential must be signed: send Signature and Timestamp.');
  const at = TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) throw unsigned('Timestamp must be a date and time by RFC 3339.');
  if (Math.abs(at - ctx.clock.now().getTime()) > TOLERANCE_SECONDS * 1000) throw unsigned(`Timestamp is more than ${TOLERANCE_SECONDS} seconds from our time.`);
  if (!SIGNATURE.test(signature)) throw unsigned('Signature must be an Ed25519 or ES256 signature in base64url.');
  const bytes = signedBytes(request);
  if (!keys.some((key) => isSignedBy(key, bytes, Buffer.from(signature, 'base64url')))) throw unsigned('Signature is not that of a registered key over this body.');
}

/** The request, its signature checked. Its body is read for that, so what the handler gets is a request of the same text. */
export async function withCheckedSignature(ctx: Ctx, principal: Principal, request: Request): Promise<Request> {
  if (requestKeysOf(principal).length === 0) return request;
  const { method, url, headers } = request;
  const text = await readText(request);
  requireSignature(ctx, principal, { signature: headers.get('signature'), timestamp: headers.get('timestamp'), body: parseJson(text) });
  return new Request(url, { method, headers: [...headers], ...(text === '' ? {} : { body: text }) });
}

const requestKeysOf = (principal: Principal): readonly object[] => (principal.kind === 'merchant_key' || principal.kind === 'agent' ? (principal.requestKeys ?? []) : []);

/** An agent's set may hold keys of other kinds too, for its assertions: they sign no request. */
function isSignedBy(key: object, bytes: Buffer, signature: Buffer): boolean {
  const jwk = RequestJwk.safeParse(key);
  if (!jwk.success) return false;
  const publicKey = createPublicKey({ key: jwk.data, format: 'jwk' });
  return jwk.data.kty === 'OKP' ? verify(null, bytes, publicKey, signature) : verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}

const unsigned = (message: string): HttpFailure => fail(401, 'unauthorized', message, { headers: { 'www-authenticate': 'Bearer realm="countersign"' } });
