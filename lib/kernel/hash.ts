import { createHash, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
export const sha256Base64url = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64url');

/** RFC 8785 text of a JSON value: the same bytes for the same value, whoever writes it. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** SHA-256 of the canonical form, in hex. */
export const jsonHash = (value: unknown): string => sha256Hex(canonicalJson(value));

export function equalInConstantTime(a: string, b: string): boolean {
  const left = sha256(a);
  const right = sha256(b);
  return timingSafeEqual(left, right);
}
