/** A base that no page has: what resolves away from it was no path of our own. */
const BASE = 'https://own.invalid';

/**
 * A path of this site to go on to, from text that a link carried. Anything else (another origin, a scheme, a path that browsers read as
 * a host, control characters) becomes `fallback`.
 */
export function ownPath(text: string | undefined, fallback: string): string {
  if (text === undefined || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) || !URL.canParse(text, BASE)) return fallback;
  const url = new URL(text, BASE);
  // Dots may resolve to a path that begins with two slashes, which a browser would read as a host.
  return url.origin === BASE && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
