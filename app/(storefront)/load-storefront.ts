import type { StorefrontView } from '@/components/storefront/view';
import { uiLanguageOf } from '@/components/storefront/words';
import { tenantCtx } from '@/lib/entrance/page-ctx';
import { quoteEta } from '@/lib/kitchen';
import { artPath, loadMenu, smallPhotoPath } from '@/lib/menu';
import { openingAt, upcomingExceptions, weeklyHours } from '@/lib/storefront';
import type { Shown } from './visit';

/** The storefront as its menu page shows it. */
export async function loadStorefront({ merchant, storefront, locale, isPreview }: Shown, isDefaultAddress: boolean): Promise<StorefrontView> {
  const ctx = tenantCtx({ merchantId: merchant.id });
  const now = ctx.clock.now();
  const [menu, { etaAt, load }] = await Promise.all([loadMenu(ctx, { merchantId: merchant.id, locale }), quoteEta(ctx, { storefront, now })]);
  const art = menu.items.flatMap(({ sku, itemType, imagePath }) => {
    const path = smallPhotoPath(imagePath) ?? artPath({ handle: merchant.handle, sku, itemType });
    return path === null ? [] : [[sku, path] as const];
  });
  return {
    merchant, storefront, locale, isPreview, isDefaultAddress, menu, now,
    language: uiLanguageOf(locale),
    takesOrders: !merchant.closedChannels.includes('quote'),
    art: Object.fromEntries(art),
    opening: openingAt(storefront.hours, now),
    kitchen: { etaAt, paused: load.paused, pausedUntil: load.pausedUntil },
    week: weeklyHours(storefront.hours, now),
    exceptions: upcomingExceptions(storefront.hours, now),
  };
}
