import { email, id, words } from '../columns';
import type { Kind } from '../types';

type Customer = { readonly id: string; readonly name: string; readonly email: string };

/** Whom the merchant knows. */
export const customers: Kind<Customer> = {
  columns: { id, name: words(200), email },
  list: (ctx, merchantId) => ctx.db.query<Customer>({ name: 'sheet.customers', text: `select id, name, email from customer where merchant_id = $1 order by id`, values: [merchantId] }),
  write: (tx, merchantId, rows) =>
    tx.db.write({
      name: 'sheet.write-customers',
      text: `insert into customer (merchant_id, id, name, email, created_at) select $1, r.id, r.name, r.email, $3 from jsonb_to_recordset($2) as r(id text, name text, email text)
             on conflict (merchant_id, id) do update set name = excluded.name, email = excluded.email`,
      values: [merchantId, JSON.stringify(rows), tx.clock.now()],
    }),
};
