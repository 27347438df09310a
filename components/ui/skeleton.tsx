import { cx } from './cx';

const Bar = ({ className }: { className: string }) => <span className={cx('block h-3.5 rounded-[4px] bg-raised', className)} />;

/** The shape of a table that is being read, in the widths its words will have. */
export function TableSkeleton({ rows = 5, label }: { rows?: number; label: string }) {
  return (
    <div role="status" className="divide-y divide-border rounded-card border border-border bg-surface">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-6 px-5" aria-hidden>
          <Bar className="w-28" />
          <Bar className="w-40 max-sm:hidden" />
          <Bar className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
