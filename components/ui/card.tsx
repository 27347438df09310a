import type { ReactNode } from 'react';
import { cx } from './cx';

/** A sheet of ledger paper: hairline, no shadow. Never within another. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx('rounded-card border border-border bg-surface', className)}>{children}</div>;
}

/** A headed part of a page. `aside` stands at the end of the heading's line. */
export function Section({ title, aside, children, className }: { title: string; aside?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={cx('mt-8', className)} aria-label={title}>
      <div className="mb-2 flex min-h-6 flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-[16px]/6 font-semibold tracking-[-0.01em] sm:text-[14px]/5">{title}</h2>
        {aside ? <div className="shrink-0 text-[13px]/5 text-muted">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}

/** Facts, one to a line: what it is called at the left, what it is at the right. */
export function FactList({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="divide-y divide-border rounded-card border border-border bg-surface">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-4 py-2.5 sm:px-5">
          <dt className="shrink-0 text-[13px]/5 text-muted">{label}</dt>
          <dd className="min-w-0 text-right wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
