import type { Metadata } from 'next';
import { publicOrigin } from '@/lib/entrance/public-origin';
import type { Shown } from './visit';

/** Names the page, its other languages and the one address that counts; a draft is kept out of search engines. */
export function storefrontMetadata({ merchant, storefront, locale, isPreview }: Shown, isDefaultAddress: boolean): Metadata {
  const title = `${merchant.name}, ${storefront.city}`;
  const home = `${publicOrigin()}/${merchant.handle}`;
  const canonical = isDefaultAddress ? home : `${home}/${locale}`;
  const languages = Object.fromEntries(storefront.publishedLocales.map((each) => [each, `${home}/${each}`]));
  const { description } = merchant;
  return {
    title: { absolute: title },
    description,
    ...(isPreview && { robots: { index: false } }),
    alternates: { canonical, languages: { ...languages, 'x-default': home } },
    openGraph: { title, description, url: canonical, siteName: merchant.name, type: 'website', locale: locale.replaceAll('-', '_'), alternateLocale: storefront.publishedLocales.filter((each) => each !== locale).map((each) => each.replaceAll('-', '_')) },
    manifest: null,
    appleWebApp: false,
  };
}
