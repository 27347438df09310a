import type { Check } from '../types';

/** What says that the capture of an order is still to come: while it is, the network may be ahead of the store. */
const CAPTURE_PROMISED = `exists (select 1 from outbox_event e where e.topic = 'payment.capture' and e.payload->>'attemptId' = a.id and e.delivered_at is null)`;

/** What says that the store will learn of what happened at the network without it. */
const CHANGE_PROMISED = `exists (select 1 from outbox_event e where e.topic = 'payment.changed' and e.aggregate_id = t.id and e.delivered_at is null)`;

/**
 * Attempts that are paid at the network. What a provider issued itself is charged there, and payment.provider_charge looks at it; what the operator's
 * own payment service took is named after its attempt, and only that service can tell of it.
 */
const NETWORK_ATTEMPTS = `(select * from payment_attempt where coalesce(credential->>'kind', 'wallet') <> 'provider' and coalesce(network_transaction_id, '') not like 'att\\_%')`;

/** A completion may be silent for its lease; after this long nobody has taken it over. */
const OVERDUE = `interval '10 minutes'`;

/** Product.md, invariant 3: a charge has an order or is voided, an order has a charge. From the bank's hold up to the order. */
export const paymentChecks: readonly Check[] = [
  {
    name: 'payment.hold',
    says: 'The network and the bank say the same of an authorisation.',
    text: `
      select coalesce(t.id, h.reference) as id,
             format('transaction %s %s %s captured %s refunded %s, hold %s %s %s captured %s released %s refunded %s', coalesce(t.status, 'none'), t.amount,
                    t.currency, t.captured_amount, t.refunded_amount, coalesce(h.status, 'none'), h.amount, h.currency, h.captured_amount,
                    h.released_amount, h.refunded_amount) as detail
        from network_transaction t
        full join bank_hold h on h.reference = t.id
       where t.id is null
          or (h.id is not null and (h.amount, h.currency, h.card_id, h.captured_amount, h.refunded_amount)
                                  <> (t.amount, t.currency, t.card_id, t.captured_amount, t.refunded_amount))
          or not case t.status
               when 'authorized' then h.id is not null and h.released_amount = 0 and t.captured_amount < t.amount
               when 'captured' then h.id is not null and t.captured_amount > t.refunded_amount and t.captured_amount + h.released_amount = t.amount
               when 'refunded' then h.id is not null and t.captured_amount = t.refunded_amount and t.captured_amount + h.released_amount = t.amount
               when 'voided' then h.id is null or (h.captured_amount = 0 and h.released_amount = h.amount)
               when 'expired' then h.id is not null and h.captured_amount = 0 and h.released_amount = h.amount
               else h.id is null end`,
  },
  {
    name: 'payment.refund',
    says: 'What was refunded of a transaction is what its refunds came to, and those under way are within what is left.',
    text: `
      select coalesce(t.id, r.transaction_id) as id,
             format('transaction %s captured %s refunded %s, its refunds came to %s and %s is under way', coalesce(t.status, 'none'), t.captured_amount,
                    t.refunded_amount, coalesce(r.done, 0), coalesce(r.requested, 0)) as detail
        from network_transaction t
        full join (
          select transaction_id, coalesce(sum(amount) filter (where status = 'done'), 0) as done,
                 coalesce(sum(amount) filter (where status = 'requested'), 0) as requested
            from network_refund group by 1) r on r.transaction_id = t.id
       where t.id is null or t.refunded_amount <> coalesce(r.done, 0) or t.refunded_amount + coalesce(r.requested, 0) > t.captured_amount`,
  },
  {
    name: 'payment.silent_refund',
    says: 'A refund does not stay without an outcome while its bank answers.',
    needsTime: true,
    text: `
      select id, format('of %s has had no outcome since %s', transaction_id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as detail
        from network_refund r where status = 'requested' and created_at < $1::timestamptz - ${OVERDUE}
         and exists (select 1 from network_transaction t join bank b on b.id = t.bank where t.id = r.transaction_id and b.down_since is null)`,
  },
  {
    name: 'payment.lapsed',
    says: 'An authorisation does not hold money beyond its life while its bank answers.',
    needsTime: true,
    text: `
      select reference as id, format('holds %s %s since %s', amount - captured_amount - released_amount, currency,
                                     to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as detail
        from bank_hold h where status = 'held' and expires_at < $1::timestamptz - ${OVERDUE}
         and exists (select 1 from bank_account a join bank b on b.id = a.bank where a.id = h.bank_account_id and b.down_since is null)`,
  },
  {
    name: 'payment.order_refund',
    says: 'An order tells what was refunded of its charge, or is promised to learn it.',
    text: `
      select o.id, format('tells %s of %s %s refunded', o.refunded_amount, t.refunded_amount, o.currency) as detail
        from purchase_order o
        join network_transaction t on t.idempotency_key = o.attempt_id
       where o.refunded_amount <> t.refunded_amount and not (o.refunded_amount < t.refunded_amount and ${CHANGE_PROMISED})`,
  },
  {
    name: 'payment.charge',
    says: 'A charge was made for an attempt that wanted it, and an attempt that succeeded has its charge.',
    text: `
      select coalesce(a.id, t.id) as id,
             format('attempt %s %s %s, transaction %s %s %s %s', coalesce(a.status, 'none'), a.amount, a.currency, t.id, coalesce(t.status, 'none'),
                    t.amount, t.currency) as detail
        from ${NETWORK_ATTEMPTS} a
        full join network_transaction t on t.idempotency_key = a.id
       where (a.id is null and t.status in ('authorized', 'captured', 'refunded'))
          or (t.amount, t.currency, t.merchant_id, t.checkout_id, t.token_id) <> (a.amount, a.currency, a.merchant_id, a.checkout_id, a.token_id)
          or (a.network_transaction_id <> t.id)
          or not case a.status
               when 'authorizing' then a.network_transaction_id is null
               when 'authorized' then t.id is not null and (t.status in ('authorized', 'captured', 'refunded') or (t.status in ('voided', 'expired') and ${CHANGE_PROMISED}))
               when 'captured' then t.id is not null and t.status in ('captured', 'refunded')
               when 'voided' then t.id is null or t.status = 'voided'
               when 'expired' then t.id is not null and t.status = 'expired'
               else t.id is null or t.status in ('declined', 'voided') end`,
  },
  {
    name: 'payment.provider_charge',
    says: 'An attempt with what a provider issued has the payment there that its claim was answered with, or the decline; no other attempt has one.',
    text: `
      select coalesce(a.id, p.attempt_id) as id,
             format('attempt %s of %s at %s, payment %s declined for %s', coalesce(a.status, 'none'), a.token_id, coalesce(a.network_transaction_id, 'nothing'),
                    coalesce(p.payment_intent_id, 'none'), coalesce(p.decline_reason, 'nothing')) as detail
        from (select * from payment_attempt where credential->>'kind' = 'provider') a
        full join (select * from stripe_payment where attempt_id is not null) p on p.attempt_id = a.id
       where a.id is null
          or (p.token_id, p.merchant_id, p.checkout_id) <> (a.token_id, a.merchant_id, a.checkout_id)
          or not case a.status
               when 'authorizing' then a.network_transaction_id is null
               when 'declined' then p.attempt_id is not null and (p.decline_reason is not null or p.payment_intent_id is not distinct from a.network_transaction_id)
               else p.attempt_id is not null and p.payment_intent_id is not distinct from a.network_transaction_id and p.decline_reason is null end`,
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
    says: 'An order that is not captured is promised its capture, or the promise is a dead letter, or its merchant captures at the network.',
    text: `
      select o.id, format('of %s %s is authorized, and its capture is promised no more', o.total_amount, o.currency) as detail
        from purchase_order o
        join payment_attempt a on a.id = o.attempt_id
        left join network_transaction t on t.idempotency_key = a.id
       where o.payment_status = 'authorized'
         and not case a.capture_method when 'manual' then t.status = 'authorized' or ${CHANGE_PROMISED} else ${CAPTURE_PROMISED} end`,
  },
];
