import { cacheable } from '@/lib/http/cacheable';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { CURRENCIES } from '@/lib/kernel/money';
import { findLiveMerchant } from '@/lib/merchant';
import { EXTENSIONS, INTERVENTION_TYPES } from './offers';
import { SUPPORTED_VERSIONS } from './version';

const MAX_AGE_SECONDS = 3600;

/** Each service of ACP, and an endpoint without which it is not served. Orders are part of a completed session. */
const ENDPOINT_OF_SERVICE = {
  checkout: '/checkout_sessions',
  orders: '/checkout_sessions/[id]/complete',
  delegate_payment: '/agentic_commerce/delegate_payment',
  carts: '/carts',
} as const;

/**
 * GET /.well-known/acp.json (ACP 2026-04-17, DiscoveryResponse): public, the same for all merchants of this installation but for
 * api_base_url, and without any merchant's id. `served` are the ACP endpoints of the route table: what is not among them is not listed.
 */
export const discoveryEndpoint = (served: () => readonly Endpoint[]): Endpoint =>
  endpoint({
    method: 'GET',
    path: '/.well-known/acp.json',
    wire: 'acp',
    credentials: ['none'],
    scope: null,
    tenant: 'named_merchant',
    handle: async (ctx, request) => {
      const { publicOrigin } = ctx.settings;
      if (ctx.merchant && !(await findLiveMerchant(ctx, ctx.merchant.handle))) throw fail(404, 'unknown_merchant', 'No merchant has this handle.');
      const baseUrl = ctx.merchant ? `${publicOrigin}/m/${ctx.merchant.handle}` : publicOrigin;
      const body = JSON.stringify(toDiscovery(baseUrl, publicOrigin, served()));
      return cacheable(request, body, { contentType: 'application/json', maxAgeSeconds: MAX_AGE_SECONDS, vary: ['x-merchant-handle'] });
    },
  });

function toDiscovery(baseUrl: string, publicOrigin: string, served: readonly Endpoint[]): object {
  const oldestFirst = SUPPORTED_VERSIONS.toReversed();
  const paths = new Set<string>(served.map(({ path }) => path));
  return {
    protocol: { name: 'acp', version: oldestFirst.at(-1), supported_versions: oldestFirst, documentation_url: `${publicOrigin}/docs` },
    api_base_url: baseUrl,
    transports: ['rest', 'mcp'],
    capabilities: {
      services: Object.entries(ENDPOINT_OF_SERVICE).flatMap(([service, path]) => (paths.has(path) ? [service] : [])),
      ...(EXTENSIONS.length === 0 ? {} : { extensions: EXTENSIONS.map(({ name }) => ({ name })) }),
      ...(INTERVENTION_TYPES.length === 0 ? {} : { intervention_types: INTERVENTION_TYPES }),
      // The schema writes currencies in three letters, so USDC cannot be named here.
      supported_currencies: CURRENCIES.map((currency) => currency.toLowerCase()).filter((code) => /^[a-z]{3}$/.test(code)),
      supported_locales: ['en'],
    },
  };
}
