import { Button } from '@/components/ui/plain-button';
import { cx } from '@/components/ui/cx';
import { dateFormat } from '@/lib/kernel/formats';
import { urgencyOf, type Action, type ShownTicket } from './board';
import type { KitchenWords } from './words';

type Props = { ticket: ShownTicket; now: number; words: KitchenWords; timeZone: string; onTap: (action: Action) => void };

const LEVEL = { calm: 'border-border', soon: 'border-warning', late: 'border-danger' } as const;
const INK = { calm: 'text-muted', soon: 'text-warning', late: 'text-danger' } as const;

/** What a hand may do next: the first is the step forward. */
const ACTIONS: Readonly<Partial<Record<ShownTicket['status'], readonly Action[]>>> = {
  paid: ['acknowledge', 'delay', 'ready'],
  acknowledged: ['ready', 'delay', 'undo'],
  ready: ['fulfill', 'no_show', 'undo'],
  no_show: ['undo'],
};

/** One order: what to make, until when, and the buttons of its state. */
export function TicketCard({ ticket, now, words, timeZone, onTap }: Props) {
  const { age, left, level } = urgencyOf(ticket, now);
  const isEnded = ticket.status === 'canceled' || ticket.status === 'refunded' || ticket.status === 'no_show';
  const [first, ...others] = ACTIONS[ticket.status] ?? [];
  const title = `${words.order} ${ticket.pickupCode}`;
  return (
    <article aria-label={title} className={cx('rounded-card border bg-surface p-3', isEnded ? 'border-border opacity-80' : LEVEL[level], level !== 'calm' && !isEnded && 'border-2')}>
      <header className="flex items-baseline justify-between gap-2">
        <h3 className="text-[20px]/7 font-semibold tracking-[-0.01em] tabular">{ticket.pickupCode}</h3>
        <p className={cx('text-[14px]/5 font-semibold tabular', INK[isEnded ? 'calm' : level])}>{isEnded ? words.ended[ticket.status] : leftText(left, ticket.status === 'ready', words)}</p>
      </header>
      <p className="flex flex-wrap items-baseline justify-between gap-x-2 text-[14px]/5 text-muted">
        <span className="min-w-0 wrap-anywhere">{[ticket.name, ticket.phone].filter(Boolean).join(', ')}</span>
        <span className="tabular">{words.due} {clock(ticket.pickupETA, timeZone)}, {words.ordered(age)}</span>
      </p>
      {ticket.arrivedAt !== null && !isEnded ? <p className="mt-1 inline-flex rounded-control bg-accent-tint px-2 py-0.5 text-[14px]/5 font-semibold text-accent">{words.here}</p> : null}
      <ul className="mt-2 border-t border-border pt-2 text-[16px]/6">
        {ticket.lines.map(({ name, qty }, index) => (
          <li key={index} className="flex gap-2">
            <span className="w-8 shrink-0 text-right font-semibold tabular">{qty} ×</span>
            <span className="min-w-0 wrap-anywhere">{name}</span>
          </li>
        ))}
      </ul>
      {ticket.notes ? <p className="mt-2 rounded-control bg-warning-tint px-2 py-1 text-[14px]/5 wrap-anywhere text-warning">{ticket.notes}</p> : null}
      {ticket.waits ? <p className="mt-2 text-[13px]/5 text-muted">{words.waits}</p> : null}
      {first ? (
        <div className="mt-3 grid gap-2">
          <Button variant={first === 'undo' ? 'secondary' : 'primary'} size="sheet" onClick={() => onTap(first)}>{words.actions[first]}</Button>
          {others.length > 0 ? (
            <div className="grid grid-cols-2 gap-2">
              {others.map((action) => <Button key={action} variant="secondary" size="sheet" onClick={() => onTap(action)}>{words.actions[action]}</Button>)}
            </div>
          ) : null}
        </div>
      ) : null}
    </article>
  );
}

function leftText(left: number, isReady: boolean, words: KitchenWords): string {
  if (isReady) return words.columns.ready;
  if (left < 0) return `${-left} ${words.late}`;
  return left === 0 ? words.now : `${left} ${words.minutes}`;
}

const clock = (iso: string, timeZone: string): string => dateFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(iso));
