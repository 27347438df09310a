import { cx } from '@/components/ui/cx';
import { Time } from '@/components/ui/time';
import type { OrderDetailView } from '@/lib/order';
import type { OrderWords } from './order-words';

/** What happened to an order, in order. */
export function Timeline({ events, words }: { events: OrderDetailView['timeline']; words: OrderWords }) {
  return (
    <ol className="rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      {events.map((event, index) => (
        <li
          key={index}
          className={cx(
            'relative flex gap-3 pb-4 last:pb-0',
            'not-last:before:absolute not-last:before:top-4 not-last:before:bottom-0 not-last:before:left-[3.5px]',
            'not-last:before:w-px not-last:before:bg-border',
          )}
        >
          <span aria-hidden className="mt-[8.5px] size-2 shrink-0 rounded-full bg-border-strong sm:mt-1.5" />
          <span className="min-w-0">
            <span className="block">{words.timeline[event.kind]}</span>
            {event.note ? <span className="block text-[13px]/5 text-muted wrap-anywhere">{event.note}</span> : null}
            <Time at={event.at} locale={words.locale} className="tabular block text-[13px]/5 text-muted" />
          </span>
        </li>
      ))}
    </ol>
  );
}
