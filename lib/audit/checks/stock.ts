import type { Check } from '../types';

/** Goods are set aside while a checkout is being paid, and sold with its order. */
export const stockChecks: readonly Check[] = [
  {
    name: 'stock.reservation',
    says: 'The goods of a checkout are set aside while it is being paid, sold once it was, and for sale otherwise.',
    text: `
      select coalesce(l.checkout_id, r.checkout_id) as id,
             format('%s: checkout %s wants %s, reservation %s of %s', coalesce(l.item_id, r.item_id), coalesce(l.status, 'not being paid'),
                    coalesce(l.quantity, 0), coalesce(r.status, 'none'), coalesce(r.quantity, 0)) as detail
        from (
          select c.id as checkout_id, c.status, line->>'itemId' as item_id, sum((line->>'quantity')::bigint) as quantity
            from checkout c cross join lateral jsonb_array_elements(c.content->'lines') as line
           where c.status in ('paying', 'completed') group by 1, 2, 3) l
        full join (select * from stock_reservation where status in ('held', 'committed')) r on (r.checkout_id, r.item_id) = (l.checkout_id, l.item_id)
       where l.quantity is distinct from r.quantity
          or r.status <> case l.status when 'paying' then 'held' else 'committed' end`,
  },
];
