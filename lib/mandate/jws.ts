import { type KeyObject, sign, verify } from 'node:crypto';

/** RFC 7515 protected header, as we write it. Nothing else is read: no `jku`, `jwk`, `x5c`; `crit` is refused. */
export type JwsHeader = { readonly alg: 'ES256'; readonly kid: string; readonly typ: string };
export type DecodedJws = {
  readonly header: JwsHeader;
  readonly payload: Record<string, unknown>;
  /** The text that the signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
};

const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;
const MAX_LENGTH = 64 * 1024;

const part = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** Compact serialization, ES256. `payload` is JSON text and is signed as it stands. */
export function signJws(key: KeyObject, header: { kid: string; typ: string }, payload: string): string {
  const signed = `${part(JSON.stringify({ alg: 'ES256', kid: header.kid, typ: header.typ }))}.${part(payload)}`;
  return `${signed}.${withLowerS(sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })).toString('base64url')}`;
}

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** ECDSA takes `s` and `order - s` alike. We write the lower, so that a signature in evidence has one spelling. */
function withLowerS(signature: Buffer): Buffer {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  if (s <= ORDER / 2n) return signature;
  return Buffer.concat([signature.subarray(0, 32), Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')]);
}

/** The parts of a compact ES256 JWS, not yet verified. Null for any other text, any other algorithm, and for `crit`. */
export function decodeJws(text: string): DecodedJws | null {
  if (text.length > MAX_LENGTH || !COMPACT.test(text)) return null;
  const [head = '', body = '', signature = ''] = text.split('.');
  const header = parseObject(head);
  const payload = parseObject(body);
  if (!header || !payload || header.alg !== 'ES256' || Object.hasOwn(header, 'crit')) return null;
  if (typeof header.kid !== 'string' || typeof header.typ !== 'string') return null;
  const { kid, typ } = header;
  return { header: { alg: 'ES256', kid, typ }, payload, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

export const isSignedBy = (key: KeyObject, jws: DecodedJws): boolean =>
  verify('sha256', Buffer.from(jws.signed), { key, dsaEncoding: 'ieee-p1363' }, jws.signature);

function parseObject(base64url: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
