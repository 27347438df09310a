import { tracing, type SpanAttributes } from '@/lib/kernel/tracing';

/** How a call ended: its status, the code of why there is none, or null where all that is known is that it went well. */
export type OutboundEnd = number | string | null;

type Target = { readonly url: URL } | { readonly host: string; readonly port: number };

/**
 * Makes a call to someone else, in a span of its own where this installation is traced. `ask` gets the headers that pass the trace on. Of where it
 * goes the host alone is told: paths and queries of others may hold secrets.
 */
export function traceOutbound<T>({ method, ...target }: { readonly method: string } & Target, ask: (headers: Readonly<Record<string, string>>) => Promise<T>, endOf: (answer: T) => OutboundEnd): Promise<T> {
  if (tracing.current === null) return ask({});
  return tracing.current.span({ name: method, kind: 'client', attributes: toAttributes(method, target) }, async (span) => {
    const answer = await ask(span.headers);
    const end = endOf(answer);
    if (typeof end === 'number') span.set({ 'http.response.status_code': end });
    if (typeof end === 'string' || (end !== null && end >= 400)) span.fail(String(end));
    return answer;
  });
}

function toAttributes(method: string, target: Target): SpanAttributes {
  if ('host' in target) return { 'server.address': target.host, 'server.port': target.port };
  const { hostname, port, protocol } = target.url;
  return { 'http.request.method': method, 'server.address': hostname, 'server.port': Number(port || (protocol === 'http:' ? 80 : 443)) };
}
