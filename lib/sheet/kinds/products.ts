import { ITEM_TYPES } from '@/lib/catalog';
import { ok } from '@/lib/kernel/result';
import { getMerchant } from '@/lib/merchant';
import { isPhotoPath, ITEMS_MAX, listStudioSections } from '@/lib/menu';
import type { Ctx } from '@/lib/ports';
import { flag, httpsUrl, id, optional, orNull, whole, words, type Column } from '../columns';
import type { Fault, Kind } from '../types';

type Product = {
  readonly id: string; readonly title: string; readonly price: bigint; readonly image_url: string | null; readonly description: string; readonly category: string; readonly section: string | null;
  readonly available: boolean; readonly archived: boolean;
};

const PRICE_MAX = 100_000_000n;

/** An address elsewhere, or a photo of ours as it is taken out. */
const imageUrl: Column<string> = { ...httpsUrl, read: (cell) => (isPhotoPath(cell) ? ok(cell) : httpsUrl.read(cell)) };

/** What is for sale, with what it costs in minor units of the merchant's currency. How many there are is the inventory's. */
export const products: Kind<Product> = {
  columns: {
    id,
    title: words(200),
    price: whole(1n, PRICE_MAX),
    image_url: optional(orNull(imageUrl), null),
    description: optional(words(2000), ''),
    category: optional(words(100), 'other'),
    section: optional(orNull(words(40)), null),
    available: optional(flag, true),
    archived: optional(flag, false),
  },

  list: (ctx, merchantId) =>
    ctx.db.query<Product>({
      name: 'sheet.products',
      text: `select id, name as title, amount as price, image_path as image_url, description, category, section_key as section, available, archived from item where merchant_id = $1 order by sort_order, id`,
      values: [merchantId],
    }),

  async checkAll(tx, merchantId, changes, current) {
    const keys = new Set((await listStudioSections(tx, { merchantId })).map(({ key }) => key));
    const unknown = changes.filter(({ value }) => value.section !== null && !keys.has(value.section)).map(({ row }): Fault => ({ row, column: 'section', code: 'unknown_section' }));
    const added = changes.filter(({ before }) => before === null).length;
    return current.length + added > ITEMS_MAX ? [...unknown, { row: null, column: null, code: 'too_many' }] : unknown;
  },

  /** Who edits one of them in Menu Studio meanwhile is told that it moved. New ones stand at the end, in the order of the file. */
  async write(tx: Ctx, merchantId, rows) {
    const { currency } = await getMerchant(tx, merchantId);
    await tx.db.write({
      name: 'sheet.write-products',
      text: `insert into item (merchant_id, id, name, amount, image_path, description, category, item_type, section_key, available, archived, currency, sort_order, created_at)
             select $1, r.id, r.title, r.price, r.image_url, r.description, r.category, case when r.category = any($5) then r.category else 'other' end, r.section, r.available, r.archived, $3,
                    coalesce((select max(sort_order) from item where merchant_id = $1), 0) + r.place::int * 100, $4
               from rows from (jsonb_to_recordset($2) as (id text, title text, price bigint, image_url text, description text, category text, section text, available boolean, archived boolean))
                    with ordinality as r(id, title, price, image_url, description, category, section, available, archived, place)
             on conflict (merchant_id, id) do update set name = excluded.name, amount = excluded.amount, image_path = excluded.image_path, description = excluded.description,
               category = excluded.category, item_type = excluded.item_type, section_key = excluded.section_key, available = excluded.available, archived = excluded.archived,
               edit_revision = item.edit_revision + 1`,
      values: [merchantId, JSON.stringify(rows.map((row) => ({ ...row, price: row.price.toString() }))), currency, tx.clock.now(), ITEM_TYPES],
    });
  },
};
