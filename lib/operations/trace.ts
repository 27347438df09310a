import { money, toCurrency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { Trace, TracedConsent, TraceKind, TraceStep } from './types';

type Found = { checkout_id: string; merchant_id: string; handle: string; order_id: string | null; wallet_id: string | null; agent_id: string | null };

/**
 * The purchase that an id belongs to: of a checkout (a quote and an orchestrator's cart are one), an order, a payment, an approval, a token, an attempt, a transaction of the
 * network, a hold of the bank, a refund, a return, a mandate (also one of AP2 elsewhere) or a hosted checkout. Null for any other. Reads rows of every tenant: an operator's alone.
 */
export async function traceOf(ctx: Ctx, id: string): Promise<Trace | null> {
  const [found] = await ctx.db.query<Found>({ name: 'operations.find', text: FIND, values: [id] });
  if (!found) return null;
  const rows = await ctx.db.query<StepRow>({ name: 'operations.trace', text: STEPS, values: [found.checkout_id] });
  const consents = await findConsents(ctx, found.checkout_id);
  return {
    checkoutId: found.checkout_id, merchant: { id: found.merchant_id, handle: found.handle }, orderId: found.order_id, walletId: found.wallet_id, agentId: found.agent_id, steps: rows.map(toStep), consents,
  };
}

type StepRow = { at: Date; kind: TraceKind; id: string; status: string | null; amount: bigint | null; currency: string | null; note: string | null };

const toStep = ({ amount, currency, ...step }: StepRow): TraceStep => ({ ...step, amount: amount === null || currency === null ? null : money(amount, toCurrency(currency)) });

type ConsentRow = { attempt_id: string; issuer: string; mandate_id: string; signed_text: string; jws: string; key_id: string | null; key_thumbprint: string; public_key: object; checked_at: Date };

async function findConsents(ctx: Ctx, checkoutId: string): Promise<TracedConsent[]> {
  const rows = await ctx.db.query<ConsentRow>({
    name: 'operations.consents',
    text: `select attempt_id, issuer, mandate_id, signed_text, jws, key_id, key_thumbprint, public_key, checked_at from consent_proof where checkout_id = $1 order by checked_at, attempt_id`,
    values: [checkoutId],
  });
  return rows.map((row) => ({
    attemptId: row.attempt_id, issuer: row.issuer, mandateId: row.mandate_id, signedText: row.signed_text, jws: row.jws, keyId: row.key_id, keyThumbprint: row.key_thumbprint, publicKey: row.public_key,
    checkedAt: row.checked_at,
  }));
}

/** Each branch by an index of its table. */
const FIND = `
  with named as (
    select id as checkout_id from checkout where id = $1
    union select checkout_id from purchase_order where id = $1
    union select checkout_id from payment_attempt where id = $1
    union select checkout_id from network_transaction where id = $1
    union select checkout_id from agent_payment where id = $1
    union select checkout_id from approval where id = $1
    union select checkout_id from payment_token where id = $1
    union select checkout_id from hosted_checkout where id = $1
    union select t.checkout_id from bank_hold h join network_transaction t on t.id = h.reference where h.id = $1
    union select t.checkout_id from network_refund r join network_transaction t on t.id = r.transaction_id where r.id = $1
    union select o.checkout_id from order_return r join purchase_order o on o.merchant_id = r.merchant_id and o.id = r.order_id where r.id = $1
    union select checkout_id from consent_proof where mandate_id = $1
    union select p.checkout_id from mandate m join agent_payment p on p.id = m.payment_id where m.id = $1
  )
  select c.id as checkout_id, c.merchant_id, m.handle, o.id as order_id, p.wallet_id, coalesce(p.agent_id, c.agent_id) as agent_id
    from named join checkout c on c.id = named.checkout_id join merchant m on m.id = c.merchant_id
    left join purchase_order o on o.merchant_id = c.merchant_id and o.checkout_id = c.id
    left join lateral (select wallet_id, agent_id from agent_payment where checkout_id = c.id order by created_at desc limit 1) p on true`;

const STEPS = `
  with purchase as (select * from checkout where id = $1),
       asked as (select * from agent_payment where checkout_id = $1),
       attempts as (select * from payment_attempt where checkout_id = $1),
       charges as (select t.* from attempts a join network_transaction t on t.id = a.network_transaction_id),
       orders as (select o.* from purchase c join purchase_order o on o.merchant_id = c.merchant_id and o.checkout_id = c.id),
       refunds as (select r.*, t.currency from charges t join network_refund r on r.transaction_id = t.id),
       subjects as (select id from purchase union select id from orders union select id from asked union select id from charges union select id from attempts)
  select created_at as at, 'checkout' as kind, id, status, total_amount as amount, currency, wire || ' ' || wire_version as note from purchase
  union all select created_at, 'payment_request', id, status, amount, currency, trigger_type from asked
  union all select v.created_at, 'approval', v.id, v.status, v.amount, v.currency, v.decision_reason from asked p join approval v on v.id = p.approval_id
  union all select m.created_at, 'mandate', m.id, case when m.revoked_at is null then 'signed' else 'revoked' end, null, null, m.type from asked p join mandate m on m.payment_id = p.id
  union all select h.created_at, 'spending_hold', h.payment_id, h.status, h.amount, h.currency, h.day_key from asked p join spending_hold h on h.payment_id = p.id
  union all select t.created_at, 'payment_token', t.id, t.status, t.amount, t.currency, null from asked p join payment_token t on t.payment_id = p.id
  union all select created_at, 'attempt', id, status, amount, currency, coalesce(decline_reason, capture_method) from attempts
  union all select checked_at, 'consent_proof', mandate_id, null, null, null, issuer from consent_proof where checkout_id = $1
  union all select created_at, 'network_transaction', id, status, amount, currency, coalesce(decline_reason, bank) from charges
  union all select h.created_at, 'bank_hold', h.id, h.status, h.amount, h.currency, null from charges t join bank_hold h on h.reference = t.id
  union all select l.created_at, 'ledger_transfer', l.id, null, l.amount, l.currency, l.kind from ledger_transfer l
             where l.reference in (select 'hold:' || id from charges union all select 'release:' || id from charges union all select 'capture:' || t.id || ':order-' || o.id from charges t, orders o
                                   union all select 'refund:' || transaction_id || ':' || refund_key from refunds)
  union all select created_at, 'order', id, status, total_amount, currency, '#' || order_number || ' ' || payment_status from orders
  union all select e.at, 'order_event', e.id::text, null, null, null, e.kind from orders o join order_event e on e.order_id = o.id
  union all select created_at, 'refund', id, status, amount, currency, refund_key from refunds
  union all select r.created_at, 'return', r.id, r.status, r.refund_amount, r.currency, null from orders o join order_return r on r.order_id = o.id
  union all select c.created_at, 'stock', s.item_id, s.status, null, null, s.quantity::text from purchase c join stock_reservation s on s.checkout_id = c.id
  union all select e.created_at, 'promise', e.id::text, case when e.dead_at is null then 'waiting' else 'dead' end, null, null, e.topic from subjects s join outbox_event e on e.aggregate_id = s.id
             where e.delivered_at is null
  order by 1, 2, 3`;
