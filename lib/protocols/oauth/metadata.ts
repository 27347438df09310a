import { AGENT_PERMISSIONS, audiences } from '@/lib/agent';
import { type Endpoint, endpoint } from '@/lib/http/endpoint';
import { publicJwks } from '@/lib/mandate';

const CACHE_SECONDS = 300;

const cached = (body: object): Response =>
  new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json', 'cache-control': `public, max-age=${CACHE_SECONDS}` },
  });

const OPEN = { method: 'GET', wire: 'oauth', credentials: ['none'], scope: null, tenant: 'none' } satisfies Partial<Endpoint>;

/** RFC 7517: the public keys of access tokens and mandates. Retired ones stay, so that old evidence can be checked. */
export const getJwks = endpoint({
  ...OPEN,
  path: '/.well-known/jwks.json',
  handle: async (ctx) => cached(await publicJwks(ctx)),
});

/** RFC 8414. It lists what is served and nothing else: there is no authorization endpoint, so no response type. */
export const getAuthorizationServer = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-authorization-server',
  handle: async (ctx) => {
    const issuer = ctx.settings.publicOrigin;
    const clientAuthentication = ['client_secret_basic', 'client_secret_post'];
    return cached({
      issuer,
      token_endpoint: `${issuer}/api/agent/v1/oauth/token`,
      token_endpoint_auth_methods_supported: clientAuthentication,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: AGENT_PERMISSIONS,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      revocation_endpoint: `${issuer}/api/agent/v1/oauth/revoke`,
      revocation_endpoint_auth_methods_supported: clientAuthentication,
      introspection_endpoint: `${issuer}/api/agent/v1/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'Bearer'],
    });
  },
});

/** RFC 9728: the wallet's resource. Its identifier is the origin, under which this document stands. */
export const getProtectedResource = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-protected-resource',
  handle: async (ctx) =>
    cached({
      resource: audiences(ctx.settings).wallet,
      resource_name: 'Countersign wallet',
      authorization_servers: [ctx.settings.publicOrigin],
      scopes_supported: AGENT_PERMISSIONS,
      bearer_methods_supported: ['header'],
    }),
});
