import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tracing } from '@/lib/kernel/tracing';

/** A segment that is, or may be, an id, a handle or a secret. */
const NAMED = /\d|^.{25,}$/;
const toRoute = (url: string): string => (url.split('?', 1)[0] ?? '').split('/').map((segment) => (NAMED.test(segment) ? '[id]' : segment)).join('/');

/** Answers what is Next's; a page in a span where this installation is traced, its files in none. */
export function tracePage(incoming: IncomingMessage, outgoing: ServerResponse, toNext: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  if (tracing.current === null || url.startsWith('/_next/')) return toNext(incoming, outgoing);
  const route = toRoute(url);
  const headers = new Headers();
  for (const name of ['traceparent', 'tracestate']) headers.set(name, String(incoming.headers[name] ?? ''));
  return tracing.current.span({ name: `${method} ${route}`, kind: 'server', attributes: { 'http.request.method': method, 'http.route': route, 'countersign.wire': 'page' }, headers }, async (span) => {
    const closed = once(outgoing, 'close');
    await toNext(incoming, outgoing);
    await closed;
    span.set({ 'http.response.status_code': outgoing.statusCode });
    if (outgoing.statusCode >= 500) span.fail(String(outgoing.statusCode));
  });
}
