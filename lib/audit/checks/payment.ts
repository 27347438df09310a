import type { Check } from '../types';

/** What says that the capture of an order is still to come: while it is, the network may be ahead of the store. */
const CAPTURE_PROMISED = `exists (select 1 from outbox_event e where e.topic = 'payment.capture' and e.payload->>'attemptId' = a.id and e.delivered_at is null)`;

/** A completion may be silent for its lease; after this long nobody has taken it over. */
const OVERDUE = `interval '10 minutes'`;

/** Product.md, invariant 3: a charge has an order or is voided, an order has a charge. From the bank's hold up to the order. */
export const paymentChecks: readonly Check[] = [
  {
    name: 'payment.hold',
    says: 'The network and the bank say the same of an authorisation.',
    text: `
      select coalesce(t.id, h.reference) as id,
             format('transaction %s %s %s captured %s, hold %s %s %s captured %s released %s', coalesce(t.status, 'none'), t.amount, t.currency,
                    t.captured_amount, coalesce(h.status, 'none'), h.amount, h.currency, h.captured_amount, h.released_amount) as detail
        from network_transaction t
        full join bank_hold h on h.reference = t.id
       where t.id is null
          or (h.id is not null and (h.amount, h.currency, h.card_id, h.captured_amount) <> (t.amount, t.currency, t.card_id, t.captured_amount))
          or not case t.status
               when 'authorized' then h.id is not null and h.released_amount = 0 and t.captured_amount < t.amount
               when 'captured' then h.id is not null and h.released_amount = 0 and t.captured_amount = t.amount
               when 'voided' then h.id is null or (h.captured_amount = 0 and h.released_amount = h.amount)
               else h.id is null end`,
  },
  {
    name: 'payment.charge',
    says: 'A charge was made for an attempt that wanted it, and an attempt that succeeded has its charge.',
    text: `
      select coalesce(a.id, t.id) as id,
             format('attempt %s %s %s, transaction %s %s %s %s', coalesce(a.status, 'none'), a.amount, a.currency, t.id, coalesce(t.status, 'none'),
                    t.amount, t.currency) as detail
        from payment_attempt a
        full join network_transaction t on t.idempotency_key = a.id
       where (a.id is null and t.status in ('authorized', 'captured'))
          or (t.amount, t.currency, t.merchant_id, t.checkout_id, t.token_id) <> (a.amount, a.currency, a.merchant_id, a.checkout_id, a.token_id)
          or (a.network_transaction_id <> t.id)
          or not case a.status
               when 'authorizing' then a.network_transaction_id is null
               when 'authorized' then t.id is not null and (t.status in ('authorized', 'captured') or (t.status = 'voided' and ${CAPTURE_PROMISED}))
               when 'captured' then t.id is not null and t.status = 'captured'
               when 'voided' then t.id is null or t.status = 'voided'
               else t.id is null or t.status in ('declined', 'voided') end`,
  },
  {
    name: 'payment.order',
    says: 'An attempt that succeeded has its one order, with its amount and its status; no other attempt has one.',
    text: `
      select coalesce(a.id, o.attempt_id) as id,
             format('attempt %s %s %s, order %s %s %s %s', coalesce(a.status, 'none'), a.amount, a.currency, coalesce(o.id, 'none'), o.payment_status,
                    o.total_amount, o.currency) as detail
        from payment_attempt a
        full join purchase_order o on o.attempt_id = a.id
       where (a.id is null or (a.status in ('authorized', 'captured') and o.id is null))
          or (o.id is not null and (o.payment_status, o.total_amount, o.currency, o.merchant_id, o.checkout_id)
                                <> (a.status, a.amount, a.currency, a.merchant_id, a.checkout_id))`,
  },
  {
    name: 'payment.checkout',
    says: 'A completed checkout has exactly one order, of its total; no other checkout has one.',
    text: `
      select c.id, format('is %s over %s %s, with %s orders over %s', c.status, c.total_amount, c.currency, count(o.id), coalesce(sum(o.total_amount), 0)) as detail
        from checkout c
        left join purchase_order o on o.checkout_id = c.id
       group by c.merchant_id, c.id
      having count(o.id) <> case c.status when 'completed' then 1 else 0 end
          or (c.status = 'completed' and (sum(o.total_amount) <> c.total_amount or min(o.currency) <> c.currency))`,
  },
  {
    name: 'payment.paying',
    says: 'A checkout is being paid exactly while one attempt of it is under way.',
    text: `
      select c.id, format('is %s, with %s attempts under way', c.status, count(a.id)) as detail
        from checkout c
        left join payment_attempt a on a.checkout_id = c.id and a.status = 'authorizing'
       group by c.merchant_id, c.id
      having count(a.id) <> case c.status when 'paying' then 1 else 0 end`,
  },
  {
    name: 'payment.overdue',
    says: 'An attempt does not stay without an outcome.',
    needsTime: true,
    text: `
      select id, format('of checkout %s has had no outcome since %s', checkout_id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as detail
        from payment_attempt where status = 'authorizing' and leased_until < $1::timestamptz - ${OVERDUE}`,
  },
  {
    name: 'payment.capture',
    says: 'An order that is not captured is promised its capture, or the promise is a dead letter.',
    text: `
      select o.id, format('of %s %s is authorized, and its capture is promised no more', o.total_amount, o.currency) as detail
        from purchase_order o
        join payment_attempt a on a.id = o.attempt_id
       where o.payment_status = 'authorized' and not ${CAPTURE_PROMISED}`,
  },
];
