/** The mark: a line on ledger paper, and the stroke that countersigns it. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" className={className}>
      <path d="M2.5 15.5h15" strokeWidth="1.5" className="text-subtle" />
      <path d="M3.5 10.5c1.6-4.6 4-6.6 4.9-5.6 1.2 1.3-2.6 7-1.2 7.6 1.3.5 2.5-3.2 3.7-3 .9.2-.2 2.6.8 2.7 1 .1 2.2-1.9 4.8-5.7" strokeWidth="1.75" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-[-0.01em]">
      <Mark className="size-5" />
      Countersign
    </span>
  );
}
