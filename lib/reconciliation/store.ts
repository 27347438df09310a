import type { Ctx } from '@/lib/ports';
import type { Pair } from './decide-mismatch';
import type { ReconciliationQuery } from './types';

type Row = {
  id: string;
  our_status: string | null;
  our_amount: bigint | null;
  our_refunded: bigint | null;
  their_status: string | null;
  their_amount: bigint | null;
  their_refunded: bigint | null;
};

/** Both sides of payments, at most `limit`. One that is being authorised just now is neither side's yet; what
 * another provider took (Stripe, the operator's payment service) is not this network's. */
export async function listPairs(ctx: Ctx, query: ReconciliationQuery, limit: number): Promise<Pair[]> {
  const ids = 'transactionIds' in query ? query.transactionIds : null;
  const [from, until] = 'from' in query ? [query.from, query.until] : [null, null];
  const rows = await ctx.db.query<Row>({
    name: 'reconciliation.pairs',
    text: `with ours as (
             select a.network_transaction_id as id, a.status, a.amount, coalesce(o.refunded_amount, 0) as refunded
               from payment_attempt a left join purchase_order o on o.attempt_id = a.id
              where a.network_transaction_id is not null and a.network_transaction_id not like 'att\\_%' and a.credential->>'kind' is distinct from 'provider'
                and ($1::text is null or a.merchant_id = $1)
                and ($2::text[] is null or a.network_transaction_id = any($2)) and ($3::timestamptz is null or (a.created_at >= $3 and a.created_at < $4))),
           theirs as (
             select t.id, t.status, t.amount, t.refunded_amount from network_transaction t
              where t.status <> 'initiated' and ($1::text is null or t.merchant_id = $1)
                and ($2::text[] is null or t.id = any($2)) and ($3::timestamptz is null or (t.created_at >= $3 and t.created_at < $4)))
           select coalesce(ours.id, theirs.id) as id, ours.status as our_status, ours.amount as our_amount, ours.refunded as our_refunded,
                  theirs.status as their_status, theirs.amount as their_amount, theirs.refunded_amount as their_refunded
             from ours full join theirs on theirs.id = ours.id order by 1 limit $5`,
    values: [query.merchantId, ids, from, until, limit],
  });
  return rows.map(toPair);
}

const toPair = (row: Row): Pair => ({
  transactionId: row.id,
  ours: row.our_status === null ? null : { status: row.our_status, amount: row.our_amount ?? 0n, refundedAmount: row.our_refunded ?? 0n },
  theirs:
    row.their_status === null
      ? null
      : { status: row.their_status, amount: row.their_amount ?? 0n, refundedAmount: row.their_refunded ?? 0n },
});

/** What we know of payments by their names, whoever took them. */
export async function findOurs(ctx: Ctx, query: { merchantId: string | null; transactionIds: readonly string[] }): Promise<Map<string, NonNullable<Pair['ours']>>> {
  const rows = await ctx.db.query<{ id: string; status: string; amount: bigint; refunded: bigint }>({
    name: 'reconciliation.ours',
    text: `select a.network_transaction_id as id, a.status, a.amount, coalesce(o.refunded_amount, 0) as refunded
             from payment_attempt a left join purchase_order o on o.attempt_id = a.id
            where a.network_transaction_id = any($2) and ($1::text is null or a.merchant_id = $1)`,
    values: [query.merchantId, query.transactionIds],
  });
  return new Map(rows.map(({ id, status, amount, refunded: refundedAmount }) => [id, { status, amount, refundedAmount }]));
}
