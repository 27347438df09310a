import type { ReactNode } from 'react';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { FulfillmentView } from '@/lib/order';
import type { OrderWords } from './order-words';
import { FULFILLMENT_TONE, goodsText } from './states';

/** What was handed over, and how far it is. `action` stands at the end of one that is on its way. */
export function FulfillmentList({ fulfillments, words, action }: { fulfillments: readonly FulfillmentView[]; words: OrderWords; action?: (onItsWay: FulfillmentView) => ReactNode }) {
  return (
    <ul className="divide-y divide-border rounded-card border border-border bg-surface">
      {fulfillments.map((each) => (
        <li key={each.id} className="flex flex-col gap-1.5 px-4 py-3 sm:px-5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <span className="font-medium wrap-anywhere">{goodsText(each.goods)}</span>
            <StatusPill tone={FULFILLMENT_TONE[each.status]}>{words.fulfillment[each.status]}</StatusPill>
          </div>
          <p className="flex flex-wrap gap-x-2 text-[13px]/5 text-muted">
            <Time at={each.at} locale={words.locale} className="tabular" />
            {each.carrier ? <span className="wrap-anywhere">· {each.carrier}</span> : null}
            {each.trackingNumber ? <Tracking number={each.trackingNumber} url={each.trackingUrl} /> : null}
          </p>
          {each.next.length > 0 ? action?.(each) : null}
        </li>
      ))}
    </ul>
  );
}

function Tracking({ number, url }: { number: string; url: string | null }) {
  const text = <span className="font-mono wrap-anywhere">{number}</span>;
  if (url === null) return <span>· {text}</span>;
  return (
    <span>
      ·{' '}
      <a href={url} rel="noreferrer noopener" target="_blank" className="text-accent underline underline-offset-3">
        {text}
      </a>
    </span>
  );
}
