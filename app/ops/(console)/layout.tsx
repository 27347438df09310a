import type { ReactNode } from 'react';
import Link from 'next/link';
import { LeaveButton } from '@/components/ops/leave-button';
import { AreaShell } from '@/components/site/area-shell';
import { readTheme } from '@/components/site/read-theme';
import { Wordmark } from '@/components/ui/mark';

const ITEMS = [
  { href: '/ops', label: 'Overview', exact: true },
  { href: '/ops/trace', label: 'Purchases' },
  { href: '/ops/dead-letters', label: 'Dead letters' },
  { href: '/ops/reconciliation', label: 'Reconciliation' },
  { href: '/ops/reservations', label: 'Reservations' },
  { href: '/ops/inspector', label: 'Inspector' },
  { href: '/ops/activation', label: 'Activation' },
  { href: '/ops/audit', label: 'Audit log' },
  { href: '/docs', label: 'Docs' },
];

/** The frame of the operators' console. Each page asks for the sign-in itself, so that it is come back to. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  return (
    <AreaShell title={<Link href="/" className="inline-flex rounded-control"><Wordmark /></Link>} label="Operations" items={ITEMS} who="Operator" leave={<LeaveButton />} theme={await readTheme()}>
      {children}
    </AreaShell>
  );
}
