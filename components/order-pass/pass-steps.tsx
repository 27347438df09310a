import { cx } from '@/components/ui/cx';
import type { TicketStatus } from '@/lib/kitchen';
import type { PassView } from '@/lib/order-pass';
import { passTime, PASS_WORDS } from './words';

type Step = { readonly status: TicketStatus; readonly at: Date | null };

const isClosed = (status: TicketStatus): boolean => status === 'canceled' || status === 'refunded' || status === 'no_show';

/** The way of an order; one that ended early ends with that, after the steps that it did reach. */
function stepsOf({ status, placedAt, acknowledgedAt, readyAt, fulfilledAt, closedAt }: PassView): Step[] {
  const way: Step[] = [
    { status: 'paid', at: placedAt },
    { status: 'acknowledged', at: acknowledgedAt },
    { status: 'ready', at: readyAt },
    { status: 'fulfilled', at: fulfilledAt },
  ];
  return isClosed(status) ? [...way.filter(({ at }) => at !== null), { status, at: closedAt }] : way;
}

/** Where an order is, and when it got there. What is reached has its time, so no colour has to be seen. */
export function PassSteps({ pass, now }: { pass: PassView; now: Date }) {
  const words = PASS_WORDS[pass.language];
  return (
    <ol aria-label={words.progress} className="rounded-card border border-border bg-surface py-1.5">
      {stepsOf(pass).map(({ status, at }) => {
        const isCurrent = status === pass.status;
        return (
          <li key={status} aria-current={isCurrent ? 'step' : undefined} className="flex items-center gap-3 px-4 py-1.5 sm:px-5">
            <Mark reached={at !== null || isCurrent} current={isCurrent} bad={isClosed(status)} />
            <span className={cx('flex-1', isCurrent ? 'font-semibold' : 'text-muted')}>{words.steps[status]}</span>
            {at ? <time dateTime={at.toISOString()} className="tabular text-muted">{passTime(pass, at, now)}</time> : null}
          </li>
        );
      })}
    </ol>
  );
}

function Mark({ reached, current, bad }: { reached: boolean; current: boolean; bad: boolean }) {
  const look = !reached ? 'border border-border-strong' : bad ? 'bg-danger' : current ? 'bg-accent' : 'bg-success';
  return <span aria-hidden="true" className={cx('size-2.5 shrink-0 rounded-full', look)} />;
}
