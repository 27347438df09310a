import type { Check } from '../types';

/** A discount counts while a checkout is being paid with it, and for good once it was. */
export const discountChecks: readonly Check[] = [
  {
    name: 'discount.redemption',
    says: 'A discount is counted for the checkouts that are being paid or were paid with it, and for no others: not for those whose payment was voided.',
    text: `
      select coalesce(c.id, r.checkout_id) as id,
             format('discount %s takes %s of checkout %s, counted %s', coalesce(c.discount_id, r.discount_id), coalesce(c.amount, 0), coalesce(c.status, 'that is not paid'), coalesce(r.amount, 0)) as detail
        from (
          select c.id, c.status, applied->>'couponId' as discount_id, (applied->>'amount')::bigint as amount
            from checkout c cross join lateral jsonb_array_elements(c.content->'discounts'->'applied') as applied
           where c.status in ('paying', 'completed')
             and not exists (select from purchase_order o where o.checkout_id = c.id and o.payment_status in ('voided', 'expired'))) c
        full join (select * from discount_redemption where status = 'counted') r on (r.checkout_id, r.discount_id) = (c.id, c.discount_id)
       where coalesce(c.amount, 0) <> coalesce(r.amount, 0)`,
  },
  {
    name: 'discount.count',
    says: 'A discount with a limit was taken as often as its count says.',
    text: `
      select d.id, format('counted %s, taken %s times', d.redeemed_count, count(r.checkout_id)) as detail
        from discount d
        left join discount_redemption r on r.merchant_id = d.merchant_id and r.discount_id = d.id and r.status = 'counted'
       where d.max_redemptions is not null or d.max_per_buyer is not null or d.first_purchase_only
       group by d.merchant_id, d.id, d.redeemed_count having d.redeemed_count <> count(r.checkout_id)`,
  },
];
