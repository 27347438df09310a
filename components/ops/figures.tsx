import Link from 'next/link';
import { cx } from '@/components/ui/cx';
import { StatusPill } from '@/components/ui/status-pill';

export type Figure = { readonly label: string; readonly value: string; readonly href?: string; readonly alarm?: string | false };

/** As many to a line as leave no hole. */
const columnsFor = (count: number): string => (count % 4 === 0 ? 'sm:grid-cols-4' : count % 3 === 0 ? 'sm:grid-cols-3' : 'sm:grid-cols-2');

/** Numbers side by side; what should be looked at says so in words. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl aria-label={label} className={cx('grid grid-cols-2 gap-px overflow-hidden rounded-card border border-border bg-border', columnsFor(figures.length))}>
      {figures.map((figure) => (
        <div key={figure.label} className="bg-surface px-4 py-3">
          <dt className="text-[13px]/5 text-muted">{figure.label}</dt>
          <dd className="tabular mt-0.5 text-[20px]/7 font-semibold tracking-[-0.01em]">
            {figure.href ? <Link href={figure.href} className="underline-offset-3 hover:underline">{figure.value}</Link> : figure.value}
            {figure.alarm ? <StatusPill tone="warning" className="ml-2 align-middle">{figure.alarm}</StatusPill> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
