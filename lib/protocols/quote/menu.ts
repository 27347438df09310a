import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { absoluteUrl } from '@/lib/kernel/absolute-url';
import { invariant } from '@/lib/kernel/invariant';
import { toCurrency, toWireAmount } from '@/lib/kernel/money';
import { inLocale, picturePath, readMenu, type MenuItem } from '@/lib/menu';
import { findStorefront } from '@/lib/storefront';
import { anyone, localeOf, merchantNotFound, publicAnswer } from './common';

/** GET /v1/menu[?locale=]: what can be ordered now. `items` holds all of it, `sections` the same as the merchant groups it. */
export const getMenu: Endpoint = endpoint({
  ...anyone,
  method: 'GET',
  path: '/v1/menu',
  tenant: 'merchant',
  keyScope: 'menu:read',
  handle: async (ctx, request) => {
    const { merchant } = ctx;
    invariant(merchant, 'the entrance resolved the merchant');
    const [storefront, menu] = await Promise.all([findStorefront(ctx, merchant.id), readMenu(ctx, merchant.id)]);
    if (storefront?.status !== 'live') throw merchantNotFound();
    const locale = localeOf(request, storefront);
    const { items, sections } = inLocale(menu, locale.resolvedLocale);
    const { publicOrigin } = ctx.settings;
    const pictureOf = (item: MenuItem): string | null => picturePath({ ...item, handle: merchant.handle });
    const toWire = (item: MenuItem, picture = pictureOf(item)): object => ({
      sku: item.sku,
      name: item.name,
      description: item.description,
      priceCents: toWireAmount(item.price.amount),
      itemType: item.itemType,
      ...(item.sectionKey !== null && { sectionKey: item.sectionKey }),
      ...(picture !== null && { imageUrl: absoluteUrl(picture, publicOrigin) }),
    });
    const available = items.filter((item) => item.available);
    return publicAnswer(request, {
      merchantHandle: merchant.handle,
      currency: toCurrency(merchant.currency),
      ...locale,
      items: available.map((item) => toWire(item)),
      sections: sections
        .map(({ key, title, note, sortOrder, items: ofSection }) => ({
          sectionKey: key, title, ...(note !== null && { note }), sortOrder, items: ofSection.filter((item) => item.available).map((item) => toWire(item)),
        }))
        .filter((section) => section.items.length > 0),
    });
  },
});
