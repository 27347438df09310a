import { amountText } from '@/components/ui/money';
import type { Sales } from '@/lib/analytics';
import { dateFormat } from '@/lib/kernel/formats';
import type { AnalyticsWords } from './analytics-words';

/** What was sold each day, as bars; whoever cannot see them reads the same as a table. */
export function DayBars({ days, words }: { days: Sales['days']; words: AnalyticsWords }) {
  const most = days.reduce((max, { amount }) => (amount.amount > max ? amount.amount : max), 1n);
  const written = (day: string, style: Intl.DateTimeFormatOptions): string => dateFormat(words.locale, { ...style, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className="rounded-card border border-border bg-surface px-4 pt-5 pb-3 sm:px-5">
      <div aria-hidden className="flex h-40 items-end gap-px sm:gap-1">
        {days.map(({ day, amount, orders }) => (
          <div key={day} title={`${written(day, { dateStyle: 'medium' })}: ${amountText(amount, { locale: words.locale })} · ${orders}`} className="flex h-full min-w-0 flex-1 items-end">
            <div className={orders === 0 ? 'h-px w-full bg-border' : 'min-h-1 w-full rounded-t-[3px] bg-accent'} style={orders === 0 ? undefined : { height: `${Number((amount.amount * 1000n) / most) / 10}%` }} />
          </div>
        ))}
      </div>
      <figcaption aria-hidden className="mt-2 flex justify-between text-[13px]/5 text-muted">
        <span>{first ? written(first.day, { day: 'numeric', month: 'short' }) : null}</span>
        <span>{last ? written(last.day, { day: 'numeric', month: 'short' }) : null}</span>
      </figcaption>
      <table className="sr-only">
        <caption>{words.byDay}</caption>
        <thead><tr><th scope="col">{words.day}</th><th scope="col">{words.orders}</th><th scope="col">{words.amount}</th></tr></thead>
        <tbody>
          {days.filter(({ orders }) => orders > 0).map(({ day, orders, amount }) => (
            <tr key={day}><th scope="row">{written(day, { dateStyle: 'medium' })}</th><td>{orders}</td><td>{amountText(amount, { locale: words.locale })}</td></tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
