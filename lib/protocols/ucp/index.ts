import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { invariant } from '@/lib/kernel/invariant';
import { getMerchant, type Merchant } from '@/lib/merchant';

/** GET /.well-known/ucp: the merchant's profile in SACP's keys (seed, "Discovery Endpoint"). It lists what is served, nothing else. */
export const getProfile: Endpoint = endpoint({
  method: 'GET',
  path: '/.well-known/ucp',
  wire: 'ucp',
  credentials: ['none'],
  scope: null,
  tenant: 'merchant',
  handle: async (ctx) => {
    invariant(ctx.merchant, 'the entrance resolved the merchant');
    const merchant = await getMerchant(ctx, ctx.merchant.id);
    return Response.json(toProfile(merchant, ctx.settings.publicOrigin), { headers: { 'cache-control': 'public, max-age=60' } });
  },
});

export const endpoints: readonly Endpoint[] = [getProfile];

function toProfile(merchant: Merchant, publicOrigin: string): object {
  const store = `${publicOrigin}/m/${merchant.handle}`;
  return {
    version: '1.0',
    merchant: { id: merchant.handle, name: merchant.name, description: merchant.description, currency: merchant.currency, country: merchant.country, url: publicOrigin },
    capabilities: { discovery: true, cart: true, checkout: true, order_status: false, returns: false },
    api: { base_url: `${store}/api/agent/v1`, authentication: 'bearer', endpoints: { products: '/products', sessions: '/sessions' } },
    acp: { base_url: store, versions: ['2026-04-17', '2025-09-29'], endpoints: { checkout_sessions: '/checkout_sessions' } },
    payment_methods: { supported: ['wallet'], wallets: ['countersign'] },
    wallet: {
      issuer: publicOrigin,
      base_url: `${publicOrigin}/api/agent/v1`,
      endpoints: { payment_token: '/payments/token', payment_authorize: '/payments/authorize', payment_status: '/payments/{payment_id}/status', limits: '/limits' },
      oauth_metadata: `${publicOrigin}/.well-known/oauth-authorization-server`,
    },
    policies: { terms: `${publicOrigin}/terms`, privacy: `${publicOrigin}/privacy`, returns: `${publicOrigin}/returns` },
  };
}
