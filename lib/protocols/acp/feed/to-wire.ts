import { absoluteUrl } from '@/lib/kernel/absolute-url';
import { toWireAmount } from '@/lib/kernel/money';
import type { FeedItem, FeedSeller } from '@/lib/ports';

// ACP 2026-04-17, schema.feed.json. Every URL is one of ours that answers; what is not known is left out.

/** Currencies of a feed have three letters (schema.feed.json, Price): a price in another is not told. */
const isFeedCurrency = (currency: string): boolean => /^[A-Z]{3}$/.test(currency);

/** Product with its one variant: nothing of ours comes in sizes. The id of both is the item id of every wire. */
export function toProduct(item: FeedItem, seller: FeedSeller, origin: string): object {
  const told = {
    id: item.id,
    title: item.name,
    ...(item.description !== '' && { description: { plain: item.description } }),
    // Its page is gone with the product.
    ...(item.availability !== 'discontinued' && { url: `${origin}/m/${seller.handle}/api/agent/v1/products/${encodeURIComponent(item.id)}` }),
    ...(item.imagePath !== null && { media: [{ type: 'image', url: absoluteUrl(item.imagePath, origin), alt_text: item.name }] }),
  };
  return { ...told, variants: [{ ...told, ...toOffer(item, seller, origin) }] };
}

const toOffer = (item: FeedItem, seller: FeedSeller, origin: string): object => ({
  ...(isFeedCurrency(item.currency) && { price: { amount: toWireAmount(item.amount), currency: item.currency } }),
  availability: { available: item.availability === 'in_stock', status: item.availability },
  ...(item.category !== '' && { categories: [{ value: item.category, taxonomy: 'merchant' }] }),
  seller: {
    name: seller.name,
    links: [
      { type: 'terms_of_service', title: 'Terms', url: `${origin}/terms` },
      { type: 'privacy_policy', title: 'Privacy', url: `${origin}/privacy` },
      { type: 'refund_policy', title: 'Returns', url: `${origin}/returns` },
    ],
  },
});

/** FeedMetadata of the files. A country that is no ISO 3166-1 code is not told. */
export const toMetadata = ({ handle, country }: FeedSeller, changedAt: Date | null): object => ({
  id: handle,
  ...toTarget(country),
  ...(changedAt && { updated_at: changedAt.toISOString() }),
});

export const toTarget = (country: string): { target_country?: string } => (/^[A-Z]{2}$/.test(country) ? { target_country: country } : {});
