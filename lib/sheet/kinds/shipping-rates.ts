import { err, ok } from '@/lib/kernel/result';
import { country, id, optional, whole, words, type Column } from '../columns';
import type { Kind } from '../types';

type ShippingRate = {
  readonly id: string; readonly country_code: string; readonly service_level: string; readonly price: bigint; readonly title: string; readonly description: string; readonly carrier: string;
  readonly region: string; readonly min_days: bigint; readonly max_days: bigint;
};

const DAYS_MAX = 365n;

/** `default`: every country that has no rate of its own for that level of service. */
const countryOrDefault: Column<string> = { read: (cell) => (cell.toLowerCase() === 'default' ? ok('default') : country.read(cell)), write: String };
const level: Column<string> = { read: (cell) => (/^[a-z0-9_-]{1,40}$/.test(cell.toLowerCase()) ? ok(cell.toLowerCase()) : err({ code: 'not_an_id' })), write: String };

/** What sending costs, by country and level of service. */
export const shippingRates: Kind<ShippingRate> = {
  columns: {
    id, country_code: countryOrDefault, service_level: optional(level, 'standard'), price: whole(0n, 100_000_000n), title: words(100), description: optional(words(200), ''), carrier: optional(words(60), ''),
    region: optional(words(40), ''), min_days: optional(whole(0n, DAYS_MAX), 2n), max_days: optional(whole(0n, DAYS_MAX), 7n),
  },
  list: (ctx, merchantId) =>
    ctx.db.query<ShippingRate>({
      name: 'sheet.shipping-rates',
      text: `select id, case country when '*' then 'default' else country end as country_code, service_level, amount as price, title, description, carrier, region,
                    min_delivery_days::bigint as min_days, max_delivery_days::bigint as max_days
               from shipping_rate where merchant_id = $1 order by sort_order, id`,
      values: [merchantId],
    }),
  check: ({ min_days: min, max_days: max }) => (min > max ? [{ column: 'max_days', code: 'not_in_order' }] : []),
  write: (tx, merchantId, rows) =>
    tx.db.write({
      name: 'sheet.write-shipping-rates',
      text: `insert into shipping_rate (merchant_id, id, title, description, carrier, country, region, service_level, amount, min_delivery_days, max_delivery_days, sort_order)
             select $1, r.id, r.title, r.description, r.carrier, case r.country_code when 'default' then '*' else r.country_code end, r.region, r.service_level, r.price, r.min_days, r.max_days,
                    coalesce((select max(sort_order) from shipping_rate where merchant_id = $1), 0) + r.place::int
               from rows from (jsonb_to_recordset($2) as (id text, country_code text, service_level text, price bigint, title text, description text, carrier text, region text, min_days int, max_days int))
                    with ordinality as r(id, country_code, service_level, price, title, description, carrier, region, min_days, max_days, place)
             on conflict (merchant_id, id) do update set title = excluded.title, description = excluded.description, carrier = excluded.carrier, country = excluded.country, region = excluded.region,
               service_level = excluded.service_level, amount = excluded.amount, min_delivery_days = excluded.min_delivery_days, max_delivery_days = excluded.max_delivery_days`,
      values: [merchantId, JSON.stringify(rows.map((row) => ({ ...row, price: row.price.toString(), min_days: Number(row.min_days), max_days: Number(row.max_days) })))],
    }),
};
