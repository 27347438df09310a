import { cacheable } from '@/lib/http/cacheable';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { getMerchant, type Merchant } from '@/lib/merchant';
import { drawLogo } from './logo';

/** GET /.well-known/ucp: the merchant's profile in SACP's keys (seed, "Discovery Endpoint"). It lists what is served, nothing else. */
export const getProfile: Endpoint = endpoint({
  method: 'GET',
  path: '/.well-known/ucp',
  wire: 'ucp',
  credentials: ['none'],
  scope: null,
  tenant: 'merchant',
  handle: async (ctx, request) => {
    const merchant = await merchantOf(ctx);
    return cacheable(request, JSON.stringify(toProfile(merchant, ctx.settings.publicOrigin)), { ...KEPT, contentType: 'application/json' });
  },
});

/** GET /.well-known/ucp/logo.svg: the picture that the profile names, the initials of the merchant. */
export const getLogo: Endpoint = endpoint({
  method: 'GET',
  path: '/.well-known/ucp/logo.svg',
  wire: 'ucp',
  credentials: ['none'],
  scope: null,
  tenant: 'merchant',
  handle: async (ctx, request) => cacheable(request, drawLogo((await merchantOf(ctx)).name), { ...KEPT, contentType: 'image/svg+xml' }),
});

export const endpoints: readonly Endpoint[] = [getProfile, getLogo];

/** The tools of POST /mcp, in the order in which a purchase calls them. */
const MCP_TOOLS = [
  'search_products', 'create_checkout_session', 'get_checkout_session', 'update_checkout_session', 'request_payment', 'get_approval', 'complete_checkout_session', 'cancel_checkout_session',
] as const;

const KEPT = { maxAgeSeconds: 60, vary: ['x-merchant-handle'] } as const;

function merchantOf({ merchant, ...ctx }: RequestCtx): Promise<Merchant> {
  invariant(merchant, 'the entrance resolved the merchant');
  return getMerchant(ctx, merchant.id);
}

/** As lib/protocols/acp serves them, newest first: a test compares. */
const ACP_VERSIONS: readonly string[] = ['2026-04-17', '2026-01-30', '2026-01-16', '2025-12-12', '2025-09-29'];

/** What of UCP's capabilities the orchestrator's API takes, and where: in A2A's envelope, and as plain REST. */
const MANIFEST = {
  capabilities: [
    { name: 'dev.ucp.shopping.cart', operations: [post('/cart/commands'), post('/a2a/cart')] },
    { name: 'dev.ucp.shopping.discount', operations: [post('/cart/commands'), post('/a2a/cart')] },
    { name: 'dev.ucp.shopping.checkout', operations: [post('/checkout/execute'), post('/a2a/checkout')] },
  ],
  payments: [post('/payments/capture'), post('/payments/void'), post('/payments/refund')],
} as const;

/** `path` is below rest_endpoint. */
function post(path: string) {
  return { method: 'POST', path } as const;
}

function toProfile(merchant: Merchant, publicOrigin: string): object {
  const store = `${publicOrigin}/m/${merchant.handle}`;
  return {
    version: '1.0',
    merchant: {
      id: merchant.handle,
      name: merchant.name,
      description: merchant.description,
      logo: `${store}/.well-known/ucp/logo.svg`,
      currency: merchant.currency,
      country: merchant.country,
      url: publicOrigin,
    },
    capabilities: { discovery: true, cart: true, checkout: true, order_status: true, returns: true },
    api: {
      base_url: `${store}/api/agent/v1`,
      authentication: 'bearer',
      endpoints: { products: '/products', sessions: '/sessions', orders: '/orders', webhooks: '/webhooks' },
    },
    mcp: { server_url: `${store}/mcp`, tools: MCP_TOOLS },
    acp: { base_url: store, versions: ACP_VERSIONS, endpoints: { checkout_sessions: '/checkout_sessions', delegate_payment: '/agentic_commerce/delegate_payment', carts: '/carts' } },
    payment_methods: { supported: ['card', 'wallet'], wallets: ['countersign'] },
    wallet: {
      issuer: publicOrigin,
      base_url: `${publicOrigin}/api/agent/v1`,
      endpoints: { payment_token: '/payments/token', payment_authorize: '/payments/authorize', payment_status: '/payments/{payment_id}/status', limits: '/limits' },
      oauth_metadata: `${publicOrigin}/.well-known/oauth-authorization-server`,
    },
    rest_endpoint: `${store}/api/v1`,
    manifest: MANIFEST,
    policies: { terms: `${publicOrigin}/terms`, privacy: `${publicOrigin}/privacy`, returns: `${publicOrigin}/returns` },
  };
}
