import Link from 'next/link';
import type { ReactNode } from 'react';
import { AreaShell } from '@/components/site/area-shell';
import { readTheme } from '@/components/site/read-theme';
import { Wordmark } from '@/components/ui/mark';
import { currentSession } from '@/lib/entrance/page-ctx';

const ITEMS = [
  { href: '/wallet', label: 'Wallet', exact: true },
  { href: '/wallet/agents', label: 'Agents' },
  { href: '/wallet/policy', label: 'Policy' },
  { href: '/wallet/activity', label: 'Activity' },
  { href: '/wallet/approvals', label: 'Approvals' },
  { href: '/wallet/mandates', label: 'Mandates' },
  { href: '/wallet/merchants', label: 'Merchants' },
  { href: '/wallet/audit', label: 'Audit trail' },
  { href: '/wallet/notifications', label: 'Notifications' },
  { href: '/wallet/security', label: 'Security' },
  { href: '/bank', label: 'Bank' },
  { href: '/docs', label: 'Docs' },
] as const;

/** The frame of an owner's pages. Each page asks for the sign-in itself, so that it is come back to. */
export default async function WalletLayout({ children }: { children: ReactNode }) {
  const [session, theme] = await Promise.all([currentSession(), readTheme()]);
  return (
    <AreaShell
      title={
        <Link href="/" className="inline-flex rounded-control">
          <Wordmark />
        </Link>
      }
      label="Wallet"
      items={ITEMS}
      who={session?.displayName ?? null}
      theme={theme}
    >
      {children}
    </AreaShell>
  );
}
