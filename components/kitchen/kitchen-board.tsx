'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { Button } from '@/components/ui/plain-button';
import type { UiLocale } from '@/lib/identity';
import { COLUMNS, inColumns, showTaps, type Column, type ShownTicket } from './board';
import { KitchenControls } from './kitchen-controls';
import { TicketCard } from './ticket-card';
import { useKitchen } from './use-kitchen';
import { kitchenWords, type KitchenWords } from './words';

type Props = { merchantId: string; merchantName: string; timeZone: string; locale: UiLocale; /** Staff have no console. */ consoleHref: string };

const TICK_MS = 10_000;

/** Ages and times left are read off this, as often as a minute is worth showing. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The board of a kitchen on a tablet: three columns, on a phone one of them at a time. */
export function KitchenBoard({ merchantId, merchantName, timeZone, locale, consoleHref }: Props) {
  const words = kitchenWords(locale);
  const { board, skew, taps, tap, connection, missed, sound } = useKitchen(merchantId);
  const now = useNow() + skew;
  const [shown, setShown] = useState<Column>('new');
  const columns = board && inColumns(showTaps(board, taps));
  const cards = (tickets: readonly ShownTicket[]) =>
    tickets.map((ticket) => <TicketCard key={ticket.orderId} ticket={ticket} now={now} words={words} timeZone={timeZone} onTap={(action) => tap(ticket, action)} />);
  return (
    <main id="content" className="flex min-h-dvh flex-col" data-rung={sound.rung}>
      <header className="flex flex-wrap items-center gap-2 border-b border-border px-4 py-2">
        <h1 className="mr-auto text-[20px]/7 font-semibold tracking-[-0.01em]">{words.title}<span className="ml-2 font-normal text-muted">{merchantName}</span></h1>
        {board ? <KitchenControls board={board} words={words} timeZone={timeZone} now={now} /> : null}
        <Button className="min-h-12" aria-pressed={!sound.silent} onClick={sound.toggle}>{sound.silent ? words.soundOff : words.soundOn}</Button>
        <Link href={consoleHref} className="inline-flex min-h-12 items-center rounded-control px-3 text-accent">{consoleHref === '/dashboard' ? words.console : words.sessions}</Link>
      </header>
      <Connection state={board ? connection : 'online'} waiting={taps.length} words={words} />
      {missed.length > 0 ? <div className="px-4 pt-3"><Notice tone="warning" live>{missed.some(({ outcome }) => outcome === 'unknown') ? words.gone : words.stale}</Notice></div> : null}
      {columns ? (
        <>
          <nav aria-label={words.title} className="grid grid-cols-3 gap-2 px-4 pt-3 md:hidden">
            {COLUMNS.map((column) => (
              <Button key={column} aria-pressed={shown === column} variant={shown === column ? 'primary' : 'secondary'} onClick={() => setShown(column)}>{words.columns[column]} {columns[column].length}</Button>
            ))}
          </nav>
          <div className="grid flex-1 gap-4 p-4 md:grid-cols-3">
            {COLUMNS.map((column) => (
              <section key={column} aria-label={words.columns[column]} className={cx('min-w-0', shown !== column && 'max-md:hidden')}>
                <h2 className="mb-2 text-[16px]/6 font-semibold max-md:sr-only">{words.columns[column]} <span className="text-muted tabular">{columns[column].length}</span></h2>
                <div className="grid gap-3">{columns[column].length > 0 ? cards(columns[column]) : <p className="text-muted">{words.none}</p>}</div>
              </section>
            ))}
          </div>
          {columns.ended.length > 0 ? (
            <section aria-label={words.columns.ended} className="border-t border-border p-4">
              <h2 className="mb-2 text-[16px]/6 font-semibold">{words.columns.ended}</h2>
              <div className="grid gap-3 md:grid-cols-3">{cards(columns.ended)}</div>
            </section>
          ) : null}
        </>
      ) : <p className="p-4 text-muted" role="status">{words.reading}</p>}
    </main>
  );
}

function Connection({ state, waiting, words }: { state: 'online' | 'offline' | 'signed_out'; waiting: number; words: KitchenWords }) {
  if (state === 'online') return null;
  return (
    <div className="px-4 pt-3">
      <Notice tone="warning" live>
        {state === 'signed_out' ? words.signedOut : words.offline}{waiting > 0 ? ` ${waiting} ${words.toSend}.` : ''}
        {state === 'signed_out' ? <> <a className="text-accent underline" href="/sign-in/store">{words.signIn}</a></> : null}
      </Notice>
    </div>
  );
}
