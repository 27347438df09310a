import { toDecimal } from '@/lib/kernel/money';
import type { MenuItem } from '@/lib/menu';
import type { OpeningException } from '@/lib/storefront';
import type { StorefrontView } from './view';

const capitalize = (day: string): string => `${day.charAt(0).toUpperCase()}${day.slice(1)}`;
/** schema.org's Time has no 24:00. */
const closing = (time: string): string => (time === '24:00' ? '23:59' : time);

/** The storefront as schema.org says it: a Restaurant with its hours and its menu. */
export function restaurantJsonLd(view: StorefrontView, publicOrigin: string): object {
  const { merchant, storefront, locale } = view;
  const url = `${publicOrigin}/${merchant.handle}${view.isDefaultAddress ? '' : `/${locale}`}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Restaurant',
    '@id': `${publicOrigin}/${merchant.handle}#restaurant`,
    name: merchant.name,
    description: merchant.description,
    url,
    telephone: storefront.phone,
    email: merchant.supportEmail,
    address: { '@type': 'PostalAddress', streetAddress: storefront.address, addressLocality: storefront.city, addressCountry: merchant.country },
    currenciesAccepted: merchant.currency,
    openingHoursSpecification: [...view.week.flatMap(weekdayHours), ...view.exceptions.flatMap(dateHours)],
    hasMenu: {
      '@type': 'Menu',
      url,
      inLanguage: locale,
      hasMenuSection: view.menu.sections.map(({ title, note, items }) => ({
        '@type': 'MenuSection', name: title, ...(note !== null && { description: note }), hasMenuItem: items.map((item) => menuItem(item, view, publicOrigin)),
      })),
      ...(hasLoose(view) && { hasMenuItem: view.menu.items.filter(({ sectionKey }) => sectionKey === null).map((item) => menuItem(item, view, publicOrigin)) }),
    },
  };
}

const hasLoose = ({ menu }: StorefrontView): boolean => menu.items.some(({ sectionKey }) => sectionKey === null);

const weekdayHours = ({ day, windows }: StorefrontView['week'][number]): object[] =>
  windows.map(({ opensAt, closesAt }) => ({ '@type': 'OpeningHoursSpecification', dayOfWeek: `https://schema.org/${capitalize(day)}`, opens: opensAt, closes: closing(closesAt) }));

/** A day that goes by other hours; opens and closes at midnight: closed all day. */
function dateHours({ date, windows }: OpeningException): object[] {
  const valid = { '@type': 'OpeningHoursSpecification', validFrom: date, validThrough: date };
  return windows.length === 0 ? [{ ...valid, opens: '00:00', closes: '00:00' }] : windows.map(({ opensAt, closesAt }) => ({ ...valid, opens: opensAt, closes: closing(closesAt) }));
}

function menuItem({ sku, name, description, price, available }: MenuItem, { art }: StorefrontView, publicOrigin: string): object {
  return {
    '@type': 'MenuItem',
    name,
    ...(description !== '' && { description }),
    ...(art[sku] !== undefined && { image: publicOrigin + art[sku] }),
    offers: { '@type': 'Offer', price: toDecimal(price), priceCurrency: price.currency, availability: `https://schema.org/${available ? 'InStock' : 'SoldOut'}` },
  };
}

const ESCAPED: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/** JSON that may stand inside a script element, whatever its strings hold: nothing in it ends the element or begins a comment. */
export const toScriptJson = (value: object): string => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPED[character] ?? '');
