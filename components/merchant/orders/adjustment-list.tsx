import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { AdjustmentView } from '@/lib/order';
import type { OrderWords } from './order-words';
import { ADJUSTMENT_TONE, goodsText } from './states';

/** What was taken off an order, and what went back for it. */
export function AdjustmentList({ adjustments, words }: { adjustments: readonly AdjustmentView[]; words: OrderWords }) {
  return (
    <ul className="divide-y divide-border rounded-card border border-border bg-surface">
      {adjustments.map((each) => {
        // The refund of a cancellation says again what the cancellation says.
        const ofCancellation = each.reason === 'cancellation';
        return (
          <li key={each.id} className="flex flex-col gap-1 px-4 py-3 sm:px-5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              {each.kind === 'refund' ? <Money value={each.amount} code locale={words.locale} className="font-medium" /> : <span className="font-medium wrap-anywhere">{goodsText(each.goods)}</span>}
              {each.kind === 'refund' ? <StatusPill tone={ADJUSTMENT_TONE[each.status]}>{words.refundMade[each.status]}</StatusPill> : <StatusPill tone="muted">{words.canceled}</StatusPill>}
            </div>
            <p className="text-[13px]/5 text-muted wrap-anywhere">
              <Time at={each.at} locale={words.locale} className="tabular" /> · {ofCancellation ? words.forCanceled : words.origin[each.origin]}
            </p>
            {each.description && !ofCancellation ? <p className="wrap-anywhere">{each.description}</p> : null}
          </li>
        );
      })}
    </ul>
  );
}
