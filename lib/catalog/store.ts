import { toCurrency } from '@/lib/kernel/money';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import type { Item, ItemPosition, ItemQuery, ItemSort, NewItem, ShelfItem } from './types';

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
  delivery: Item['delivery'];
};

const COLUMNS = 'merchant_id, id, name, description, category, image_path, amount, currency, stock, delivery';

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
  delivery: row.delivery,
});

/** The items of a merchant with these ids, those alone that are for sale. */
export async function findItems(ctx: Ctx, merchantId: string, ids: readonly string[]): Promise<Map<string, Item>> {
  const rows = await ctx.db.query<ItemRow>({
    name: 'catalog.find-items',
    text: `select ${COLUMNS} from item where merchant_id = $1 and id = any($2) and for_sale(item, $3)`,
    values: [merchantId, ids, ctx.clock.now()],
  });
  return new Map(rows.map((row) => [row.id, toItem(row)]));
}

/** The same with those too that are no longer for sale: of them nothing is left. */
export async function findItemsEverSold(ctx: Ctx, merchantId: string, ids: readonly string[]): Promise<Map<string, Item>> {
  const rows = await ctx.db.query<ItemRow>({
    name: 'catalog.find-items-ever-sold',
    text: `select merchant_id, id, name, description, category, image_path, amount, currency, case when for_sale(item, $3) then stock else 0 end as stock
             from item where merchant_id = $1 and id = any($2)`,
    values: [merchantId, ids, ctx.clock.now()],
  });
  return new Map(rows.map((row) => [row.id, toItem(row)]));
}

type Order = { readonly key: string; readonly type: 'bigint' | 'text'; readonly direction: 'asc' | 'desc' };

/** What each order compares, after which the id decides. Constants of ours: they stand in the statement as they are. */
const ORDERS: Record<ItemSort, Order> = {
  position: { key: 'sort_order::bigint', type: 'bigint', direction: 'asc' },
  price_asc: { key: 'amount', type: 'bigint', direction: 'asc' },
  price_desc: { key: 'amount', type: 'bigint', direction: 'desc' },
  name: { key: 'name', type: 'text', direction: 'asc' },
  newest: { key: 'floor(extract(epoch from created_at) * 1000)::bigint', type: 'bigint', direction: 'desc' },
};

/** Whether a position can be one of this order. */
export const fitsSort = (sort: ItemSort, { value }: ItemPosition): boolean => ORDERS[sort].type === 'text' || /^\d{1,18}$/.test(value);

/** Items for sale that fit a query, at most `limit`, each with its position. An item that comes or goes meanwhile moves no other. */
export async function searchItems(ctx: Ctx, query: ItemQuery): Promise<{ item: Item; position: ItemPosition }[]> {
  const { key, type, direction } = ORDERS[query.sort];
  const rows = await ctx.db.query<ItemRow & { position: string }>({
    name: `catalog.search-${query.sort}`,
    text: `select ${COLUMNS}, (${key})::text as position from item
            where merchant_id = $1 and for_sale(item, $10)
              and ($2::text is null or to_tsvector('simple', search_text(id || ' ' || name || ' ' || category || ' ' || description))
                                       @@ to_tsquery('simple', search_text($2)))
              and ($3::text is null or category = $3)
              and ($4::bigint is null or amount >= $4) and ($5::bigint is null or amount <= $5)
              and ($6::boolean is null or (stock is null or stock > 0) = $6)
              and ($7::${type} is null or (${key}, id) ${direction === 'asc' ? '>' : '<'} ($7::${type}, $8))
            order by ${key} ${direction}, id ${direction} limit $9`,
    values: [
      query.merchantId, query.words === null ? null : toTsQuery(query.words), query.category, query.minAmount?.toString() ?? null,
      query.maxAmount?.toString() ?? null, query.inStock, query.after?.value ?? null, query.after?.id ?? '', query.limit, ctx.clock.now(),
    ],
  });
  return rows.map((row) => ({ item: toItem(row), position: { value: row.position, id: row.id } }));
}

/** Each word as the beginning of one that must be there. Quoted, so that nothing in it is an operator. */
const toTsQuery = (words: string): string =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `'${word.replace(/['\\]/g, '$&$&')}':*`)
    .join(' & ');

/** For the seed and later imports. */
const MAX_NAME_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 2000;

