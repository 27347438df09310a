import { MERCHANT_HANDLE } from '@/lib/kernel/merchant-handle';
import { findMerchant, type Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { toLocale } from './locale';
import { findStorefront } from './store';
import type { Storefront } from './types';

/** Who came to `/{handle}` (`locale` null) or `/{handle}/{locale}`, as the path spells them. `memberOf`: the merchant that the reader works for. */
export type VisitQuery = { readonly handle: string; readonly locale: string | null; readonly memberOf: () => Promise<string | null> };

export type Visit =
  | { readonly kind: 'shown'; readonly merchant: Merchant; readonly storefront: Storefront; readonly locale: string; readonly isPreview: boolean }
  /** The locale is published under another spelling. */
  | { readonly kind: 'moved'; readonly locale: string };

/**
 * What stands at the address of a storefront, or null: an unknown handle, a merchant without a storefront, a locale that is not published. A draft is
 * there for its own people alone. `memberOf` is asked only then (rules.md, "Paths" and "Locale").
 */
export async function visitStorefront(ctx: Ctx, { handle, locale, memberOf }: VisitQuery): Promise<Visit | null> {
  const merchant = MERCHANT_HANDLE.test(handle) ? await findMerchant(ctx, handle) : null;
  if (merchant?.handle !== handle) return null; // an id finds a merchant too, and is no address
  const storefront = await findStorefront(ctx, merchant.id);
  if (!storefront || (storefront.status === 'draft' && (await memberOf()) !== merchant.id)) return null;
  const served = locale === null ? storefront.defaultLocale : publishedAs(storefront, locale);
  if (served === null) return null;
  if (locale !== null && served !== locale) return { kind: 'moved', locale: served };
  return { kind: 'shown', merchant, storefront, locale: served, isPreview: storefront.status === 'draft' };
}

/** The published spelling of a locale, whatever its letter case; null when it is not published. */
function publishedAs({ publishedLocales }: Storefront, tag: string): string | null {
  const locale = toLocale(tag);
  return locale !== null && publishedLocales.includes(locale) ? locale : null;
}
