import { Card } from '@/components/ui/card';
import { Money } from '@/components/ui/money';
import { cx } from '@/components/ui/cx';
import type { OrderDetailView } from '@/lib/order';

/** What was bought, and how the total comes about: the last of the totals is what was charged. Below it, what went back. */
export function OrderLines({ lines, totals, refunded }: Pick<OrderDetailView, 'lines' | 'totals' | 'refunded'>) {
  return (
    <Card>
      <ul className="divide-y divide-border">
        {lines.map((line, index) => (
          <li key={index} className="flex items-baseline gap-3 px-4 py-2.5 sm:px-5">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {line.name}
              <LineState line={line} />
            </span>
            <span className="tabular text-muted">
              {line.quantity} × <Money value={line.unit} />
            </span>
            <Money value={line.total} className="min-w-20 text-right" />
          </li>
        ))}
      </ul>
      <dl className="border-t border-border py-1.5">
        {totals.map(({ label, amount }, index) => (
          <div
            key={index}
            className={cx(
              'flex items-baseline justify-between gap-3 px-4 py-1 sm:px-5',
              index === totals.length - 1 ? 'font-semibold' : 'text-muted',
            )}
          >
            <dt>{label}</dt>
            <dd>
              <Money value={amount} code={index === totals.length - 1} />
            </dd>
          </div>
        ))}
        {refunded.amount > 0n ? (
          <div className="flex items-baseline justify-between gap-3 px-4 py-1 text-muted sm:px-5">
            <dt>Refunded</dt>
            <dd>
              <Money value={refunded} code />
            </dd>
          </div>
        ) : null}
      </dl>
    </Card>
  );
}

/** What became of a line, where something did. */
function LineState({ line: { ordered, current, fulfilled } }: { line: OrderDetailView['lines'][number] }) {
  const parts = [fulfilled > 0 ? `${fulfilled} handed over` : null, current < ordered ? `${ordered - current} canceled` : null].filter((part) => part !== null);
  return parts.length === 0 ? null : <span className="block text-[13px]/5 text-muted">{parts.join(' · ')}</span>;
}
