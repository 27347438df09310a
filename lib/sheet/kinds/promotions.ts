import { unknownSkus } from '@/lib/menu';
import { flag, id, ids, oneOf, optional, whole, words } from '../columns';
import type { Fault, Kind } from '../types';

type Promotion = {
  readonly id: string; readonly type: 'free_shipping'; readonly min_subtotal: bigint; readonly eligible_item_ids: readonly string[]; readonly description: string; readonly active: boolean;
};

const DESCRIPTION = 'Free shipping';

/** Shipping that costs nothing, without a code: from a subtotal on, or as soon as one of these items is bought. */
export const promotions: Kind<Promotion> = {
  columns: {
    id, type: oneOf('free_shipping'), min_subtotal: optional(whole(0n, 100_000_000n), 0n), eligible_item_ids: optional(ids, []), description: optional(words(100), DESCRIPTION), active: optional(flag, true),
  },
  list: (ctx, merchantId) =>
    ctx.db.query<Promotion>({
      name: 'sheet.promotions',
      text: `select id, 'free_shipping' as type, minimum_amount as min_subtotal, targets as eligible_item_ids, name as description, active from discount
              where merchant_id = $1 and code is null and scope = 'shipping' and percent_basis_points = 10000 order by priority, id`,
      values: [merchantId],
    }),
  async checkAll(tx, merchantId, changes) {
    const wanted = changes.map(({ value }) => value);
    const [unknown, others] = await Promise.all([
      unknownSkus(tx, merchantId, wanted.flatMap((each) => each.eligible_item_ids)),
      tx.db.query<{ id: string }>({
        name: 'sheet.promotion-ids',
        text: `select id from discount where merchant_id = $1 and id = any($2) and not (code is null and scope = 'shipping' and coalesce(percent_basis_points, 0) = 10000)`,
        values: [merchantId, wanted.map((each) => each.id)],
      }),
    ]);
    const taken = new Set(others.map((each) => each.id));
    return changes.flatMap(({ row, value }): Fault[] => [
      ...(value.eligible_item_ids.every((each) => !unknown.includes(each)) ? [] : [{ row, column: 'eligible_item_ids', code: 'unknown_item' } as const]),
      ...(taken.has(value.id) ? [{ row, column: 'id', code: 'taken' } as const] : []),
    ]);
  },
  write: (tx, merchantId, rows) =>
    tx.db.write({
      name: 'sheet.write-promotions',
      text: `insert into discount (merchant_id, id, code, name, percent_basis_points, scope, targets, method, priority, combinable, minimum_amount, active, created_at)
             select $1, r.id, null, r.description, 10000, 'shipping', array(select jsonb_array_elements_text(r.eligible_item_ids)), 'across', 100, true, r.min_subtotal, r.active, $3
               from jsonb_to_recordset($2) as r(id text, min_subtotal bigint, eligible_item_ids jsonb, description text, active boolean)
             on conflict (merchant_id, id) do update set name = excluded.name, targets = excluded.targets, minimum_amount = excluded.minimum_amount, active = excluded.active`,
      values: [merchantId, JSON.stringify(rows.map((row) => ({ ...row, min_subtotal: row.min_subtotal.toString(), description: row.description || DESCRIPTION }))), tx.clock.now()],
    }),
};
