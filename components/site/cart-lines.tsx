import { Card } from '@/components/ui/card';
import { cx } from '@/components/ui/cx';
import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import type { CartView } from '@/lib/cart';

/** What a cart holds and what it comes to; the last of the totals is the estimate. */
export function CartLines({ lines, totals }: Pick<CartView, 'lines' | 'totals'>) {
  return (
    <Card>
      <ul className="divide-y divide-border">
        {lines.map((line, index) => (
          <li key={index} className="flex items-baseline gap-3 px-4 py-2.5 sm:px-5">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {line.name} {line.isSoldOut ? <StatusPill tone="danger">Sold out</StatusPill> : null}
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
          <div key={label} className={cx('flex items-baseline justify-between gap-3 px-4 py-1 sm:px-5', index === totals.length - 1 ? 'font-semibold' : 'text-muted')}>
            <dt>{label}</dt>
            <dd>
              <Money value={amount} code={index === totals.length - 1} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
