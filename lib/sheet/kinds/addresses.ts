import { country, id, optional, words } from '../columns';
import type { Fault, Kind } from '../types';
import { customers } from './customers';

type CustomerAddress = {
  readonly id: string; readonly customer_id: string; readonly street_address: string; readonly city: string; readonly state: string; readonly postal_code: string; readonly country: string;
};

/** Where a customer has things sent to. */
export const addresses: Kind<CustomerAddress> = {
  columns: { id, customer_id: id, street_address: words(200), city: words(100), state: optional(words(100), ''), postal_code: optional(words(20), ''), country },
  list: (ctx, merchantId) =>
    ctx.db.query<CustomerAddress>({
      name: 'sheet.addresses',
      text: `select id, customer_id, street_address, city, state, postal_code, country from customer_address where merchant_id = $1 order by customer_id, id`,
      values: [merchantId],
    }),
  async checkAll(tx, merchantId, changes) {
    const known = new Set((await customers.list(tx, merchantId)).map((customer) => customer.id));
    return changes.filter(({ value }) => !known.has(value.customer_id)).map(({ row }): Fault => ({ row, column: 'customer_id', code: 'unknown_customer' }));
  },
  write: (tx, merchantId, rows) =>
    tx.db.write({
      name: 'sheet.write-addresses',
      text: `insert into customer_address (merchant_id, id, customer_id, street_address, city, state, postal_code, country)
             select $1, r.id, r.customer_id, r.street_address, r.city, r.state, r.postal_code, r.country
               from jsonb_to_recordset($2) as r(id text, customer_id text, street_address text, city text, state text, postal_code text, country text)
             on conflict (merchant_id, id) do update set customer_id = excluded.customer_id, street_address = excluded.street_address, city = excluded.city, state = excluded.state,
               postal_code = excluded.postal_code, country = excluded.country`,
      values: [merchantId, JSON.stringify(rows)],
    }),
};
