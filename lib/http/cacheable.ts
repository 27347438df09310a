import { sha256Base64url } from '@/lib/kernel/hash';

export type Cacheable = {
  readonly contentType: string;
  readonly maxAgeSeconds: number;
  /** The request headers that the answer depends on, beside the address. */
  readonly vary: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * A public answer that anyone may keep for a while, with a validator over its very bytes: 304 without a body when the caller has it
 * already (RFC 9110, 13.1.2).
 */
export function cacheable(request: Request, body: string | Uint8Array<ArrayBuffer>, { contentType, maxAgeSeconds, vary, headers }: Cacheable): Response {
  const etag = `"${sha256Base64url(body)}"`;
  const common = { ...headers, etag, vary: vary.join(', '), 'cache-control': `public, max-age=${maxAgeSeconds}` };
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers: common });
  return new Response(body, { status: 200, headers: { ...common, 'content-type': contentType } });
}

/** Whether the caller has what this validator is of. Compared weakly, as If-None-Match is: a cache on the way may have marked ours so. */
export function isKnown(request: Request, etag: string): boolean {
  const opaque = etag.replace(/^W\//, '');
  const given = request.headers.get('if-none-match');
  return given !== null && given.split(',').some((one) => ['*', opaque].includes(one.trim().replace(/^W\//, '')));
}
