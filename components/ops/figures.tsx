import Link from 'next/link';
import { StatusPill } from '@/components/ui/status-pill';

export type Figure = { readonly label: string; readonly value: string; readonly href?: string; readonly alarm?: string | false };

/** Numbers side by side; what should be looked at says so in words. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl aria-label={label} className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-border bg-border sm:grid-cols-4">
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
