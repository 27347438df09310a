import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { analyticsWords, type AnalyticsWords } from '@/components/merchant/analytics/analytics-words';
import { DayBars } from '@/components/merchant/analytics/day-bars';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { Money } from '@/components/ui/money';
import { PageHeader } from '@/components/ui/page-header';
import { one } from '@/components/ui/query';
import { Cell, Row, Table } from '@/components/ui/table';
import { loadSales, SALES_PERIODS, type Sales } from '@/lib/analytics';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { numberFormat } from '@/lib/kernel/formats';

export const metadata: Metadata = { title: 'Sales' };

const PATH = '/dashboard/analytics';

export default async function AnalyticsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const asked = one((await searchParams).days);
  const days = SALES_PERIODS.find((period) => String(period) === asked) ?? 30;
  const { ctx, merchantId, uiLocale } = await requireConsole(`${PATH}?days=${days}`, 'manager');
  const words = analyticsWords(uiLocale);
  const sales = await loadSales(ctx, { merchantId, days });
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <div className="mt-6">
        <FilterBar label={words.period} options={SALES_PERIODS.map((period) => ({ href: `${PATH}?days=${period}`, text: `${period} ${words.days}`, here: period === days }))} />
        <Figures sales={sales} words={words} />
        {sales.total.orders === 0 ? <div className="mt-6"><EmptyState>{words.none}</EmptyState></div> : <Details sales={sales} words={words} />}
      </div>
    </div>
  );
}

function Figures({ sales, words }: { sales: Sales; words: AnalyticsWords }) {
  const { total, before, refunded, average, byAgents, countersigned, quotes } = sales;
  const ofOrders = (count: number): string => `${percent(count, total.orders, words)} ${words.ofOrders}`;
  const shown = (value: Sales['average']) => <Money value={value} locale={words.locale} />;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      <Figure label={words.sold} value={shown(total.amount)} more={<>{words.before}: {shown(before.amount)}</>} />
      <Figure label={words.orders} value={total.orders.toLocaleString(words.locale)} more={`${words.before}: ${before.orders.toLocaleString(words.locale)}`} />
      <Figure label={words.average} value={shown(average)} more={<>{words.refunded}: {shown(refunded)}</>} />
      <Figure label={words.byAgents} value={byAgents.toLocaleString(words.locale)} more={ofOrders(byAgents)} />
      <Figure label={words.countersigned} value={countersigned.toLocaleString(words.locale)} more={ofOrders(countersigned)} />
      <Figure label={words.quotes} value={quotes.made === 0 ? '\u2014' : percent(quotes.paid, quotes.made, words)} more={quotes.made === 0 ? words.noQuotes : `${words.quoted}: ${quotes.made} · ${words.paid}: ${quotes.paid}`} />
    </dl>
  );
}

const percent = (part: number, whole: number, { locale }: AnalyticsWords): string => numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(whole === 0 ? 0 : part / whole);

const Figure = ({ label, value, more }: { label: string; value: ReactNode; more: ReactNode }) => (
  <div className="min-w-0 rounded-card border border-border bg-surface px-4 py-3 sm:px-5">
    <dt className="text-[13px]/5 text-muted">{label}</dt>
    <dd className="tabular mt-0.5 text-[20px]/7 font-semibold tracking-[-0.01em]">{value}</dd>
    <dd className="text-[13px]/5 text-muted">{more}</dd>
  </div>
);

function Details({ sales: { days, channels, items, total }, words }: { sales: Sales; words: AnalyticsWords }) {
  return (
    <>
      <Section title={words.byDay}><DayBars days={days} words={words} /></Section>
      <div className="grid gap-x-6 lg:grid-cols-2">
        <Section title={words.channels}>
          <Table caption={words.channels} columns={[{ label: words.channel }, { label: words.orders, align: 'right' }, { label: words.share, align: 'right', narrow: 'hidden' }, { label: words.amount, align: 'right' }]}>
            {channels.map(({ wire, orders, amount }) => (
              <Row key={wire}>
                <Cell className="uppercase">{wire}</Cell>
                <Cell align="right" className="tabular">{orders.toLocaleString(words.locale)}</Cell>
                <Cell align="right" narrow="hidden" className="tabular text-muted">{percent(orders, total.orders, words)}</Cell>
                <Cell align="right"><Money value={amount} locale={words.locale} /></Cell>
              </Row>
            ))}
          </Table>
        </Section>
        <Section title={words.items}>
          <Table caption={words.items} columns={[{ label: words.item }, { label: words.quantity, align: 'right' }, { label: words.amount, align: 'right' }]}>
            {items.map(({ itemId, name, quantity, amount }) => (
              <Row key={itemId}>
                <Cell className="wrap-anywhere">{name}</Cell>
                <Cell align="right" className="tabular">{quantity.toLocaleString(words.locale)}</Cell>
                <Cell align="right"><Money value={amount} locale={words.locale} /></Cell>
              </Row>
            ))}
          </Table>
          <p className="mt-2 text-[13px]/5 text-muted">{words.itemsHint}</p>
        </Section>
      </div>
    </>
  );
}
