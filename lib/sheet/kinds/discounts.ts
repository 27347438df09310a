import { newUuid } from '@/lib/kernel/id';
import { decimal, flag, oneOf, optional, whole, words } from '../columns';
import type { Kind } from '../types';

type CodeDiscount = {
  readonly code: string; readonly type: 'percentage' | 'fixed_amount'; readonly value: string; readonly description: string; readonly min_subtotal: bigint; readonly active: boolean;
};

const AMOUNT_MAX = 100_000_000n;
const WHOLE = /^\d+$/;
/** `12.5` per cent are 1250 hundredths. */
const toBasisPoints = (percent: string): number => Math.round(Number(percent) * 100);

/**
 * Codes that take something off the whole order: per cent, or minor units. Taken in the order in which they were brought. A code
 * that holds for less keeps what it holds for.
 */
export const discounts: Kind<CodeDiscount> = {
  columns: {
    code: words(60), type: oneOf('percentage', 'fixed_amount'), value: decimal, description: optional(words(100), ''), min_subtotal: optional(whole(0n, AMOUNT_MAX), 0n), active: optional(flag, true),
  },
  sameKey: (code) => code.toLowerCase(),
  list: (ctx, merchantId) =>
    ctx.db.query<CodeDiscount>({
      name: 'sheet.discounts',
      text: `select code, case when off_amount is null then 'percentage' else 'fixed_amount' end as type, coalesce(off_amount::text, (percent_basis_points / 100.0)::float8::text) as value,
                    case when name = code then '' else name end as description, minimum_amount as min_subtotal, active
               from discount where merchant_id = $1 and code is not null order by priority, id`,
      values: [merchantId],
    }),
  check({ type, value }) {
    const amount = Number(value);
    if (type === 'fixed_amount' && !WHOLE.test(value)) return [{ column: 'value', code: 'not_a_number' }];
    return amount <= 0 || amount > (type === 'percentage' ? 100 : Number(AMOUNT_MAX)) ? [{ column: 'value', code: 'out_of_range' }] : [];
  },
  write: (tx, merchantId, rows) =>
    tx.db.write({
      name: 'sheet.write-discounts',
      text: `with given as (
               select * from jsonb_to_recordset($2) as r(id text, place int, code text, percent int, off bigint, description text, min_subtotal bigint, active boolean)
             ), changed as (
               update discount d set code = g.code, percent_basis_points = g.percent, off_amount = g.off, name = g.description, minimum_amount = g.min_subtotal, active = g.active
                 from given g where d.merchant_id = $1 and lower(d.code) = lower(g.code) returning lower(d.code) as code
             )
             insert into discount (merchant_id, id, code, name, percent_basis_points, off_amount, scope, targets, method, priority, combinable, minimum_amount, active, created_at)
             select $1, id, code, description, percent, off, 'order', '{}', 'across',
                    coalesce((select max(priority) from discount where merchant_id = $1), 0) + place, true, min_subtotal, active, $3 from given where lower(code) not in (select code from changed)`,
      values: [
        merchantId,
        JSON.stringify(
          rows.map(({ type, value, code, description, min_subtotal: minimum, active }, index) => ({
            id: newUuid(), place: index + 1, code, description: description === '' ? code : description, min_subtotal: minimum.toString(), active,
            percent: type === 'percentage' ? toBasisPoints(value) : null, off: type === 'fixed_amount' ? value : null,
          })),
        ),
        tx.clock.now(),
      ],
    }),
};
