import Link from 'next/link';
import type { ReactNode } from 'react';
import { cx } from './cx';

export type Column = { readonly label: string; readonly align?: 'right'; readonly narrow?: 'hidden' };

/**
 * A table whose rows are 44 px high. Under 640 px the columns marked `narrow: 'hidden'` go, and the first and the last cell take a
 * second line instead: see TwoLine.
 */
export function Table({ caption, columns, children }: { caption: string; columns: readonly Column[]; children: ReactNode }) {
  return (
    <div className="overflow-hidden rounded-card border border-border bg-surface">
      <table className="w-full text-left">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-bg text-[12px]/4 text-muted">
          <tr className="border-b border-border">
            {columns.map(({ label, align, narrow }) => (
              <th
                key={label}
                scope="col"
                className={cx(
                  'px-4 py-2.5 font-medium first:pl-4 sm:px-5 sm:first:pl-5',
                  align === 'right' && 'text-right',
                  narrow === 'hidden' && 'max-sm:hidden',
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">{children}</tbody>
      </table>
    </div>
  );
}

/** One row; what RowLink it holds covers all of it. */
export function Row({ children }: { children: ReactNode }) {
  return (
    <tr className="relative h-11 transition-colors duration-150 hover:bg-raised motion-reduce:transition-none has-[:focus-visible]:bg-raised">
      {children}
    </tr>
  );
}

export function Cell({ children, align, narrow, className }: { children: ReactNode; align?: 'right'; narrow?: 'hidden'; className?: string }) {
  return (
    <td className={cx('px-4 py-2.5 sm:px-5', align === 'right' && 'text-right', narrow === 'hidden' && 'max-sm:hidden', className)}>{children}</td>
  );
}

/** The row's one link, stretched over the row it stands in. */
export function RowLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  return (
    <Link href={href} className={cx('after:absolute after:inset-0', className)}>
      {children}
    </Link>
  );
}

/** A cell's content with a second line that only a narrow screen shows. */
export function TwoLine({ children, second, align }: { children: ReactNode; second: ReactNode; align?: 'right' }) {
  return (
    <span className={cx('flex flex-col gap-0.5', align === 'right' ? 'items-end' : 'items-start')}>
      <span className="max-w-full wrap-anywhere">{children}</span>
      <span className="text-[13px]/5 text-muted sm:hidden">{second}</span>
    </span>
  );
}

/** The way to the next page of a list that is read by cursor. */
export function NextPage({ href, text = 'Older entries' }: { href: string | null; text?: string }) {
  if (href === null) return null;
  return (
    <p className="mt-3 text-right">
      <Link href={href} className="font-medium text-accent hover:underline">
        {text}
      </Link>
    </p>
  );
}
