import type { ReactNode } from 'react';
import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { ReturnView } from '@/lib/order-return';
import type { OrderWords } from './order-words';
import { RETURN_TONE } from './states';

/** The returns of an order: what comes back, why, and what was decided. `action` stands at the end of one that waits. */
export function ReturnList({ returns, words, action }: { returns: readonly ReturnView[]; words: OrderWords; action?: (waiting: ReturnView) => ReactNode }) {
  return (
    <ul className="divide-y divide-border rounded-card border border-border bg-surface">
      {returns.map((each) => {
        const refund = words.returnRefund[each.status];
        return (
          <li key={each.id} className="flex flex-col gap-2 px-4 py-3 sm:px-5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <span className="font-medium wrap-anywhere">{each.lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')}</span>
              <StatusPill tone={RETURN_TONE[each.status]}>{words.returns[each.status]}</StatusPill>
            </div>
            <p className="flex flex-wrap justify-between gap-x-4 text-muted">
              <span>
                {words.reason[each.reason]} · <Time at={each.createdAt} locale={words.locale} className="tabular" />
              </span>
              {refund === '' ? null : (
                <span>
                  {refund} <Money value={each.refund} locale={words.locale} className="text-fg" />
                </span>
              )}
            </p>
            {each.note === null ? null : <Words by={words.agentSays} text={each.note} />}
            {each.message === null ? null : <Words by={words.merchantSays} text={each.message} />}
            {each.status === 'requested' ? action?.(each) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** What somebody else wrote stands apart, under who wrote it. */
function Words({ by, text }: { by: string; text: string }) {
  return (
    <p className="wrap-anywhere">
      <span className="block text-[13px]/5 text-muted">{by}</span>
      {text}
    </p>
  );
}
