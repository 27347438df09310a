import { StatusPill } from '@/components/ui/status-pill';
import { cx } from '@/components/ui/cx';
import { capitalized, momentText, timeText } from './format';
import type { StorefrontView } from './view';
import { wordsOf } from './words';

const DAY_MS = 86_400_000;

/** Who it is, whether it is open, when an order would be ready, where it is, and in which languages this can be read. */
export function ShopHeader({ view }: { view: StorefrontView }) {
  const { merchant, storefront, language } = view;
  const words = wordsOf(language);
  return (
    <header className="pt-6 sm:pt-10">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
        <div className="min-w-0">
          <h1 lang={storefront.defaultLocale} className="text-[28px]/9 font-semibold tracking-[-0.02em] wrap-anywhere sm:text-[32px]/10">{merchant.name}</h1>
          <p lang={storefront.defaultLocale} className="mt-1 max-w-[60ch] text-muted">{merchant.description}</p>
        </div>
        {storefront.publishedLocales.length > 1 ? <LanguageLinks view={view} /> : null}
      </div>
      <OpenState view={view} />
      <p className="mt-2 text-muted">{storefront.address}</p>
      <details className="group mt-2">
        <summary className="inline-block cursor-pointer py-1 font-medium underline decoration-border-strong underline-offset-4 hover:decoration-current">{words.hours}</summary>
        <Hours view={view} />
      </details>
    </header>
  );
}

/** In its own language each, so that whoever speaks it finds it. */
function LanguageLinks({ view: { merchant, storefront, locale, language } }: { view: StorefrontView }) {
  return (
    <nav aria-label={wordsOf(language).languages}>
      <ul className="-mx-2 flex flex-wrap text-[14px]/5">
        {storefront.publishedLocales.map((each) => (
          <li key={each}>
            <a
              href={`/${merchant.handle}/${each}`}
              lang={each}
              hrefLang={each}
              aria-current={each === locale ? 'true' : undefined}
              className={cx('block rounded-control px-2 py-2.5 sm:py-1.5', each === locale ? 'font-semibold text-fg underline underline-offset-4' : 'text-muted hover:text-fg')}
            >
              {capitalized(new Intl.DisplayNames(each, { type: 'language' }).of(each) ?? each)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function OpenState({ view }: { view: StorefrontView }) {
  const { opening, kitchen, now, storefront, language, locale, takesOrders } = view;
  const { timeZone } = storefront.hours;
  const words = wordsOf(language);
  const place = { words, language, locale, timeZone };
  if (!takesOrders) {
    return (
      <p className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusPill tone="muted">{words.noOrders}</StatusPill>
        <span>{words.noOrdersTells}</span>
      </p>
    );
  }
  if (!opening.isOpen) {
    return (
      <p className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusPill tone="muted">{words.closed}</StatusPill>
        {opening.nextOpenAt === null ? null : <span>{words.opensAt(momentText(opening.nextOpenAt, now, place))}.</span>} <span>{words.orderAhead}</span>
      </p>
    );
  }
  if (kitchen.paused) {
    return (
      <p className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusPill tone="warning">{words.paused}</StatusPill>
        <span>{kitchen.pausedUntil === null ? words.pausedTells : words.pausedUntil(timeText(kitchen.pausedUntil, timeZone))}</span> <span>{words.orderAhead}</span>
      </p>
    );
  }
  const closesSoon = opening.closesAt.getTime() - now.getTime() < DAY_MS;
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatusPill tone="success">{words.open}</StatusPill>
      {closesSoon ? <span>{words.openUntil(timeText(opening.closesAt, timeZone))}</span> : null}
      <span className="text-muted max-sm:hidden" aria-hidden>·</span>
      <span className="max-sm:basis-full">{words.readyAt(timeText(kitchen.etaAt, timeZone))}</span>
    </p>
  );
}

const spansText = (windows: readonly { readonly opensAt: string; readonly closesAt: string }[]): string => windows.map(({ opensAt, closesAt }) => `${opensAt}–${closesAt}`).join(', ');

/** The week, the days that go by other hours, and what the merchant says of them. */
function Hours({ view: { week, exceptions, storefront, language } }: { view: StorefrontView }) {
  const words = wordsOf(language);
  return (
    <div className="mt-1 max-w-[420px] rounded-card border border-border bg-surface px-4 py-3">
      <table className="w-full text-left">
        <caption className="sr-only">{words.hours}</caption>
        <tbody>
          {week.map(({ day, isToday, windows }) => (
            <tr key={day} aria-current={isToday ? 'date' : undefined} className={isToday ? 'font-semibold' : undefined}>
              <th scope="row" className={cx('py-0.5 pr-4', !isToday && 'font-normal')}>{words.days[day]}</th>
              <td className="tabular py-0.5 text-right">{windows.length === 0 ? words.closed : spansText(windows)}</td>
            </tr>
          ))}
        </tbody>
        {exceptions.length > 0 ? (
          <tbody>
            <tr><th scope="rowgroup" colSpan={2} className="pt-2 text-[13px]/5 font-medium text-muted">{words.otherHours}</th></tr>
            {exceptions.map(({ date, windows, note }) => (
              <tr key={date}>
                <th scope="row" className="py-0.5 pr-4 font-normal"><time dateTime={date}>{date}</time>{note === null ? null : <span lang={storefront.defaultLocale}> {note}</span>}</th>
                <td className="tabular py-0.5 text-right">{windows.length === 0 ? words.closed : spansText(windows)}</td>
              </tr>
            ))}
          </tbody>
        ) : null}
      </table>
      {storefront.hours.notes.map((note) => <p key={note} lang={storefront.defaultLocale} className="mt-2 text-[13px]/5 text-muted">{note}</p>)}
    </div>
  );
}