/** Adds an item. Its words stand on approvals and in mandates, so they are cleaned as they come in. */
export async function insertItem(ctx: Ctx, item: NewItem, sortOrder: number): Promise<void> {
  await ctx.db.query({
    name: 'catalog.insert-item',
    text: `insert into item (${COLUMNS}, sort_order, created_at, section_key, item_type, translations) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      item.merchantId, item.id, cleanText(item.name, MAX_NAME_LENGTH), cleanText(item.description, MAX_DESCRIPTION_LENGTH), item.category, item.imagePath, item.amount.toString(), item.currency,
      item.stock?.toString() ?? null, item.delivery ?? 'physical', sortOrder, ctx.clock.now(), item.sectionKey ?? null, item.itemType ?? 'other', JSON.stringify(item.translations ?? {}),
    ],
  });
}

/**
 * Keeps an item as a catalogue outside tells of it: what is told wins over what stands here, but for what a person made of it (its place on the menu,
 * its other languages, a snooze). What carts have set aside is taken off its stock; an item that is as it was is not written.
 */
export async function keepItem(ctx: Ctx, item: Omit<NewItem, 'imagePath'> & { readonly available: boolean }): Promise<void> {
  await ctx.db.query({
    name: 'catalog.keep-item',
    text: `insert into item as i (merchant_id, id, name, description, category, amount, currency, stock, delivery, available, sort_order, created_at)
           select $1, $2, $3, $4, $5, $6::bigint, $7,
                  case when $8::bigint is not null then
                    greatest(0, $8::bigint - coalesce((select sum(quantity) from stock_reservation where merchant_id = $1 and item_id = $2 and status = 'held'), 0))::bigint end,
                  $9, $10, coalesce((select max(sort_order) from item where merchant_id = $1), -1) + 1, $11
           on conflict (merchant_id, id) do update
             set (name, description, category, amount, currency, stock, delivery, available)
               = (excluded.name, excluded.description, excluded.category, excluded.amount, excluded.currency, excluded.stock, excluded.delivery, excluded.available)
           where (i.name, i.description, i.category, i.amount, i.currency, i.stock, i.delivery, i.available) is distinct from
                 (excluded.name, excluded.description, excluded.category, excluded.amount, excluded.currency, excluded.stock, excluded.delivery, excluded.available)`,
    values: [
      item.merchantId, item.id, cleanText(item.name, MAX_NAME_LENGTH), cleanText(item.description, MAX_DESCRIPTION_LENGTH), item.category, item.amount.toString(), item.currency,
      item.stock?.toString() ?? null, item.delivery ?? 'physical', item.available, ctx.clock.now(),
    ],
  });
}

/** Takes `quantity` from the stock if that much is left (or nothing is counted), and answers today's price of a piece; null otherwise. */
export async function takeStock(ctx: Ctx, merchantId: string, itemId: string, quantity: number): Promise<{ amount: bigint } | null> {
  const rows = await ctx.db.query<{ amount: bigint }>({
    name: 'catalog.take-stock',
    text: `update item set stock = stock - $3::bigint
            where merchant_id = $1 and id = $2 and for_sale(item, $4) and (stock is null or stock >= $3::bigint) returning amount`,
    values: [merchantId, itemId, quantity, ctx.clock.now()],
  });
  return rows[0] ?? null;
}

export async function insertReservation(ctx: Ctx, row: { checkoutId: string; merchantId: string; itemId: string; quantity: number; expiresAt: Date }): Promise<void> {
  await ctx.db.write({
    name: 'catalog.insert-reservation',
    text: `insert into stock_reservation (checkout_id, merchant_id, item_id, quantity, status, expires_at, held_at) values ($1, $2, $3, $4, 'held', $5, $6)
           on conflict (checkout_id, item_id) do update set quantity = excluded.quantity, status = 'held', expires_at = excluded.expires_at, held_at = excluded.held_at
             where stock_reservation.status = 'released'`,
    values: [row.checkoutId, row.merchantId, row.itemId, row.quantity, row.expiresAt, ctx.clock.now()],
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

/** False where the merchant has no such item. */
export async function writeSnooze(ctx: Ctx, { merchantId, itemId, until }: { merchantId: string; itemId: string; until: Date | null }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'catalog.snooze',
    text: `update item set snoozed_until = $3 where merchant_id = $1 and id = $2 returning id`,
    values: [merchantId, itemId, until],
  });
  return rows.length === 1;
}

/** In the order of their ids, as purchases take their locks; those that one holds wait for the next run. */
export async function clearEndedSnoozes(ctx: Ctx): Promise<void> {
  await ctx.db.write({
    name: 'catalog.end-snoozes',
    text: `update item set snoozed_until = null
            where (merchant_id, id) in (select merchant_id, id from item where snoozed_until <= $1 order by merchant_id, id limit 500 for update skip locked)`,
    values: [ctx.clock.now()],
  });
}

/** What stands on a merchant's menu, in its order, at most 500. A snooze that is over is none. */
export async function listShelf(ctx: Ctx, merchantId: string): Promise<ShelfItem[]> {
  const rows = await ctx.db.query<{ id: string; name: string; category: string; snoozed_until: Date | null; in_stock: boolean }>({
    name: 'catalog.shelf',
    text: `select id, name, category, case when snoozed_until > $2 then snoozed_until end as snoozed_until, ingredients_in_stock and (stock is null or stock > 0) as in_stock
             from item where merchant_id = $1 and available and not archived order by sort_order, id limit 500`,
    values: [merchantId, ctx.clock.now()],
  });
  return rows.map(({ id, name, category, snoozed_until: snoozedUntil, in_stock: inStock }) => ({ id, name, category, snoozedUntil, inStock }));
}
