import { CLIENT_ADDRESS_HEADER, MERCHANT_PREFIX_HEADER } from '@/lib/http/client-address';
import type { Endpoint, Params } from '@/lib/http/endpoint';
import { securityHeaders } from '@/lib/http/security-headers';
import { newId } from '@/lib/kernel/id';
import { answerUnknownPath } from './unmatched';
import { isSecureOrigin } from './public-origin';
import { runEndpoint, runPreflight } from './run';
import { splitMerchantPrefix, wireOf } from './wire-prefixes';

/** Next has no params for a path without parameters. */
type RouteHandler = (request: Request, context: { params: Promise<Params | undefined> }) => Promise<Response>;

/** An endpoint as Next's route handler: `export const POST = nextRoute(createSession)`. Next adds HEAD, OPTIONS and 405 itself. */
export const nextRoute =
  (endpoint: Endpoint): RouteHandler =>
  async (request, { params }) => {
    const requestId = newId('request');
    const response = await runEndpoint(endpoint, request, (await params) ?? {}, {
      requestId,
      clientAddress: request.headers.get(CLIENT_ADDRESS_HEADER) ?? 'unknown',
      merchantPrefix: request.headers.get(MERCHANT_PREFIX_HEADER),
    });
    return withHeaders(response, requestId);
  };

/** OPTIONS of a path whose endpoints pages of others may call: `export const OPTIONS = preflightRoute(getSession, updateSession)`. */
export const preflightRoute =
  (...endpoints: readonly Endpoint[]) =>
  async (request: Request): Promise<Response> => {
    const methods = new Map(endpoints.map((endpoint) => [endpoint.method, endpoint]));
    const clientAddress = request.headers.get(CLIENT_ADDRESS_HEADER) ?? 'unknown';
    return withHeaders(await runPreflight(methods, request, { clientAddress, merchantPrefix: request.headers.get(MERCHANT_PREFIX_HEADER) }), newId('request'));
  };

/** For the catch-alls under the prefixes of wires: 404 in the words of the wire. */
export function unknownPathRoute(request: Request): Response {
  const path = new URL(request.url).pathname;
  const wire = wireOf(splitMerchantPrefix(path)?.rest ?? path);
  return withHeaders(answerUnknownPath(wire ?? 'platform', request), newId('request'));
}

/** What the handler set itself stays. */
function withHeaders(response: Response, requestId: string): Response {
  const headers = new Headers([...securityHeaders({ kind: 'api', secure: isSecureOrigin() }), ['x-request-id', requestId]]);
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie') headers.append(name, value);
    else headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}
