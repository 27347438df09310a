import type { Item } from '@/lib/catalog';
import { absoluteUrl } from '@/lib/kernel/absolute-url';
import { toDecimal } from '@/lib/kernel/money';
import type { Merchant } from '@/lib/merchant';

/** Where a merchant's store answers, whoever is asked from. */
export const storeUrl = (origin: string, handle: string): string => `${origin}/m/${handle}/api/agent/v1`;

const productUrl = (origin: string, handle: string, id: string): string => `${storeUrl(origin, handle)}/products/${encodeURIComponent(id)}`;
const isAvailable = ({ stock }: Item): boolean => stock === null || stock > 0n;

/** `id` is the item id of every wire; `price` in major units; `stock` null where nothing is counted (rules.md). */
export const toProduct = (item: Item, origin: string, handle: string): object => ({
  id: item.id,
  name: item.name,
  description: item.description,
  category: item.category,
  price: toDecimal(item),
  currency: item.currency,
  stock: item.stock === null ? null : Number(item.stock),
  available: isAvailable(item),
  ...(item.imagePath === null ? {} : { image_url: absoluteUrl(item.imagePath, origin) }),
  url: productUrl(origin, handle, item.id),
});

/** schema.org/Product with its Offer (seed, "Schema.org Markup"). */
export function toLinkedProduct(item: Item, origin: string, merchant: Merchant): object {
  const url = productUrl(origin, merchant.handle, item.id);
  return {
    '@type': 'Product',
    '@id': url,
    url,
    sku: item.id,
    name: item.name,
    ...(item.description === '' ? {} : { description: item.description }),
    category: item.category,
    ...(item.imagePath === null ? {} : { image: absoluteUrl(item.imagePath, origin) }),
    offers: {
      '@type': 'Offer',
      url,
      price: toDecimal(item),
      priceCurrency: item.currency,
      availability: `https://schema.org/${isAvailable(item) ? 'InStock' : 'OutOfStock'}`,
      seller: { '@type': 'Organization', name: merchant.name },
    },
  };
}

/** schema.org/ItemList of one page of products. */
export const toLinkedList = (items: readonly Item[], origin: string, merchant: Merchant): object => ({
  '@context': 'https://schema.org',
  '@type': 'ItemList',
  name: merchant.name,
  url: `${storeUrl(origin, merchant.handle)}/products`,
  numberOfItems: items.length,
  itemListElement: items.map((item, index) => ({ '@type': 'ListItem', position: index + 1, item: toLinkedProduct(item, origin, merchant) })),
});

/** Whether JSON-LD is asked for by name, and not less than plain JSON. */
export function wantsLinkedData(accept: string | null): boolean {
  const weight = (type: string): number => {
    const range = (accept ?? '').split(',').find((part) => part.split(';')[0]?.trim().toLowerCase() === type);
    if (range === undefined) return 0;
    const q = /;\s*q=([\d.]+)/i.exec(range)?.[1];
    return q === undefined ? 1 : Number(q);
  };
  return weight('application/ld+json') > 0 && weight('application/ld+json') >= weight('application/json');
}
