import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@/lib/kernel/hash';

/** RFC 7517: the set of keys that the reader decided to trust. What is no ES256 key in it is passed over. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

export function readJwks(jwks: unknown): TrustedKeys {
  const listed = isObject(jwks) && Array.isArray(jwks.keys) ? jwks.keys : [];
  const keys = new Map<string, KeyObject>();
  for (const jwk of listed) {
    const key = isObject(jwk) && jwk.kty === 'EC' && jwk.crv === 'P-256' ? toKey({ kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y }) : null;
    if (key && isObject(jwk) && typeof jwk.kid === 'string') keys.set(jwk.kid, key);
  }
  return keys;
}

/** A public key; null for coordinates that are no point of the curve, or no text. */
export function toKey(jwk: Record<string, unknown>): KeyObject | null {
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch {
    return null;
  }
}

export type SignedRecord = { readonly signature: string };

const COMPACT = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;

/**
 * Whether a record's `signature` is a compact ES256 JWS (RFC 7515) of this `typ` by a trusted key, whose payload is the canonical JSON
 * of the rest of the record. The header names a key and nothing else: no key, address or algorithm of the bundle's is believed.
 */
export function isSigned(record: SignedRecord, typ: string, keys: TrustedKeys): boolean {
  const { signature: jws, ...rest } = record;
  const [, head = '', payload = '', signature = ''] = COMPACT.exec(jws) ?? [];
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature || !hasLowerS(bytes)) return false;
  const header = readHeader(head);
  const key = header?.typ === typ ? keys.get(header.kid) : undefined;
  if (!key || payload !== Buffer.from(canonicalJson(rest)).toString('base64url')) return false;
  return verify('sha256', Buffer.from(`${head}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}

/** Half the order of P-256. ECDSA takes two spellings of `s`; the wallet writes the lower, and the other was not written by it. */
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
const hasLowerS = (signature: Buffer): boolean => BigInt(`0x${signature.subarray(32).toString('hex')}`) <= HALF_ORDER;

function readHeader(base64url: string): { kid: string; typ: string } | null {
  const header = parseJson(Buffer.from(base64url, 'base64url').toString('utf8'));
  if (!isObject(header) || header.alg !== 'ES256' || typeof header.kid !== 'string' || typeof header.typ !== 'string') return null;
  return Object.keys(header).length === 3 ? { kid: header.kid, typ: header.typ } : null;
}

/** The value of JSON text; undefined for anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
