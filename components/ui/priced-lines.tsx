import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { cx } from '@/components/ui/cx';
import { Money } from '@/components/ui/money';
import type { Money as Amount } from '@/lib/kernel/money';

type Line = { readonly name: string; readonly quantity: number; readonly unit: Amount; readonly total: Amount };

/** Goods with what they cost and how it adds up; the last of the totals is what it comes to. `children`: further rows below it. */
export function PricedLines<L extends Line>({
  lines,
  totals,
  mark,
  locale,
  children,
}: {
  lines: readonly L[];
  totals: readonly { readonly label: string; readonly amount: Amount }[];
  /** Beside the name of a line. */
  mark: (line: L) => ReactNode;
  /** How amounts are written, where not as everywhere here. */
  locale?: string;
  children?: ReactNode;
}) {
  return (
    <Card>
      <ul className="divide-y divide-border">
        {lines.map((line, index) => (
          <li key={index} className="flex items-baseline gap-3 px-4 py-2.5 sm:px-5">
            <span className="min-w-0 flex-1 wrap-anywhere">
              {line.name} {mark(line)}
            </span>
            <span className="tabular text-muted">
              {line.quantity} × <Money value={line.unit} locale={locale} />
            </span>
            <Money value={line.total} locale={locale} className="min-w-20 text-right" />
          </li>
        ))}
      </ul>
      <dl className="border-t border-border py-1.5">
        {totals.map(({ label, amount }, index) => (
          <PricedTotal key={index} label={label} amount={amount} isLast={index === totals.length - 1} locale={locale} />
        ))}
        {children}
      </dl>
    </Card>
  );
}

function PricedTotal({ label, amount, isLast, locale }: { label: string; amount: Amount; isLast: boolean; locale: string | undefined }) {
  return (
    <div className={cx('flex items-baseline justify-between gap-3 px-4 py-1 sm:px-5', isLast ? 'font-semibold' : 'text-muted')}>
      <dt>{label}</dt>
      <dd>
        <Money value={amount} code={isLast} locale={locale} />
      </dd>
    </div>
  );
}
