import type { Check } from '../types';

/** A hosted checkout is looked at when its time is over; after this long nobody has. */
const OVERDUE = `interval '10 minutes'`;

/** What is paid on a page of ours or of a provider's is the order, or goes back. */
export const hostedChecks: readonly Check[] = [
  {
    name: 'hosted.order',
    says: 'A hosted checkout that is written as paid has the order of its checkout, in its currency.',
    text: `
      select h.id, format('%s %s, order %s', h.status, h.payment_status, coalesce(o.id, 'none')) as detail
        from hosted_checkout h
        left join purchase_order o on o.merchant_id = h.merchant_id and o.checkout_id = h.checkout_id
       where h.status = 'complete' and (o.id is null or o.currency <> h.currency)`,
  },
  {
    name: 'hosted.late',
    says: 'A payment at a provider that came too late paid no order, and was given back.',
    needsTime: true,
    text: `
      select h.id, format('%s is given back by %s, and pays attempt %s', h.late_reference, coalesce(r.refund_id, 'nothing'), coalesce(a.id, 'none')) as detail
        from hosted_checkout h
        left join stripe_refund r on r.payment_intent_id = h.late_reference and r.refund_key = 'hosted-' || h.id
        left join payment_attempt a on a.network_transaction_id = h.late_reference and a.status in ('authorized', 'captured')
       where h.late_reference is not null and (a.id is not null or (r.refund_id is null and h.expires_at < $1::timestamptz - ${OVERDUE}))`,
  },
  {
    name: 'hosted.overdue',
    says: 'A hosted checkout does not stay open beyond its time, unless it is being paid.',
    needsTime: true,
    text: `
      select h.id, format('is open since %s', to_char(h.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as detail
        from hosted_checkout h
        join checkout c on c.merchant_id = h.merchant_id and c.id = h.checkout_id
       where h.status = 'open' and c.status <> 'paying' and h.expires_at < $1::timestamptz - ${OVERDUE}`,
  },
];
