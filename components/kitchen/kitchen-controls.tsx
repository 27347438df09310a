'use client';

import { useState, type ReactNode } from 'react';
import { act } from '@/components/client/http';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Button } from '@/components/ui/plain-button';
import { dateFormat } from '@/lib/kernel/formats';
import type { Board, ShelfItem } from './board';
import type { KitchenWords } from './words';

const MINUTE_MS = 60_000;
const PAUSES = [15, 30, 60] as const;
const DELAYS = [0, 10, 20, 30, 45] as const;

type Props = { board: Board; words: KitchenWords; timeZone: string; now: number };
type Open = 'pause' | 'busy' | 'out' | null;

/** Pause, delay, and what is sold out. They are for now, not for later: offline they say that they did not work. */
export function KitchenControls({ board, words, timeZone, now }: Props) {
  const [open, setOpen] = useState<Open>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { kitchen, items } = board;
  const after = (minutes: number): string => new Date(now + minutes * MINUTE_MS).toISOString();
  const run = async (...request: Parameters<typeof act>): Promise<void> => setFailure(await act(...request));
  const change = async (state: object): Promise<void> => {
    setOpen(null);
    await run('PATCH', '/merchant/kitchen/state', state);
  };
  const show = (which: Open) => () => {
    setFailure(null);
    setOpen(which);
  };
  const out = items.filter(({ snoozed }) => snoozed).length;
  return (
    <>
      <p className="text-[14px]/5 font-semibold" role="status">{stateText(kitchen, words, timeZone)}</p>
      {kitchen.paused
        ? <Button variant="primary" className="min-h-12" onClick={() => void change({ paused: false })}>{words.resume}</Button>
        : <Button className="min-h-12" onClick={show('pause')}>{words.pause}</Button>}
      <Button className="min-h-12" onClick={show('busy')}>{kitchen.busyMinutes > 0 ? `${words.busy} +${kitchen.busyMinutes} ${words.minutes}` : words.busy}</Button>
      <Button className="min-h-12" onClick={show('out')}>{out > 0 ? `${words.out} (${out})` : words.out}</Button>
      {failure ? <Notice tone="danger" live>{failure}</Notice> : null}
      <Sheet title={words.pauseTitle} words={words} open={open === 'pause'} onClose={show(null)}>
        {PAUSES.map((minutes) => <Button key={minutes} size="sheet" onClick={() => void change({ paused: true, pausedUntil: after(minutes) })}>{minutes} {words.minutes}</Button>)}
        <Button size="sheet" onClick={() => void change({ paused: true })}>{words.untilResumed}</Button>
      </Sheet>
      <Sheet title={words.busyTitle} words={words} open={open === 'busy'} onClose={show(null)}>
        {DELAYS.map((minutes) => (
          <Button key={minutes} size="sheet" variant={minutes === kitchen.busyMinutes ? 'primary' : 'secondary'} onClick={() => void change({ busyMinutes: minutes })}>
            {minutes === 0 ? words.noDelay : `+${minutes} ${words.minutes}`}
          </Button>
        ))}
      </Sheet>
      <Sheet title={words.outTitle} words={words} open={open === 'out'} onClose={show(null)}>
        {failure ? <Notice tone="danger" live>{failure}</Notice> : null}
        <ul className="grid gap-3">
          {items.map((item) => (
            <ShelfRow key={item.sku} item={item} words={words} timeZone={timeZone} after={after} onSnooze={(until) => void run('POST', `/merchant/kitchen/items/${encodeURIComponent(item.sku)}/snooze`, { until })} />
          ))}
        </ul>
      </Sheet>
    </>
  );
}

function stateText({ paused, pausedUntil }: Board['kitchen'], words: KitchenWords, timeZone: string): string {
  if (!paused) return words.open;
  return pausedUntil === null ? words.paused : `${words.pausedUntil} ${clock(pausedUntil, timeZone)}`;
}

function Sheet({ title, words, open, onClose, children }: { title: string; words: KitchenWords; open: boolean; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      <div className="mt-4 grid max-h-[60dvh] gap-2 overflow-y-auto">{children}</div>
      <Button variant="quiet" size="sheet" className="mt-3" onClick={onClose}>{words.close}</Button>
    </Dialog>
  );
}

type RowProps = { item: ShelfItem; words: KitchenWords; timeZone: string; after: (minutes: number) => string; onSnooze: (until: string | null) => void };

function ShelfRow({ item, words, timeZone, after, onSnooze }: RowProps) {
  const state = !item.snoozed ? words.onSale : item.snoozedUntil === null ? words.outEndless : `${words.outUntil} ${clock(item.snoozedUntil, timeZone)}`;
  const label = (what: string): string => `${item.name}: ${what}`;
  return (
    <li className="border-b border-border pb-3">
      <p className="flex justify-between gap-2"><span className="min-w-0 font-semibold wrap-anywhere">{item.name}</span><span className={item.snoozed ? 'text-danger' : 'text-muted'}>{state}</span></p>
      <div className="mt-2 grid grid-cols-2 gap-2">
        {item.snoozed ? <Button size="sheet" aria-label={label(words.back)} onClick={() => onSnooze(null)}>{words.back}</Button> : (
          <>
            <Button size="sheet" aria-label={label(words.hour)} onClick={() => onSnooze(after(60))}>{words.hour}</Button>
            <Button size="sheet" aria-label={label(`4 ${words.hours}`)} onClick={() => onSnooze(after(240))}>4 {words.hours}</Button>
            <Button size="sheet" aria-label={label(words.tomorrow)} onClick={() => onSnooze(after(1_440))}>{words.tomorrow}</Button>
            <Button size="sheet" aria-label={label(words.endless)} onClick={() => onSnooze('endless')}>{words.endless}</Button>
          </>
        )}
      </div>
    </li>
  );
}

const clock = (iso: string, timeZone: string): string => dateFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(iso));
