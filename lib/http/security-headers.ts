export type HeaderPairs = readonly [name: string, value: string][];

type Common = { /** The public origin is https. */ readonly secure: boolean };
type ForApi = Common & { readonly kind: 'api' };
type ForPage = Common & { readonly kind: 'page'; readonly nonce: string; /** `next dev`: React needs eval there. */ readonly development: boolean };

/**
 * Every security header of every answer, in both entrances. An API answer is data: nothing in it may run, load or be framed. A page
 * runs only scripts that carry this answer's nonce, and what those load; no page may be framed, so an approval cannot be clickjacked.
 */
export function securityHeaders(answer: ForApi | ForPage): HeaderPairs {
  const headers: [string, string][] = [
    ['content-security-policy', answer.kind === 'page' ? pagePolicy(answer) : "default-src 'none'; frame-ancestors 'none'"],
    // A page's own posts need an Origin header, which no-referrer would blank.
    ['referrer-policy', answer.kind === 'page' ? 'same-origin' : 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self)'],
  ];
  // What may be kept says so itself.
  if (answer.kind === 'api') headers.push(['cache-control', 'no-store']);
  if (answer.secure) headers.push(['strict-transport-security', 'max-age=31536000; includeSubDomains']);
  return headers;
}

function pagePolicy({ nonce, development, secure }: ForPage): string {
  const directives = [
    "default-src 'self'",
    // Browsers that know 'strict-dynamic' ignore 'self'; older ones fall back to it.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (secure) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}
