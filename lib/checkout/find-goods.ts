import { findItems, type Item } from '@/lib/catalog';
import type { Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import type { ItemRequest } from './types';

/** The goods that a cart names, as they are sold now, at today's prices. One that is missing cannot be bought. `find` looks them up in our table. */
export async function findGoods(ctx: Ctx, merchant: Merchant, requests: readonly ItemRequest[], find: typeof findItems = findItems): Promise<Map<string, Item>> {
  const itemIds = [...new Set(requests.map(({ id }) => id))];
  const [items, prices] = await Promise.all([findCurrent(ctx, merchant, itemIds, find), findPrices(ctx, merchant, requests)]);
  return prices ? atPrices(items, prices) : items;
}

/** What a piece of each item costs in the quantities of a cart; null where the catalogue says so. */
export function findPrices(ctx: Ctx, merchant: Pick<Merchant, 'id' | 'currency'>, requests: readonly ItemRequest[]): Promise<ReadonlyMap<string, bigint>> | null {
  const quantities = new Map<string, number>();
  for (const { id, quantity } of requests) quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  return ctx.ports.pricing.amounts(ctx, { merchantId: merchant.id, currency: merchant.currency, items: [...quantities].map(([id, quantity]) => ({ id, quantity })) });
}

async function findCurrent(ctx: Ctx, merchant: Merchant, itemIds: readonly string[], find: typeof findItems): Promise<Map<string, Item>> {
  const refreshed = ctx.ports.catalog.refresh(ctx, { merchantId: merchant.id, currency: merchant.currency, itemIds });
  if (refreshed === null) return find(ctx, merchant.id, itemIds);
  const unknown = await refreshed;
  return find(ctx, merchant.id, itemIds.filter((id) => !unknown.has(id)));
}

const atPrices = (items: ReadonlyMap<string, Item>, prices: ReadonlyMap<string, bigint>): Map<string, Item> =>
  new Map(
    [...items].flatMap(([id, item]) => {
      const amount = prices.get(id);
      return amount === undefined ? [] : [[id, { ...item, amount }]];
    }),
  );
