import { COOKIE_KINDS, type Endpoint, type Method } from '@/lib/http/endpoint';
import { processWide } from '@/lib/kernel/process-wide';
import { allowsOrigin } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { allowedMethods, type Methods } from './match';

// Which web pages may call the store from a browser: those that its merchant registered (Fetch standard, CORS protocol). No answer ever
// allows credentials, so a cookie goes with none of these calls, and what is called with a cookie is not among them.

/** `public`: any page. `merchant`: the origins that the merchant registered. Null: no page but ours. */
type CorsPolicy = 'public' | 'merchant' | null;

const PUBLIC: readonly string[] = ['/.well-known/acp.json', '/.well-known/ucp', '/v1/openapi.yaml'];
/** Checkout, carts, vault, catalogue and the storefront's API; and everything below. */
const OF_STORE = /^\/(?:checkout_sessions|carts|agentic_commerce|delegate_authentication|api\/agent\/v1\/products|v1)(?:\/|$)/;

export function corsPolicy({ path, credentials }: Pick<Endpoint, 'path' | 'credentials'>): CorsPolicy {
  if (credentials.some((kind) => COOKIE_KINDS.includes(kind))) return null;
  if (PUBLIC.includes(path)) return 'public';
  return OF_STORE.test(path) ? 'merchant' : null;
}

const REQUEST_HEADERS = [
  'accept-language', 'api-version', 'authorization', 'content-type', 'dpop', 'idempotency-key', 'if-none-match', 'request-id', 'signature', 'timestamp', 'x-api-key', 'x-merchant-handle', 'x-request-id',
].join(', ');
const RESPONSE_HEADERS = ['allow', 'etag', 'idempotency-key', 'idempotent-replayed', 'link', 'request-id', 'retry-after', 'www-authenticate', 'x-request-id'].join(', ');
const PREFLIGHT_SECONDS = 600;

/** Who is called: a handle or an id where it is known, null where it may be any merchant. */
type Called = { readonly merchant: string | null };

/** An answer, with what lets the page of `request` read it. It is changed in place. */
export async function withCors(ctx: Ctx, endpoint: Endpoint, request: Request, called: Called, response: Response): Promise<Response> {
  const origin = request.headers.get('origin');
  const policy = origin === null ? null : corsPolicy(endpoint);
  if (origin === null || policy === null) return response;
  const { headers } = response;
  if (policy === 'merchant') headers.append('vary', 'Origin');
  const allowed = await allowedOrigin(ctx, policy, origin, called);
  if (allowed === null) return response;
  headers.set('access-control-allow-origin', allowed);
  headers.set('access-control-expose-headers', RESPONSE_HEADERS);
  return response;
}

/** OPTIONS: the methods of a path in Allow, and for a page that may call it what it may send. */
export async function answerPreflight(ctx: Ctx, request: Request, methods: Methods, called: Called): Promise<Response> {
  const headers = new Headers({ allow: allowedMethods(methods) });
  const origin = request.headers.get('origin');
  const asked = request.headers.get('access-control-request-method');
  const endpoint = methods.get((asked === 'HEAD' ? 'GET' : asked) as Method);
  const policy = endpoint ? corsPolicy(endpoint) : null;
  if ([...methods.values()].some((each) => corsPolicy(each) === 'merchant')) headers.set('vary', 'Origin, Access-Control-Request-Method');
  if (origin === null || policy === null) return new Response(null, { status: 204, headers });
  const allowed = await allowedOrigin(ctx, policy, origin, called);
  if (allowed !== null) {
    headers.set('access-control-allow-origin', allowed);
    headers.set('access-control-allow-methods', [...methods.values()].filter((each) => corsPolicy(each) !== null).map(({ method }) => method).toSorted().join(', '));
    headers.set('access-control-allow-headers', REQUEST_HEADERS);
    headers.set('access-control-max-age', String(PREFLIGHT_SECONDS));
  }
  return new Response(null, { status: 204, headers });
}

async function allowedOrigin(ctx: Ctx, policy: 'public' | 'merchant', origin: string, { merchant }: Called): Promise<string | null> {
  if (policy === 'public') return '*';
  return (await isRegistered(ctx, merchant, origin)) ? origin : null;
}

const CACHE_SECONDS = 5;
const CACHE_SIZE = 1_000;
const ORIGIN_MAX_LENGTH = 300;
const cache = processWide('registered-origins', () => new Map<string, { allowed: boolean; until: number }>());

/** Remembered for seconds: a page asks before each of its calls. */
async function isRegistered(ctx: Ctx, merchant: string | null, origin: string): Promise<boolean> {
  if (origin.length > ORIGIN_MAX_LENGTH || origin === 'null') return false;
  const now = ctx.clock.now().getTime();
  const name = `${merchant ?? ''} ${origin}`;
  const hit = cache.get(name);
  if (hit && hit.until > now) return hit.allowed;
  const allowed = await allowsOrigin(ctx, merchant, origin);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(name, { allowed, until: now + CACHE_SECONDS * 1000 });
  return allowed;
}
