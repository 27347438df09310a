const MAX_LENGTH = 2_000;
const LOOPBACK = /^(127\.0\.0\.1|\[::1\])$/;
/** RFC 8252 section 7.1: a private-use scheme is a domain name in reverse. */
const PRIVATE_SCHEME = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/;

/**
 * Why a redirect URI cannot be registered, or null: https; http on a loopback address or localhost (RFC 8252 sections 7.3 and 8.3);
 * or a private-use scheme. No fragment (RFC 6749 section 3.1.2), no credentials, visible ASCII alone.
 */
export function findRedirectFault(text: string): string | null {
  if (text.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return 'must be an absolute URI';
  if (text.includes('#')) return 'must have no fragment';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must hold no credentials';
  if (url.protocol === 'https:' || PRIVATE_SCHEME.test(url.protocol)) return null;
  return url.protocol === 'http:' && (LOOPBACK.test(url.hostname) || url.hostname === 'localhost') ? null : 'must be https, http on a loopback address, or a private-use scheme such as com.example.app:/';
}

/**
 * Whether a redirect is one that was registered: the same text, character by character (RFC 9700 section 2.1). Of a loopback address the
 * port alone may differ, which a native client learns only when it listens (RFC 8252 section 7.3).
 */
export function matchesRegistered(given: string, registered: readonly string[]): boolean {
  if (registered.includes(given)) return true;
  const anyPort = withoutLoopbackPort(given);
  return anyPort !== null && registered.some((uri) => withoutLoopbackPort(uri) === anyPort);
}

/** `http://127.0.0.1/rest` of a loopback URI that is spelled plainly; null for every other. */
function withoutLoopbackPort(text: string): string | null {
  const parts = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/[^#]*)?$/.exec(text);
  if (!parts || Number(parts[2] ?? 80) > 65_535) return null;
  return `http://${parts[1] ?? ''}${parts[3] ?? ''}`;
}
