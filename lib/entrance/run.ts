import { authenticate, checkPublicKey, withCheckedSignature, type ApiKey, type ExpectedAudience } from '@/lib/auth';
import { getCtx } from '@/lib/composition';
import type { Endpoint, Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { takeFromBudget, type RateBudget } from '@/lib/http/rate-limit';
import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { toFailure } from '@/lib/http/to-failure';
import { addressKey } from '@/lib/identity';
import { tracing, type OpenSpan } from '@/lib/kernel/tracing';
import { logContext } from '@/lib/log';
import { metrics } from '@/lib/metrics';
import type { Ctx } from '@/lib/ports';
import { answerPreflight, withCors } from './cors';
import type { Methods } from './match';
import { beginToRead, observe } from './observe';
import { renderers } from './renderers';
import { resolveMerchant } from './tenant';

/** What the entrance knows of a call beside the request. */
export type RequestMeta = {
  /** Ours, never the caller's; also in X-Request-Id of the answer. */
  readonly requestId: string;
  readonly clientAddress: string;
  /** Of a `/m/{handle}` prefix that was taken off the path, or null. */
  readonly merchantPrefix: string | null;
};

/** Runs an endpoint on the installation's own Ctx. Always answers, in the words of the endpoint's wire. */
export const runEndpoint = (endpoint: Endpoint, request: Request, params: Params, meta: RequestMeta): Promise<Response> =>
  runEndpointOn(getCtx(), endpoint, request, params, meta);

/**
 * Everything that both entrances do around a handler: request id in the logs, credential, scope, rate, tenant, the wire's error shape,
 * one log line. What is no HttpFailure is a fault of ours: logged in full, told as a 500 without detail.
 */
export function runEndpointOn(ctx: Ctx, endpoint: Endpoint, request: Request, params: Params, meta: RequestMeta): Promise<Response> {
  if (tracing.current === null || endpoint.wire === 'platform') return runCall(ctx, endpoint, request, params, meta);
  const attributes = { 'http.request.method': endpoint.method, 'http.route': endpoint.path, 'countersign.wire': endpoint.wire, 'countersign.request_id': meta.requestId };
  return tracing.current.span({ name: `${endpoint.method} ${endpoint.path}`, kind: 'server', attributes, headers: request.headers }, async (span) => {
    const response = await runCall(ctx, endpoint, request, params, meta, span);
    span.set({ 'http.response.status_code': response.status });
    if (response.status >= 500) span.fail(String(response.status));
    return response;
  });
}

function runCall(ctx: Ctx, endpoint: Endpoint, request: Request, params: Params, meta: RequestMeta, span?: OpenSpan): Promise<Response> {
  return logContext.run({ requestId: meta.requestId, ...(span && { traceId: span.traceId }) }, async () => {
    const startedAt = performance.now();
    const call: Call = { ctx, endpoint, request, params, meta, principal: null, merchant: null };
    const read = beginToRead(ctx, request);
    const answered = await answer(call); // it finds out whose call this is
    const response = await withCors(ctx, endpoint, request, { merchant: call.merchant ?? meta.merchantPrefix }, answered);
    const ms = performance.now() - startedAt;
    count(endpoint, response.status, ms);
    if (endpoint.wire !== 'platform') logAccess(call, response.status, ms);
    if (read) void observe(call, response, ms, read);
    return response;
  });
}

/** OPTIONS of a path, for every method that it has. The answers that pages ask for draw on the budget of their address. */
export async function runPreflight(methods: Methods, request: Request, meta: Pick<RequestMeta, 'clientAddress' | 'merchantPrefix'>): Promise<Response> {
  const ctx = getCtx();
  const [first] = methods.values();
  try {
    if (first && request.headers.has('origin')) await requireRate(ctx, first, { principal: { kind: 'anonymous' }, key: null }, meta.clientAddress);
    return await answerPreflight(ctx, request, methods, { merchant: meta.merchantPrefix });
  } catch (error) {
    return renderers[first?.wire ?? 'platform'](toFailure(ctx, error), request);
  }
}

type Call = {
  readonly ctx: Ctx;
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly params: Params;
  readonly meta: RequestMeta;
  /** Null until the credential is checked, and where it is none. */
  principal: Principal | null;
  /** The id of the merchant that is called, once it is known. */
  merchant: string | null;
};

async function answer(call: Call): Promise<Response> {
  const { endpoint, request, params } = call;
  try {
    const ctx = await admit(call);
    // ACP's Signature vouches for ACP's requests alone (ADR 0029).
    return await endpoint.handle(ctx, endpoint.wire === 'acp' ? await withCheckedSignature(ctx, ctx.principal, request) : request, params);
  } catch (error) {
    return renderers[endpoint.wire](toFailure(call.ctx, error), request);
  }
}

/** The checks before a handler, cheapest first, each ending the call by a failure. */
async function admit(call: Call): Promise<RequestCtx> {
  const { ctx, endpoint, request, params, meta } = call;
  if (endpoint.testOnly && !ctx.settings.testMode) throw fail(404, 'not_found', 'There is nothing at this address.');
  // PostgreSQL stores no NUL, so nothing has such an id.
  if (Object.values(params).some((value) => value.includes('\0'))) throw fail(404, 'not_found', 'There is nothing at this address.');
  endpoint.guard?.(ctx, request);
  const principal = await authenticate(ctx, request, endpoint.credentials, expectedAudience(endpoint, request, meta));
  call.principal = principal;
  requireScope(endpoint, principal);
  const key = endpoint.keyScope === undefined ? null : await checkPublicKey(ctx, request, endpoint.keyScope);
  await requireRate(ctx, endpoint, { principal, key }, meta.clientAddress);
  const claims = { principal, publicKey: key, header: request.headers.get('x-merchant-handle'), prefix: meta.merchantPrefix, host: request.headers.get('host') };
  const merchant = isOfStore(endpoint) ? await resolveMerchant(ctx, { ...claims, path: endpoint.tenant === 'merchant' ? endpoint.path : null }) : null;
  call.merchant = merchant?.id ?? null;
  return { ...ctx, requestId: meta.requestId, clientAddress: meta.clientAddress, principal, merchant, merchantPrefix: meta.merchantPrefix };
}

const isOfStore = ({ tenant }: Endpoint): boolean => tenant === 'merchant' || tenant === 'named_merchant';

/** Rules.md, "Access tokens": the store's routes take tokens for the store, all others of ours take tokens for the wallet. */
function expectedAudience(endpoint: Endpoint, request: Request, meta: RequestMeta): ExpectedAudience {
  if (!isOfStore(endpoint)) return { audience: 'wallet' };
  const merchantHandle = meta.merchantPrefix ?? request.headers.get('x-merchant-handle') ?? undefined;
  return { audience: 'store', merchantHandle, metadataPath: endpoint.wire === 'mcp' ? mcpMetadataPath(meta.merchantPrefix) : undefined };
}

/** RFC 9728, 3.1: the well-known part comes before the resource's own path. A prefix that is no handle is not repeated. */
const mcpMetadataPath = (handle: string | null): string =>
  `/.well-known/oauth-protected-resource${handle !== null && /^[a-z0-9-]{3,40}$/.test(handle) ? `/m/${handle}` : ''}/mcp`;

function requireScope({ scope }: Endpoint, principal: Principal): void {
  if (scope === null || principal.kind !== 'agent' || principal.scopes.includes(scope)) return;
  throw fail(403, 'insufficient_scope', `This needs the permission ${scope}.`, { details: { scope } });
}

/** Of each credential, and of each address that shows none. */
const BUDGET: RateBudget = { perSecond: 100, burst: 1000 };

/** Of the public API, 2000 in 10 s (rules.md): of each key, and of each address that shows none. Tests are held to it too. */
const PUBLIC_BUDGET: RateBudget = { perSecond: 200, burst: 2000 };

type Caller = { readonly principal: Principal; readonly key: ApiKey | null };

async function requireRate(ctx: Ctx, endpoint: Endpoint, { principal, key }: Caller, clientAddress: string): Promise<void> {
  const isPublic = endpoint.keyScope !== undefined;
  if ((ctx.settings.testMode && !isPublic) || endpoint.wire === 'platform') return;
  const [name, budget] = isPublic ? [`v1:${key?.id ?? addressKey(clientAddress)}`, PUBLIC_BUDGET] : [`api:${budgetKey(principal, clientAddress)}`, BUDGET];
  const waitSeconds = await takeFromBudget(ctx.db, name, budget, ctx.clock.now().getTime());
  if (waitSeconds > 0) throw fail(429, 'rate_limited', 'Too many requests.', { headers: { 'retry-after': String(waitSeconds) } });
}

function budgetKey(principal: Principal, clientAddress: string): string {
  switch (principal.kind) {
    case 'anonymous':
      return addressKey(clientAddress);
    case 'agent':
      return principal.agentId;
    case 'owner':
    case 'merchant_user':
      return principal.userId;
    case 'merchant_key':
    case 'operator':
    case 'partner':
      return principal.keyId;
  }
}

/** The caller's own id of the request, when it is one that a log can bear. */
const callerRequestId = (request: Request): string | undefined => {
  const id = request.headers.get('x-request-id') ?? request.headers.get('request-id');
  return id !== null && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
};

function count({ wire, method, path: route }: Endpoint, status: number, ms: number): void {
  metrics.requests.inc({ wire, method, route, status });
  if (status >= 400) metrics.errors.inc({ wire, method, route });
  metrics.durations.observe({ wire, method, route }, ms / 1000);
}

function logAccess({ ctx, endpoint, request, principal }: Call, status: number, ms: number): void {
  ctx.log.info(
    {
      method: endpoint.method,
      route: endpoint.path,
      status,
      ms: Math.round(ms * 10) / 10,
      principal: principal?.kind ?? 'none',
      callerRequestId: callerRequestId(request),
    },
    'request',
  );
}
