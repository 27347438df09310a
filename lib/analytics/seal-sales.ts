import { inTransaction, type Ctx } from '@/lib/ports';

/** A day is sealed when another one has gone by since: whatever began in it is written by then. */
const DAYS_LEFT_OPEN = 2;
const MERCHANTS_AT_ONCE = 500;

type Due = { merchant_id: string; until: string };

/**
 * Counts days of each store that are over, once, so that its figures need not be counted again each time they are looked at. What is voided or refunded
 * later moves a sealed day by a row more, written with it by the database (0063_quote_days). For a periodic job.
 */
export async function sealSales(ctx: Ctx): Promise<void> {
  const due = await ctx.db.query<Due>({
    name: 'analytics.due-to-seal',
    text: `select d.merchant_id, to_char(d.until, 'YYYY-MM-DD') as until
             from (select m.id as merchant_id, m.time_zone, timezone(m.time_zone, $1::timestamptz)::date - $2::int as until, s.until as sealed from merchant m left join sales_sealed s on s.merchant_id = m.id) d
            where exists (select from purchase_order o where o.merchant_id = d.merchant_id and o.created_at < timezone(d.time_zone, (d.until + 1)::timestamp)
                             and (d.sealed is null or o.created_at >= timezone(d.time_zone, (d.sealed + 1)::timestamp)))
            limit $3`,
    values: [ctx.clock.now(), DAYS_LEFT_OPEN, MERCHANTS_AT_ONCE],
  });
  for (const store of due) await inTransaction(ctx, (tx) => sealStore(tx, store));
}

/** Until a day of the store's calendar, that day included. One statement sees orders, and what was noted of their changes, as of one moment. */
async function sealStore(tx: Ctx, { merchant_id: merchantId, until }: Due): Promise<void> {
  // Neither twice at once, nor while its days begin elsewhere.
  await tx.db.query({ name: 'analytics.lock-store', text: 'select id from merchant where id = $1 for no key update', values: [merchantId] });
  await tx.db.write({
    name: 'analytics.seal',
    text: `with store as (select m.time_zone, coalesce(s.until, '-infinity'::date) as after from merchant m left join sales_sealed s on s.merchant_id = m.id where m.id = $1),
                span as (select time_zone, timezone(time_zone, (after + 1)::timestamp) as from_at, timezone(time_zone, ($2::date + 1)::timestamp) as to_at, after from store),
                changes as (delete from sales_day d using span where d.merchant_id = $1 and d.day > span.after and d.day <= $2::date),
                quote_changes as (delete from quote_day d using span where d.merchant_id = $1 and d.day > span.after and d.day <= $2::date),
                orders as (
                  insert into sales_day (merchant_id, day, currency, wire, by_agent, human_present, orders, amount, refunded)
                  select $1, timezone(span.time_zone, o.created_at)::date, o.currency, o.wire, o.agent_id is not null, o.human_present, count(*), sum(o.total_amount), sum(o.refunded_amount)
                    from purchase_order o cross join span
                   where o.merchant_id = $1 and o.payment_status in ('authorized', 'captured') and o.created_at >= span.from_at and o.created_at < span.to_at group by 2, 3, 4, 5, 6),
                items as (
                  insert into item_day (merchant_id, day, item_id, quantity, amount)
                  select $1, timezone(span.time_zone, l.sold_at)::date, l.item_id, sum(l.quantity), sum(l.amount)
                    from sold_line l cross join span where l.merchant_id = $1 and l.sold_at >= span.from_at and l.sold_at < span.to_at group by 2, 3),
                quotes as (
                  insert into quote_day (merchant_id, day, made, paid)
                  select $1, timezone(span.time_zone, q.created_at)::date, count(*), count(o.id)
                    from quote q left join purchase_order o on o.merchant_id = q.merchant_id and o.checkout_id = q.id and o.payment_status in ('authorized', 'captured') cross join span
                   where q.merchant_id = $1 and q.created_at >= span.from_at and q.created_at < span.to_at group by 2)
           insert into sales_sealed (merchant_id, until) values ($1, $2) on conflict (merchant_id) do update set until = greatest(sales_sealed.until, excluded.until)`,
    values: [merchantId, until],
  });
}
