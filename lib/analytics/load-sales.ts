import { addDays, dayIn } from '@/lib/kernel/day';
import { invariant } from '@/lib/kernel/invariant';
import { money, toCurrency, type Currency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';

/** How many days of the store's calendar are counted, today among them. */
export const SALES_PERIODS = [7, 30, 90] as const;
export type SalesPeriod = (typeof SALES_PERIODS)[number];

type Sum = { readonly orders: number; readonly amount: Money };

/** What a merchant sold. A sale is an order whose payment was authorised and neither voided nor let run out; its amount is what was charged, before refunds. */
export type Sales = {
  /** YYYY-MM-DD, in the store's time zone. */
  readonly from: string;
  readonly until: string;
  readonly total: Sum;
  readonly refunded: Money;
  readonly average: Money;
  /** The same number of days before. */
  readonly before: Sum;
  /** Orders that an agent placed, and those that a person signed for. */
  readonly byAgents: number;
  readonly countersigned: number;
  /** Every day of the period, also one without a sale. */
  readonly days: readonly (Sum & { readonly day: string })[];
  readonly channels: readonly (Sum & { readonly wire: string })[];
  /** The ten that were ordered most. Amounts are after discounts and before tax. */
  readonly items: readonly { readonly itemId: string; readonly name: string; readonly quantity: number; readonly amount: Money }[];
  /** Quotes of the period, and how many of them became orders. */
  readonly quotes: { readonly made: number; readonly paid: number };
};

type Store = { time_zone: string; currency: string; sealed: string | null };
type Row = { day: string; wire: string; by_agent: boolean; human_present: boolean; orders: number; amount: bigint; refunded: bigint };

/** Counts the last `days` days of a merchant's calendar, in its currency. */
export async function loadSales(ctx: Ctx, query: { merchantId: string; days: SalesPeriod }): Promise<Sales> {
  const [store] = await ctx.db.query<Store>({ name: 'analytics.store', text: `select m.time_zone, m.currency, to_char(s.until, 'YYYY-MM-DD') as sealed from merchant m left join sales_sealed s on s.merchant_id = m.id where m.id = $1`, values: [query.merchantId] });
  invariant(store, 'a merchant exists');
  const currency = toCurrency(store.currency);
  const until = dayIn(store.time_zone, ctx.clock.now());
  const from = addDays(until, 1 - query.days);
  const span = { merchantId: query.merchantId, until, currency, timeZone: store.time_zone, sealed: store.sealed };
  const [rows, items, quotes] = await Promise.all([
    readSales(ctx, { ...span, from: addDays(from, -query.days) }),
    readItems(ctx, { ...span, from }),
    readQuotes(ctx, { ...span, from }),
  ]);
  const now = rows.filter(({ day }) => day >= from);
  const total = sumOf(now, currency);
  const [byDay, byWire] = [grouped(now, ({ day }) => day), grouped(now, ({ wire }) => wire)];
  return {
    from, until, total, items, quotes,
    refunded: money(now.reduce((sum, { refunded }) => sum + refunded, 0n), currency),
    average: money(total.orders === 0 ? 0n : (total.amount.amount + BigInt(total.orders) / 2n) / BigInt(total.orders), currency),
    before: sumOf(rows.filter(({ day }) => day < from), currency),
    byAgents: countOf(now.filter(({ by_agent }) => by_agent)),
    countersigned: countOf(now.filter(({ human_present }) => human_present)),
    days: Array.from({ length: query.days }, (_, index) => addDays(from, index)).map((day) => ({ day, ...sumOf(byDay.get(day) ?? [], currency) })),
    channels: [...byWire]
      .map(([wire, sold]) => ({ wire, ...sumOf(sold, currency) }))
      .sort((a, b) => Number(b.amount.amount - a.amount.amount)),
  };
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const countOf = (rows: readonly Row[]): number => rows.reduce((sum, { orders }) => sum + orders, 0);
const sumOf = (rows: readonly Row[], currency: Currency): Sum => ({ orders: countOf(rows), amount: money(rows.reduce((sum, { amount }) => sum + amount, 0n), currency) });

type Span = { merchantId: string; from: string; until: string; currency: Currency; timeZone: string; sealed: string | null };
/** $1 to $5: the merchant, the first and the last day, the zone of its calendar, and the first day that is not sealed. */
const daysOf = ({ merchantId, from, until, timeZone, sealed }: Span): unknown[] => [merchantId, from, until, timeZone, sealed !== null && sealed >= from ? addDays(sealed, 1) : from];

/** The last day that is counted for good: those before it are read as they were counted, those after it from the orders themselves. Null: none yet. */
const SEALED = '(select until from sales_sealed where merchant_id = $1)';
/** Of the days of a span, those that are not sealed. $5 says the same of a moment ago: row security lets no subquery into an index. */
const open = (column: string): string => `${column} >= timezone($4, $5::date::timestamp) and ${column} < timezone($4, ($3::date + 1)::timestamp) and ${column} >= coalesce(timezone($4, (${SEALED} + 1)::timestamp), '-infinity')`;
/** Likewise, those that are. */
const SEALED_DAYS = `d.merchant_id = $1 and d.day >= $2::date and d.day <= $3::date and d.day <= ${SEALED}`;
const SOLD = `o.merchant_id = $1 and o.payment_status in ('authorized', 'captured')`;

/** One reading of both periods, a row for each day, wire and kind of buyer. */
const readSales = (ctx: Ctx, span: Span): Promise<Row[]> =>
  ctx.db.query<Row>({
    name: 'analytics.sales',
    text: `select to_char(s.day, 'YYYY-MM-DD') as day, s.wire, s.by_agent, s.human_present, sum(s.orders)::int as orders, sum(s.amount)::bigint as amount, sum(s.refunded)::bigint as refunded from (
             select d.day, d.wire, d.by_agent, d.human_present, d.orders::bigint, d.amount, d.refunded from sales_day d where d.currency = $6 and ${SEALED_DAYS}
             union all
             select timezone($4, o.created_at)::date, o.wire, o.agent_id is not null, o.human_present, count(*), sum(o.total_amount), sum(o.refunded_amount)
               from purchase_order o where ${SOLD} and o.currency = $6 and ${open('o.created_at')} group by 1, 2, 3, 4) s
            group by s.day, s.wire, s.by_agent, s.human_present having sum(s.orders) <> 0`,
    values: [...daysOf(span), span.currency],
  });

async function readItems(ctx: Ctx, span: Span): Promise<Sales['items']> {
  const rows = await ctx.db.query<{ item_id: string; name: string; quantity: number; amount: bigint }>({
    name: 'analytics.items',
    text: `select s.item_id, s.quantity::int, s.amount::bigint, coalesce(i.name, (select l.name from sold_line l where l.merchant_id = $1 and l.item_id = s.item_id order by l.sold_at desc limit 1)) as name
             from (select sold.item_id, sum(sold.quantity) as quantity, sum(sold.amount) as amount from (
                     select d.item_id, d.quantity, d.amount from item_day d where ${SEALED_DAYS}
                     union all
                     select l.item_id, sum(l.quantity), sum(l.amount) from sold_line l where l.merchant_id = $1 and ${open('l.sold_at')} group by 1) sold
                   group by 1 order by 2 desc, 1 limit 10) s
             left join item i on i.merchant_id = $1 and i.id = s.item_id order by s.quantity desc, s.item_id`,
    values: daysOf(span),
  });
  return rows.map(({ item_id, name, quantity, amount }) => ({ itemId: item_id, name, quantity, amount: money(amount, span.currency) }));
}

async function readQuotes(ctx: Ctx, span: Span): Promise<Sales['quotes']> {
  const [row] = await ctx.db.query<{ made: number; paid: number }>({
    name: 'analytics.quotes',
    text: `select coalesce(sum(s.made), 0)::int as made, coalesce(sum(s.paid), 0)::int as paid from (
             select d.made, d.paid from quote_day d where ${SEALED_DAYS}
             union all
             select count(*), count(o.id) from quote q left join purchase_order o on o.merchant_id = q.merchant_id and o.checkout_id = q.id and ${SOLD} where q.merchant_id = $1 and ${open('q.created_at')}) s`,
    values: daysOf(span),
  });
  return row ?? { made: 0, paid: 0 };
}
