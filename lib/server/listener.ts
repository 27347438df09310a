import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { allowedMethods, createMatcher } from '@/lib/entrance/match';
import { runEndpoint, runPreflight } from '@/lib/entrance/run';
import { answerUnknownPath, answerWrongMethod } from '@/lib/entrance/unmatched';
import { splitMerchantPrefix, wireOf } from '@/lib/entrance/wire-prefixes';
import { CLIENT_ADDRESS_HEADER, FORWARDED_HEADERS, INTERNAL_HEADERS, clientAddress } from '@/lib/http/client-address';
import type { Endpoint, Method } from '@/lib/http/endpoint';
import { securityHeaders } from '@/lib/http/security-headers';
import { newId } from '@/lib/kernel/id';
import { createCompression } from './compress';
import { tracePage } from './trace-page';
import { isUndeclared, readUndeclaredBody } from './undeclared-body';

export type ListenerOptions = {
  readonly endpoints: readonly Endpoint[];
  /** `next`: Next answers everything, so that tests can compare the two entrances. */
  readonly entrance: 'table' | 'next';
  readonly toNext: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
  readonly publicOrigin: string;
  readonly trustProxyHops: number;
  readonly testMode: boolean;
};

type Answer = (request: Request, requestId: string) => Response | Promise<Response>;

/** What the process listens with: endpoints of the table are answered here, everything else is Next's. */
export function createListener(options: ListenerOptions): RequestListener {
  const findAnswer = createTable(options);
  const letCompress = createCompression(options.trustProxyHops);
  const apiHeaders = securityHeaders({ kind: 'api', secure: options.publicOrigin.startsWith('https:') });
  const answers = new WeakMap<IncomingMessage, Answer>();

  const answerFromTable = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      const requestId = newId('request');
      // The Response's own headers are written over these.
      for (const [name, value] of apiHeaders) outgoing.setHeader(name, value);
      outgoing.setHeader('x-request-id', requestId);
      const answer = answers.get(incoming);
      return answer ? answer(request, requestId) : new Response(null, { status: 404 });
    },
    // True would replace Request and Response for the whole process, Next's included.
    { overrideGlobalObjects: false },
  );

  const answerUndeclared = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    try {
      await readUndeclaredBody(incoming);
    } catch {
      return; // nobody is left to answer
    }
    if (!incoming.readableEnded) outgoing.setHeader('connection', 'close');
    await answerFromTable(incoming, outgoing);
  };

  return (incoming, outgoing) => {
    if (!incoming.url?.startsWith('/')) {
      outgoing.writeHead(400).end();
      return;
    }
    const answer = options.entrance === 'table' ? findAnswer(incoming) : null;
    if (answer) {
      answers.set(incoming, answer);
      letCompress(incoming, outgoing);
      if (isUndeclared(incoming)) void answerUndeclared(incoming, outgoing);
      else void answerFromTable(incoming, outgoing);
      return;
    }
    // Next answers 500 for a percent sign that encodes nothing.
    if (!isDecodable(splitQuery(incoming.url).path)) {
      outgoing.writeHead(400).end();
      return;
    }
    const elsewhere = publicAddress(incoming, options.publicOrigin);
    if (elsewhere !== null) {
      outgoing.writeHead(307, { location: elsewhere }).end();
      return;
    }
    writeOwnHeaders(incoming, options.trustProxyHops);
    void tracePage(incoming, outgoing, options.toNext);
  };
}

const LOOPBACK_HOST = /^(?:127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/;

/**
 * Where a page asked for on a loopback address is: cookies and passkeys belong to the public host. Null for everything else. Not in
 * proxy.ts: Next writes a redirect to its own host as a path, and this one would lead to itself.
 */
function publicAddress({ method, url = '/', headers }: IncomingMessage, publicOrigin: string): string | null {
  const host = headers.host ?? '';
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead || !LOOPBACK_HOST.test(host) || host === new URL(publicOrigin).host) return null;
  return /^\/(?:api|_next)\//.test(url) || wireOf(splitQuery(url).path) !== null ? null : publicOrigin + url;
}

/** How the table answers a request: the endpoint, OPTIONS, 405, or the wire's 404; null when the path is Next's. */
function createTable({ endpoints, testMode, trustProxyHops }: ListenerOptions): (incoming: IncomingMessage) => Answer | null {
  const match = createMatcher(endpoints.filter(({ testOnly }) => testMode || !testOnly));
  return (incoming) => {
    const { path, query } = splitQuery(incoming.url ?? '/');
    const prefixed = splitMerchantPrefix(path);
    const ownPath = prefixed?.rest ?? path;
    const wire = wireOf(ownPath);
    if (wire === null) return null;
    if (prefixed) incoming.url = ownPath + query;
    const found = match(ownPath);
    if (!found) return (request) => answerUnknownPath(wire, request);
    const merchantPrefix = prefixed?.handle ?? null;
    const address = clientAddress(singleHeader(incoming, 'x-forwarded-for'), incoming.socket.remoteAddress, trustProxyHops);
    if (incoming.method === 'OPTIONS') return (request) => runPreflight(found.methods, request, { clientAddress: address, merchantPrefix });
    const endpoint = found.methods.get(toMethod(incoming.method));
    if (!endpoint) return (request) => answerWrongMethod(wire, request, allowedMethods(found.methods));
    return (request, requestId) => runEndpoint(endpoint, request, found.params, { requestId, clientAddress: address, merchantPrefix });
  };
}

/** Node sends no body in answer to HEAD, so GET answers it. A method that no endpoint has finds none. */
const toMethod = (method: string | undefined): Method => (method === 'HEAD' ? 'GET' : (method as Method));

function splitQuery(url: string): { path: string; query: string } {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at) };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const singleHeader = (incoming: IncomingMessage, name: string): string | undefined => {
  const value = incoming.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

/** Headers that name the client are ours to write. Both views of them are changed: Next reads one, adapters the other. */
function writeOwnHeaders(incoming: IncomingMessage, trustProxyHops: number): void {
  const address = clientAddress(singleHeader(incoming, 'x-forwarded-for'), incoming.socket.remoteAddress, trustProxyHops);
  const dropped = new Set(trustProxyHops > 0 ? INTERNAL_HEADERS : [...INTERNAL_HEADERS, ...FORWARDED_HEADERS]);
  for (const name of dropped) delete incoming.headers[name];
  const kept = incoming.rawHeaders.flatMap((value, index, all) =>
    index % 2 === 0 && !dropped.has(value.toLowerCase()) ? [value, all[index + 1] ?? ''] : [],
  );
  incoming.rawHeaders = [...kept, CLIENT_ADDRESS_HEADER, address];
  incoming.headers[CLIENT_ADDRESS_HEADER] = address;
}
