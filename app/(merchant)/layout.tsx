import Link from 'next/link';
import type { ReactNode } from 'react';
import { AreaShell } from '@/components/site/area-shell';
import { readTheme } from '@/components/site/read-theme';
import { Wordmark } from '@/components/ui/mark';
import { currentSession, pageCtx } from '@/lib/entrance/page-ctx';
import { loadMerchantHome } from '@/lib/merchant';

const ITEMS = [
  { href: '/dashboard/orders', label: 'Orders' },
  { href: '/docs', label: 'Docs' },
] as const;

/** The frame of a merchant's console. Each page asks for the sign-in itself, so that it is come back to. */
export default async function MerchantLayout({ children }: { children: ReactNode }) {
  const [session, theme] = await Promise.all([currentSession(), readTheme()]);
  const name = session?.merchantId ? (await loadMerchantHome((await pageCtx()).ctx, session.merchantId)).name : null;
  const title = <Link href="/" className="inline-flex rounded-control font-semibold tracking-[-0.01em]">{name ?? <Wordmark />}</Link>;
  return (
    <AreaShell title={title} label="Store" items={ITEMS} who={session?.displayName ?? null} theme={theme}>
      {children}
    </AreaShell>
  );
}
