import { BrokenCircuitError, bulkhead, BulkheadRejectedError, circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleType, retry, TaskCancelledError, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import { z } from 'zod';
import { fetchService, type OutboundError, type OutboundResponse } from '@/lib/http/outbound';
import { err, ok, type Result } from '@/lib/kernel/result';
import { logContext } from '@/lib/log';
import { metrics } from '@/lib/metrics';
import { Unavailable } from '@/lib/ports';

/** The services that an operator may put in the place of what is built in. */
export const SERVICES = ['catalog', 'pricing', 'tax', 'geo', 'payment', 'receipt'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Where a service is, and what is sent to it as a Bearer. `url` may hold a path, never a query. */
export type Service = { readonly name: ServiceName; readonly url: string; readonly token: string | null };

/** How long a service is waited for. */
export type Patience = {
  readonly connectMs: number;
  /** Of one try. */
  readonly tryMs: number;
  /** Of all tries, with the pauses between them. */
  readonly totalMs: number;
  /** Tries after the first. */
  readonly retries: number;
  /** The first pause is about so long, each later one about twice the one before; all are jittered. */
  readonly pauseMs: number;
  readonly maxPauseMs: number;
  /** After so many failed tries in a row nobody asks any more ... */
  readonly brokenAfter: number;
  /** ... for so long. Then one call goes through, and decides. */
  readonly restMs: number;
};

export const PATIENCE: Patience = { connectMs: 5_000, tryMs: 10_000, totalMs: 30_000, retries: 3, pauseMs: 100, maxPauseMs: 2_000, brokenAfter: 10, restMs: 10_000 };

/** A 4xx is an answer: the service says no. `reason` is its own code; `left`, in minor units, where it says how much would have been possible. */
export type ServiceRefusal = { readonly code: 'refused'; readonly status: number; readonly reason: string | null; readonly left: bigint | null };

export type ServiceClient = {
  /** Throws Unavailable where there was no answer, or none that makes sense. */
  get<T>(path: string, answer: z.ZodType<T>): Promise<Result<T, ServiceRefusal>>;
  /** `key` goes along as the Idempotency-Key, the same with each try: whoever takes it twice acts once. */
  post<T>(path: string, body: object, answer: z.ZodType<T>, key?: string): Promise<Result<T, ServiceRefusal>>;
};

/** Calls of a service that are under way side by side, and those that wait for their turn; what is more fails at once. */
const AT_ONCE = 32;
const MAX_WAITING = 512;
const MAX_BYTES = 256 * 1024;
/** Statuses of 4xx that say nothing of what was asked: it may be asked again. */
const ASK_AGAIN: readonly number[] = [408, 425, 429];

const RefusalBody = z.object({ code: z.string().max(100).optional(), left_minor: z.int().min(0).optional() });

/** A try came to nothing. Its words are for the log: they hold no secret, and nothing that was sent. */
class Failed extends Error {
  override readonly name = 'Failed';
}

/**
 * Asks a service over HTTP. What may pass (5xx, a cut line, silence, an answer that makes no sense) is tried again after a pause; when it went wrong
 * too often in a row, nobody waits for it for a while. Call it outside of any transaction.
 */
export function createClient(service: Service, patience: Patience = PATIENCE): ServiceClient {
  const failed = handleType(Failed);
  const policy = wrap(
    bulkhead(AT_ONCE, MAX_WAITING),
    timeout(patience.totalMs, TimeoutStrategy.Aggressive),
    retry(failed, { maxAttempts: patience.retries, backoff: new ExponentialBackoff({ initialDelay: patience.pauseMs, maxDelay: patience.maxPauseMs }) }),
    circuitBreaker(failed, { breaker: new ConsecutiveBreaker(patience.brokenAfter), halfOpenAfter: patience.restMs }),
  );
  const ask = async <T>(call: Call, answer: z.ZodType<T>): Promise<Result<T, ServiceRefusal>> => {
    try {
      const result = await policy.execute(({ signal }) => tryOnce(service, patience, call, answer, signal));
      metrics.downstream.inc({ service: service.name, outcome: result.ok ? 'answered' : 'refused' });
      return result;
    } catch (error) {
      const isUnasked = error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError;
      metrics.downstream.inc({ service: service.name, outcome: isUnasked ? 'not_asked' : 'failed' });
      if (isUnasked || error instanceof Failed || error instanceof TaskCancelledError) throw new Unavailable(`The ${service.name} service does not answer. Send the same request again.`, { cause: error });
      throw error;
    }
  };
  return {
    get: (path, answer) => ask({ method: 'GET', path, headers: {} }, answer),
    post: (path, body, answer, key) =>
      ask({ method: 'POST', path, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) } }, answer),
  };
}

type Call = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string; readonly headers: Readonly<Record<string, string>> };

async function tryOnce<T>(service: Service, patience: Patience, { path, headers, ...call }: Call, answer: z.ZodType<T>, signal: AbortSignal): Promise<Result<T, ServiceRefusal>> {
  const requestId = logContext.getStore()?.requestId;
  const asked = await fetchService(new URL(service.url.replace(/\/+$/, '') + path), {
    ...call,
    headers: { accept: 'application/json', ...headers, ...(service.token !== null && { authorization: `Bearer ${service.token}` }), ...(requestId !== undefined && { 'x-request-id': requestId }) },
    connectMs: patience.connectMs,
    timeoutMs: patience.tryMs,
    maxBytes: MAX_BYTES,
    signal,
  });
  if (!asked.ok) throw new Failed(`${call.method} ${path}: ${wordsOf(asked.error)}`);
  return toAnswer(`${call.method} ${path}`, asked.value, answer);
}

const wordsOf = (error: OutboundError): string => (error.code === 'unreachable' ? `unreachable (${error.reason})` : error.code);

function toAnswer<T>(name: string, { status, text }: OutboundResponse, answer: z.ZodType<T>): Result<T, ServiceRefusal> {
  if (status >= 500 || ASK_AGAIN.includes(status)) throw new Failed(`${name}: status ${status}`);
  const body = parseJson(text);
  if (status >= 400) {
    const { code, left_minor: left } = RefusalBody.safeParse(body).data ?? {};
    return err({ code: 'refused', status, reason: code ?? null, left: left === undefined ? null : BigInt(left) });
  }
  const parsed = answer.safeParse(body);
  if (!parsed.success) throw new Failed(`${name}: an answer that is none (${parsed.error.issues.map(({ path }) => `$.${path.join('.')}`).join(', ')})`);
  return ok(parsed.data);
}

/** Undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a call that a service has no reason to refuse: that it did is a fault between it and us. */
export function mustAnswer<T>(name: ServiceName, answered: Result<T, ServiceRefusal>): T {
  if (answered.ok) return answered.value;
  throw new Unavailable(`The ${name} service refuses to answer (status ${answered.error.status}).`);
}
