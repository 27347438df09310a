import { z } from 'zod';
import { keepItem } from '@/lib/catalog';
import type { Currency } from '@/lib/kernel/money';
import type { CatalogPort } from '@/lib/ports';
import { mustAnswer, type ServiceClient } from './client';
import { readOutside } from './read-outside';

/** `stock` null: nothing is counted. An item that is not `available` is kept, and not sold. */
export const ItemAnswer = z.object({
  id: z.string(),
  title: z.string().min(1).max(1_000),
  description: z.string().max(20_000).default(''),
  category: z.string().min(1).max(100).default('other'),
  price_minor: z.int().min(0),
  currency: z.string(),
  stock: z.int().min(0).nullable(),
  available: z.boolean().default(true),
  delivery: z.enum(['physical', 'digital']).default('physical'),
});

type Query = { readonly merchantId: string; readonly currency: Currency; readonly itemId: string };

const MAX_ID_LENGTH = 200;
/** An id is a buyer's word and becomes a part of a path: it must stay one. */
const isAskable = (itemId: string): boolean => itemId.length <= MAX_ID_LENGTH && itemId.isWellFormed() && !/^\.{0,2}$/.test(itemId) && !itemId.includes('\0');

/** The goods of carts by GET /items/{id}: each is kept in our own table, where all else looks it up. */
export function serviceCatalog(client: ServiceClient): CatalogPort {
  /** Whether the service knows the item. */
  const fetchItem = readOutside('catalog', async (ctx, { merchantId, currency, itemId }: Query): Promise<boolean> => {
    const answer = ItemAnswer.refine((item) => item.id === itemId && item.currency === currency, 'is another item, or in another currency');
    const answered = await client.get(`/items/${encodeURIComponent(itemId)}?merchant_id=${encodeURIComponent(merchantId)}`, answer);
    if (!answered.ok && answered.error.status === 404) return false;
    const { title: name, price_minor: amount, stock, currency: _same, ...item } = mustAnswer('catalog', answered);
    await keepItem(ctx, { ...item, merchantId, currency, name, amount: BigInt(amount), stock: stock === null ? null : BigInt(stock) });
    return true;
  });
  return {
    async refresh(ctx, { merchantId, currency, itemIds }) {
      const known = await Promise.all(itemIds.map((itemId) => (isAskable(itemId) ? fetchItem(ctx, { merchantId, currency, itemId }) : Promise.resolve(false))));
      return new Set(itemIds.filter((_itemId, index) => !known[index]));
    },
  };
}
