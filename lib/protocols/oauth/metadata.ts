import { audiences, CLIENT_ALGORITHMS } from '@/lib/agent';
import { DPOP_ALGORITHMS } from '@/lib/auth';
import { OFFERED_PERMISSIONS } from '@/lib/grant';
import { type Endpoint, endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { publicJwks } from '@/lib/mandate';
import { findLiveMerchant, type Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { DEVICE_CODE } from './grants';

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

/** RFC 8414. It lists what is served and nothing else. */
export const getAuthorizationServer = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-authorization-server',
  handle: async (ctx) => {
    const issuer = ctx.settings.publicOrigin;
    const at = `${issuer}/api/agent/v1/oauth`;
    const ofAgents = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
    return cached({
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${at}/token`,
      token_endpoint_auth_methods_supported: [...ofAgents, 'none'],
      token_endpoint_auth_signing_alg_values_supported: CLIENT_ALGORITHMS,
      device_authorization_endpoint: `${at}/device_authorization`,
      registration_endpoint: `${at}/register`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: OFFERED_PERMISSIONS,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'client_credentials', DEVICE_CODE],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      authorization_details_types_supported: ['agent_purchase'],
      dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
      revocation_endpoint: `${at}/revoke`,
      revocation_endpoint_auth_methods_supported: [...ofAgents, 'none'],
      revocation_endpoint_auth_signing_alg_values_supported: CLIENT_ALGORITHMS,
      introspection_endpoint: `${at}/introspect`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'Bearer'],
      service_documentation: `${issuer}/docs`,
    });
  },
});

/** RFC 9728: the wallet's resource. Its identifier is the origin, under which this document stands; under /m/{handle} it is that merchant's. */
export const getProtectedResource = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-protected-resource',
  handle: async (ctx) => cached(ctx.merchantPrefix == null ? toWallet(ctx) : await toStore(ctx, ctx.merchantPrefix)),
});

/** The same of the MCP endpoint: a token for it is for its store and for the wallet. */
export const getMcpResource = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-protected-resource/mcp',
  handle: async (ctx) => cached(toMcp(ctx, audiences(ctx.settings).wallet, 'Countersign')),
});

/** The same of a merchant's MCP endpoint. */
export const getMerchantMcpResource = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-protected-resource/m/[handle]/mcp',
  handle: async (ctx, _request, { handle = '' }) => {
    const { name } = await getByHandle(ctx, handle);
    return cached(toMcp(ctx, audiences(ctx.settings).merchant(handle), name));
  },
});

const toMcp = (ctx: Ctx, base: string, name: string): object => toResource(ctx, { resource: `${base}/mcp`, name: `${name} (MCP)` });

/** The same of a merchant, where RFC 9728 section 3.1 looks for it: the well-known part comes before the resource's path. */
export const getMerchantResource = endpoint({
  ...OPEN,
  path: '/.well-known/oauth-protected-resource/m/[handle]',
  handle: async (ctx, _request, { handle = '' }) => cached(await toStore(ctx, handle)),
});

const toWallet = (ctx: Ctx): object => toResource(ctx, { resource: audiences(ctx.settings).wallet, name: 'Countersign wallet' });

async function toStore(ctx: Ctx, handle: string): Promise<object> {
  const { name } = await getByHandle(ctx, handle);
  return toResource(ctx, { resource: audiences(ctx.settings).merchant(handle), name });
}

async function getByHandle(ctx: Ctx, handle: string): Promise<Merchant> {
  const merchant = await findLiveMerchant(ctx, handle);
  if (merchant?.handle !== handle) throw fail(404, 'unknown_merchant', 'No merchant has this handle.');
  return merchant;
}

const toResource = ({ settings }: Ctx, { resource, name }: { resource: string; name: string }): object => ({
  resource,
  resource_name: name,
  authorization_servers: [settings.publicOrigin],
  jwks_uri: `${settings.publicOrigin}/.well-known/jwks.json`,
  scopes_supported: OFFERED_PERMISSIONS,
  bearer_methods_supported: ['header'],
  authorization_details_types_supported: ['agent_purchase'],
  dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
  resource_documentation: `${settings.publicOrigin}/docs`,
});
