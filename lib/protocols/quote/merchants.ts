import { endpoint, type Endpoint, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { walletSetupUrl } from '@/lib/quote';
import { anyone, getStorefront, localeOf, publicAnswer, type OpenStorefront } from './common';

/** The handle in the path names the merchant; whatever else names one must fit it. */
const common = { ...anyone, method: 'GET', tenant: 'named_merchant', keyScope: 'merchant:read' } as const;

async function storefrontOf(ctx: RequestCtx, { handle = '' }: Params): Promise<OpenStorefront> {
  const open = await getStorefront(ctx, handle);
  if (ctx.merchant && ctx.merchant.id !== open.merchant.id) throw fail(400, 'tenant_conflict', 'The path and what else names a merchant name different ones.');
  return open;
}

/** GET /v1/merchants/{handle}/info: where to begin. Hours in the merchant's own time. */
export const getInfo: Endpoint = endpoint({
  ...common,
  path: '/v1/merchants/[handle]/info',
  handle: async (ctx, request, params) => {
    const { merchant, storefront } = await storefrontOf(ctx, params);
    const { publicOrigin } = ctx.settings;
    const self = `${publicOrigin}/v1/merchants/${merchant.handle}`;
    const { hours, paymentMethods, card } = storefront;
    return publicAnswer(request, {
      merchantHandle: merchant.handle,
      defaultContentLocale: storefront.defaultLocale,
      publishedStorefrontLocales: storefront.publishedLocales,
      ...localeOf(request, storefront),
      name: merchant.name,
      address: storefront.address,
      city: storefront.city,
      country: merchant.country,
      requestContext: { transport: 'header', header: 'X-Merchant-Handle', value: merchant.handle },
      fulfillment: { type: 'pickup' },
      hours: { timezone: hours.timeZone, windows: hours.windows, exceptions: hours.exceptions, notes: hours.notes },
      paymentRails: {
        defaultCheckoutMethod: paymentMethods[0] ?? null,
        available: paymentMethods,
        card: { availabilityStatus: card },
      },
      menuUrl: `${publicOrigin}/v1/menu`,
      legalUrl: `${self}/legal`,
      contactDetailsUrl: `${self}/contact-details`,
      walletSetupUrl: walletSetupUrl(publicOrigin),
    });
  },
});

/** GET /v1/merchants/{handle}/legal: the merchant's pages, each in the language that is served or the one it was written in. */
export const getLegal: Endpoint = endpoint({
  ...common,
  path: '/v1/merchants/[handle]/legal',
  handle: async (ctx, request, params) => {
    const { merchant, storefront } = await storefrontOf(ctx, params);
    const locale = localeOf(request, storefront);
    return publicAnswer(request, {
      merchantHandle: merchant.handle,
      ...locale,
      pages: storefront.pages.map(({ key, title, body, translations }) => {
        const translated = translations[locale.resolvedLocale];
        return { key, title: translated?.title ?? title, body: translated?.body ?? body };
      }),
    });
  },
});

/** GET /v1/merchants/{handle}/contact-details. */
export const getContactDetails: Endpoint = endpoint({
  ...common,
  path: '/v1/merchants/[handle]/contact-details',
  handle: async (ctx, request, params) => {
    const { merchant, storefront } = await storefrontOf(ctx, params);
    return publicAnswer(request, { merchantHandle: merchant.handle, email: merchant.supportEmail, phone: storefront.phone, address: storefront.address });
  },
});
