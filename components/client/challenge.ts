import canonicalize from 'canonicalize';

const toBase64Url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/**
 * True when the challenge is the SHA-256 of the canonical content (RFC 8785). The server checks this too; here it keeps the promise under the
 * button even if an answer was swapped on the way.
 */
export async function isChallengeOf(content: object, challenge: string): Promise<boolean> {
  const canonical = canonicalize(content);
  if (canonical === undefined) return false;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical));
  return toBase64Url(new Uint8Array(digest)) === challenge;
}
