import { toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Item } from './types';

type ItemRow = {
  merchant_id: string;
  id: string;
  name: string;
  description: string;
  category: string;
  image_path: string | null;
  amount: bigint;
  currency: string;
  stock: bigint | null;
};

const COLUMNS = 'merchant_id, id, name, description, category, image_path, amount, currency, stock';

const toItem = (row: ItemRow): Item => ({
  merchantId: row.merchant_id,
  id: row.id,
  name: row.name,
  description: row.description,
  category: row.category,
  imagePath: row.image_path,
  amount: row.amount,
  currency: toCurrency(row.currency),
  stock: row.stock,
});

/** The items of a merchant with these ids, those alone that are for sale. */
export async function findItems(ctx: Ctx, merchantId: string, ids: readonly string[]): Promise<Map<string, Item>> {
  const rows = await ctx.db.query<ItemRow>({
    name: 'catalog.find-items',
    text: `select ${COLUMNS} from item where merchant_id = $1 and id = any($2) and available`,
    values: [merchantId, ids],
  });
  return new Map(rows.map((row) => [row.id, toItem(row)]));
}

/** Items for sale in the merchant's order, after `afterId`, at most `limit`. */
export async function listItems(ctx: Ctx, query: { merchantId: string; afterId: string | null; limit: number }): Promise<Item[]> {
  const rows = await ctx.db.query<ItemRow>({
    name: 'catalog.list-items',
    text: `select ${COLUMNS} from item
            where merchant_id = $1 and available
              and ($2::text is null or (sort_order, id) > (select sort_order, id from item where merchant_id = $1 and id = $2))
            order by sort_order, id limit $3`,
    values: [query.merchantId, query.afterId, query.limit],
  });
  return rows.map(toItem);
}

/** For the seed and later imports. */
export async function insertItem(ctx: Ctx, item: Item, sortOrder: number): Promise<void> {
  await ctx.db.query({
    name: 'catalog.insert-item',
    text: `insert into item (${COLUMNS}, sort_order, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      item.merchantId, item.id, item.name, item.description, item.category, item.imagePath, item.amount.toString(), item.currency,
      item.stock?.toString() ?? null, sortOrder, ctx.clock.now(),
    ],
  });
}

/** Takes `quantity` from the stock if that much is left (or nothing is counted); false otherwise. */
export async function takeStock(ctx: Ctx, merchantId: string, itemId: string, quantity: number): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'catalog.take-stock',
    text: `update item set stock = stock - $3::bigint
            where merchant_id = $1 and id = $2 and available and (stock is null or stock >= $3::bigint) returning id`,
    values: [merchantId, itemId, quantity],
  });
  return rows.length === 1;
}

export async function insertReservation(ctx: Ctx, row: { checkoutId: string; merchantId: string; itemId: string; quantity: number; expiresAt: Date }): Promise<void> {
  await ctx.db.write({
    name: 'catalog.insert-reservation',
    text: `insert into stock_reservation (checkout_id, merchant_id, item_id, quantity, status, expires_at) values ($1, $2, $3, $4, 'held', $5)
           on conflict (checkout_id, item_id) do update set quantity = excluded.quantity, status = 'held', expires_at = excluded.expires_at
             where stock_reservation.status = 'released'`,
    values: [row.checkoutId, row.merchantId, row.itemId, row.quantity, row.expiresAt],
  });
}

/** held -> committed: the goods are sold. */
export async function markCommitted(ctx: Ctx, checkoutId: string): Promise<void> {
  await ctx.db.write({
    name: 'catalog.commit-reservation',
    text: `update stock_reservation set status = 'committed' where checkout_id = $1 and status = 'held'`,
    values: [checkoutId],
  });
}

/** held -> released, and the stock back on the shelf. */
export async function returnStock(ctx: Ctx, checkoutId: string): Promise<void> {
  await ctx.db.write({
    name: 'catalog.release-reservation',
    text: `with released as (
             update stock_reservation set status = 'released' where checkout_id = $1 and status = 'held' returning merchant_id, item_id, quantity)
           update item i set stock = i.stock + r.quantity from released r where i.merchant_id = r.merchant_id and i.id = r.item_id`,
    values: [checkoutId],
  });
}
