import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';

/** Below this a compressed answer is hardly smaller, and costs both sides time. */
const THRESHOLD_BYTES = 1024;
/** JSON in all its forms, and text; not event streams, whose events would wait in the compressor. */
const COMPRESSIBLE = /^(?:application\/(?:[\w.-]+\+)?json|image\/svg\+xml|text\/(?!event-stream)[\w.-]+)\b/i;

/**
 * Lets an answer of the route table be compressed (br or gzip) as it is written, where the client accepts it and no proxy in front would do
 * it: one that TRUST_PROXY counts, or that names itself in Via. Pages are compressed by Next.
 *
 * An answer to a cookie is left alone: it holds what is secret beside what others may have written (BREACH).
 */
export function createCompression(trustProxyHops: number): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const wrap = compression({ threshold: 0, filter: isWorthIt });
  return (incoming, outgoing) => {
    const { via, cookie, 'accept-encoding': accepted } = incoming.headers;
    if (trustProxyHops > 0 || via !== undefined || cookie !== undefined) return;
    // What may be kept on the way must say that it differs by Accept-Encoding; only reads are kept.
    const isRead = incoming.method === 'GET' || incoming.method === 'HEAD';
    if (accepted !== undefined || isRead) wrap(incoming, outgoing, () => undefined);
  };
}

/** Asked when the headers are known. What may be compressed is the same in content, not in bytes: its ETag is a weak one (RFC 9110, 8.8.1). */
function isWorthIt(_incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  const [type, length, etag] = ['content-type', 'content-length', 'etag'].map((name) => outgoing.getHeader(name));
  const isWorth = typeof type === 'string' && COMPRESSIBLE.test(type) && (length === undefined || Number(length) >= THRESHOLD_BYTES);
  if (isWorth && typeof etag === 'string' && !etag.startsWith('W/')) outgoing.setHeader('etag', `W/${etag}`);
  return isWorth;
}
