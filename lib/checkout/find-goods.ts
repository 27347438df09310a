import { findItems, type Item } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import type { ItemRequest } from './types';

type Prices = ReadonlyMap<string, bigint> | null;

/** The items that a cart names, as they are sold now. One that is missing cannot be bought. `find` looks them up in our table. */
export function findGoods(ctx: Ctx, merchant: Merchant, requests: readonly ItemRequest[], find: typeof findItems = findItems): Promise<Map<string, Item>> {
  const itemIds = [...new Set(requests.map(({ id }) => id))];
  const unknown = ctx.ports.catalog.refresh(ctx, { merchantId: merchant.id, currency: merchant.currency, itemIds });
  return unknown === null ? find(ctx, merchant.id, itemIds) : unknown.then((ids) => find(ctx, merchant.id, itemIds.filter((id) => !ids.has(id))));
}

/** What a piece of each item costs in the quantities of a cart; null where the catalogue says so. */
export function findPrices(ctx: Ctx, merchant: Pick<Merchant, 'id' | 'currency'>, requests: readonly ItemRequest[]): Promise<ReadonlyMap<string, bigint>> | null {
  const quantities = new Map<string, number>();
  for (const { id, quantity } of requests) quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  return ctx.ports.pricing.amounts(ctx, { merchantId: merchant.id, currency: merchant.currency, items: [...quantities].map(([id, quantity]) => ({ id, quantity })) });
}

/** Goods at the prices that were found for them: one without a price is not sold. */
export const atPrices = (goods: Map<string, Item>, prices: Prices): Map<string, Item> =>
  prices === null
    ? goods
    : new Map(
        [...goods].flatMap(([id, item]) => {
          const amount = prices.get(id);
          return amount === undefined ? [] : [[id, { ...item, amount }]];
        }),
      );
