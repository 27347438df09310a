import { id, orNull, whole } from '../columns';
import type { Kind } from '../types';

type Stock = { readonly product_id: string; readonly quantity: bigint | null };

/** How many pieces of each product are left; empty where nobody counts. What buyers hold at this moment is taken off already. */
export const inventory: Kind<Stock> = {
  columns: { product_id: id, quantity: orNull(whole(0n, 1_000_000_000n)) },
  addsNone: 'unknown_item',
  list: (ctx, merchantId) =>
    ctx.db.query<Stock>({ name: 'sheet.inventory', text: `select id as product_id, stock as quantity from item where merchant_id = $1 order by sort_order, id`, values: [merchantId] }),
  write: (tx, merchantId, rows) =>
    tx.db.write({
      name: 'sheet.write-inventory',
      text: `update item i set stock = r.quantity, edit_revision = i.edit_revision + 1
               from jsonb_to_recordset($2) as r(product_id text, quantity bigint) where i.merchant_id = $1 and i.id = r.product_id`,
      values: [merchantId, JSON.stringify(rows.map(({ product_id, quantity }) => ({ product_id, quantity: quantity?.toString() ?? null })))],
    }),
};
