import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, request, type Dispatcher } from 'undici';
import { err, ok, type Result } from '@/lib/kernel/result';
import { keptConnections, pinnedTo, wasClosed, type Address } from './kept-connections';
import { addressKind } from './outbound-address';
import { traceOutbound } from './trace-outbound';

export type OutboundRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole exchange, name resolution and body included. */
  readonly timeoutMs: number;
  /** Of the answer's body. */
  readonly maxBytes: number;
  /** COUNTERSIGN_TEST=1: loopback may be asked, over http too. */
  readonly allowLoopbackHttp: boolean;
  /**
   * Connections may be kept for the next request to this URL. Only where the receiver knows a repeated request for the same: one that was kept may be
   * closed under a request, which is then sent once more over a new one. Left out: the connection is of this exchange alone.
   */
  readonly keepConnections?: boolean;
};

export type OutboundResponse = { readonly status: number; readonly headers: Headers; readonly text: string };

export type OutboundError =
  | { readonly code: 'invalid_url' | 'not_https' | 'credentials_in_url' | 'forbidden_address' | 'unresolvable' | 'redirected' | 'timed_out' | 'too_large' }
  | { readonly code: 'unreachable'; readonly reason: string };

/**
 * Asks a URL that someone else chose (webhooks, profiles, JWKS, feeds). https only; every address the name resolves
 * to must be public, and the connection goes to one of exactly those, so a second resolution cannot move it; a kept connection carries a request only
 * if the addresses, resolved and checked anew, are still those that it was opened with. Redirects are refused, and so is whatever takes longer or is larger
 * than allowed. Any status but a redirect is an answer. Never throws.
 */
export async function fetchOutbound(url: string, options: OutboundRequest): Promise<Result<OutboundResponse, OutboundError>> {
  const target = checkUrl(url, options.allowLoopbackHttp);
  if (!target.ok) return target;
  const ask = (headers: Readonly<Record<string, string>>) => askAddress(target.value, { ...options, headers: { ...headers, ...options.headers } });
  return traceOutbound({ method: options.method, url: target.value }, ask, (answer) => (answer.ok ? answer.value.status : answer.error.code));
}

async function askAddress(url: URL, options: OutboundRequest): Promise<Result<OutboundResponse, OutboundError>> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const addresses = await withDeadline(resolve(url.hostname), deadline);
  if (addresses === 'timed_out') return err({ code: 'timed_out' });
  if (addresses.length === 0) return err({ code: 'unresolvable' });
  if (!addresses.every(({ address }) => mayAsk(url, address, options.allowLoopbackHttp))) return err({ code: 'forbidden_address' });
  if (options.keepConnections) return exchangeKept(url, addresses, options, deadline);
  return exchange(url, new Agent({ connect: { lookup: pinnedTo(addresses) } }), options, deadline);
}

/** Of a service that the operator chose: what may be asked of it, and how long. `connectMs`: until the line stands. `signal`: gives up sooner. */
export type ServiceRequest = Omit<OutboundRequest, 'allowLoopbackHttp'> & { readonly connectMs: number; readonly signal: AbortSignal };

/**
 * Asks a URL of the operator's own configuration (lib/env.ts), and nothing else may: http and private addresses are the operator's to choose. The
 * connection is of this exchange alone, so that a late or second answer is nobody's. Redirects are refused, and so is whatever takes longer or is
 * larger than allowed. Never throws.
 */
export function fetchService(url: URL, { connectMs, signal, ...options }: ServiceRequest): Promise<Result<OutboundResponse, OutboundError>> {
  const ask = (headers: Readonly<Record<string, string>>) =>
    exchange(url, new Agent({ connect: { timeout: connectMs } }), { ...options, headers: { ...headers, ...options.headers } }, AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]));
  return traceOutbound({ method: options.method, url }, ask, (answer) => (answer.ok ? answer.value.status : answer.error.code));
}

/** WHATWG parsing has already written decimal, octal and hexadecimal hosts as dotted IPv4. */
function checkUrl(text: string, allowLoopbackHttp: boolean): Result<URL, OutboundError> {
  if (!URL.canParse(text)) return err({ code: 'invalid_url' });
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return err({ code: 'credentials_in_url' });
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowLoopbackHttp)) return err({ code: 'not_https' });
  return ok(url);
}

function mayAsk(url: URL, address: string, allowLoopbackHttp: boolean): boolean {
  const kind = addressKind(address);
  if (kind === 'loopback') return allowLoopbackHttp;
  return kind === 'public' && url.protocol === 'https:';
}

async function resolve(hostname: string): Promise<Address[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(literal);
  if (family === 4 || family === 6) return [{ address: literal, family }];
  try {
    const found = await lookup(hostname, { all: true, verbatim: true });
    return found.map(({ address, family: found }) => ({ address, family: found === 6 ? 6 : 4 }));
  } catch {
    return [];
  }
}

function withDeadline<T>(work: Promise<T>, deadline: AbortSignal): Promise<T | 'timed_out'> {
  return Promise.race([
    work,
    new Promise<'timed_out'>((resolve) => {
      deadline.addEventListener('abort', () => resolve('timed_out'), { once: true });
    }),
  ]);
}

type Exchange = Omit<OutboundRequest, 'allowLoopbackHttp' | 'keepConnections'>;

/** Over a connection of its own. */
async function exchange(url: URL, agent: Agent, options: Exchange, deadline: AbortSignal): Promise<Result<OutboundResponse, OutboundError>> {
  try {
    return await send(url, agent, options, deadline);
  } catch (error) {
    return toFault(error, deadline);
  } finally {
    await agent.destroy();
  }
}

/** Over a kept connection; where that was closed under the request, once more over one of its own. */
async function exchangeKept(url: URL, addresses: readonly Address[], options: Exchange, deadline: AbortSignal): Promise<Result<OutboundResponse, OutboundError>> {
  const kept = keptConnections(url, addresses);
  try {
    const answer = await send(url, kept.pool, options, deadline);
    kept.hasAnswered = true;
    return answer;
  } catch (error) {
    if (!kept.hasAnswered || deadline.aborted || !wasClosed(error)) return toFault(error, deadline);
    return exchange(url, new Agent({ connect: { lookup: pinnedTo(addresses) } }), options, deadline);
  }
}

/** Throws where there is no answer. A connection whose answer was not read to its end is closed. */
async function send(url: URL, dispatcher: Dispatcher, options: Exchange, deadline: AbortSignal): Promise<Result<OutboundResponse, OutboundError>> {
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    method: options.method,
    headers: { 'accept-encoding': 'identity', 'user-agent': 'Countersign', ...options.headers },
    body: options.body,
    signal: deadline,
  });
  if (statusCode >= 300 && statusCode < 400) {
    body.on('error', () => undefined).destroy();
    return err({ code: 'redirected' });
  }
  const text = await readAtMost(body, options.maxBytes);
  return text === null ? err({ code: 'too_large' }) : ok({ status: statusCode, headers: toHeaders(headers), text });
}

function toFault(error: unknown, deadline: AbortSignal): Result<never, OutboundError> {
  if (deadline.aborted) return err({ code: 'timed_out' });
  return err({ code: 'unreachable', reason: error instanceof Error ? error.message : String(error) });
}

async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toHeaders(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  return headers;
}
