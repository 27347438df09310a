import { isCurrency, money, toCurrency, type Currency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import type { PaymentFilter } from './decide-filter';
import type { PaymentStatus } from './types';

/** As lib/order-return has it, which this domain does not import. */
export type ReturnState = 'requested' | 'approved' | 'refused' | 'refunded';

export type PaymentRow = {
  readonly id: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly merchantName: string;
  readonly merchantHandle: string;
  readonly total: Money;
  /** What went back of it. */
  readonly refunded: Money;
  readonly status: PaymentStatus;
  readonly humanPresent: boolean;
  readonly createdAt: Date;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  /** Of the newest return of that order, or null. */
  readonly returnStatus: ReturnState | null;
  readonly approvalId: string | null;
};

type Row = {
  id: string;
  agent_id: string;
  agent_name: string;
  merchant_name: string;
  merchant_handle: string;
  amount: bigint;
  refunded_amount: bigint;
  currency: string;
  status: PaymentStatus;
  human_present: boolean;
  created_at: Date;
  order_id: string | null;
  order_number: bigint | null;
  return_status: ReturnState | null;
  approval_id: string | null;
};

const PAGE_SIZE = 25;

type PaymentsQuery = { readonly walletId: string; readonly filter?: PaymentFilter; readonly cursor?: string; readonly limit?: number };
export type PaymentPage = { readonly payments: PaymentRow[]; readonly nextCursor: string | null };

/** Payments of a wallet that fit the filter, newest first; `cursor` is the last id of the page before. */
export async function loadPayments(ctx: Ctx, { walletId, filter = {}, cursor, limit = PAGE_SIZE }: PaymentsQuery): Promise<PaymentPage> {
  const rows = await ctx.db.query<Row>({
    name: 'wallet.view-payments',
    text: PAYMENTS,
    values: [
      walletId, ctx.clock.now(), cursor ?? null, limit + 1, filter.agentId ?? null, filter.merchant ?? null, filter.status ?? null, filter.from ?? null,
      filter.until ?? null, filter.currency ?? null, filter.minAmount ?? null, filter.maxAmount ?? null, filter.search ? containing(filter.search) : null,
    ],
  });
  const payments = rows.slice(0, limit).map(toPaymentRow);
  return { payments, nextCursor: rows.length > limit ? (payments.at(-1)?.id ?? null) : null };
}

const STREAM_PAGE = 500;

/** All payments that fit, newest first, read a page at a time: nothing holds more than one of them. */
export async function* streamPayments(ctx: Ctx, query: Omit<PaymentsQuery, 'cursor' | 'limit'>): AsyncGenerator<PaymentRow> {
  let cursor: string | undefined;
  do {
    const page: PaymentPage = await loadPayments(ctx, { ...query, cursor, limit: STREAM_PAGE });
    yield* page.payments;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** What a wallet's payments can be filtered by. */
export type FilterChoices = {
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly merchants: readonly { readonly handle: string; readonly name: string }[];
  readonly currencies: readonly Currency[];
};

/** The agents of a wallet, and the merchants and currencies that any of them asked to pay. */
export async function loadFilterChoices(ctx: Ctx, walletId: string): Promise<FilterChoices> {
  const [agents, merchants, currencies] = await Promise.all([
    ctx.db.query<{ id: string; name: string }>({
      name: 'wallet.choice-agents',
      text: `select id, name from agent where wallet_id = $1 order by name, id limit 500`,
      values: [walletId],
    }),
    ctx.db.query<{ handle: string; name: string }>({
      name: 'wallet.choice-merchants',
      text: `select handle, name from merchant where id in (select merchant_id from agent_payment where wallet_id = $1) order by name, handle limit 500`,
      values: [walletId],
    }),
    ctx.db.query<{ currency: string }>({
      name: 'wallet.choice-currencies',
      text: `select distinct currency from agent_payment where wallet_id = $1 order by currency`,
      values: [walletId],
    }),
  ]);
  return { agents, merchants, currencies: currencies.map(({ currency }) => currency).filter(isCurrency) };
}

/** A pattern of LIKE for any text that holds this one. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const PAYMENTS = `
  select p.id, p.agent_id, a.name as agent_name, m.name as merchant_name, m.handle as merchant_handle, p.amount, p.currency, p.human_present, p.created_at,
         p.approval_id, s.status, case when s.status = 'completed' then o.id end as order_id, case when s.status = 'completed' then o.order_number end as order_number,
         coalesce(o.refunded_amount, 0) as refunded_amount,
         (select r.status from order_return r where r.merchant_id = o.merchant_id and r.order_id = o.id and r.agent_id = p.agent_id
           order by r.created_at desc, r.id desc limit 1) as return_status
    from agent_payment p
    join wallet w on w.id = p.wallet_id
    join agent a on a.id = p.agent_id
    join merchant m on m.id = p.merchant_id
    left join purchase_order o on o.merchant_id = p.merchant_id and o.checkout_id = p.checkout_id and p.status = 'completed'
    left join approval c on c.id = p.approval_id
   cross join lateral (
         select case when p.status in ('step_up_required', 'approved') and p.expires_at <= $2
                      and not exists (select 1 from payment_token t where t.payment_id = p.id and t.status = 'used') then 'expired' else p.status end as status) s
   where p.wallet_id = $1 and ($3::text is null or p.id < $3)
     and ($5::text is null or p.agent_id = $5)
     and ($6::text is null or m.handle = $6)
     and ($7::text is null or s.status = $7 or ($7 = 'refunded' and o.refunded_amount > 0))
     and ($8::date is null or p.created_at >= $8::date::timestamp at time zone w.time_zone)
     and ($9::date is null or p.created_at < ($9::date + 1)::timestamp at time zone w.time_zone)
     and ($10::text is null or p.currency = $10)
     and ($11::bigint is null or p.amount >= $11)
     and ($12::bigint is null or p.amount <= $12)
     and ($13::text is null or m.name ilike $13 or m.handle ilike $13 or a.name ilike $13 or p.id ilike $13 or o.id ilike $13 or ('#' || o.order_number) ilike $13
          or exists (select from jsonb_array_elements(o.content->'lines') line where line->>'name' ilike $13)
          or exists (select from jsonb_array_elements(c.snapshot->'items') item where item->>'name' ilike $13))
   order by p.id desc limit $4`;

const toPaymentRow = (row: Row): PaymentRow => ({
  id: row.id,
  agentId: row.agent_id,
  agentName: row.agent_name,
  merchantName: row.merchant_name,
  merchantHandle: row.merchant_handle,
  total: money(row.amount, toCurrency(row.currency)),
  refunded: money(row.refunded_amount, toCurrency(row.currency)),
  status: row.status,
  humanPresent: row.human_present,
  createdAt: row.created_at,
  orderId: row.order_id,
  orderNumber: row.order_number === null ? null : String(row.order_number),
  returnStatus: row.return_status,
  approvalId: row.approval_id,
});
