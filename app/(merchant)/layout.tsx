import Link from 'next/link';
import type { ReactNode } from 'react';
import { AreaShell } from '@/components/site/area-shell';
import { readTheme } from '@/components/site/read-theme';
import { Wordmark } from '@/components/ui/mark';
import { currentSession, tenantCtx } from '@/lib/entrance/page-ctx';
import { loadMerchantHome } from '@/lib/merchant';

const ITEMS = [
  { href: '/dashboard/orders', label: 'Orders' },
  { href: '/dashboard/webhooks', label: 'Webhooks' },
  { href: '/dashboard/feed', label: 'Product feed' },
  { href: '/dashboard/keys', label: 'Keys' },
  { href: '/docs', label: 'Docs' },
] as const;

/** The frame of a merchant's console. Each page asks for the sign-in itself, so that it is come back to. */
export default async function MerchantLayout({ children }: { children: ReactNode }) {
  const [session, theme] = await Promise.all([currentSession(), readTheme()]);
  const merchantId = session?.merchantId ?? null;
  const name = merchantId === null ? null : (await loadMerchantHome(tenantCtx({ merchantId }), merchantId)).name;
  const title = <Link href="/" className="inline-flex rounded-control font-semibold tracking-[-0.01em]">{name ?? <Wordmark />}</Link>;
  return (
    <AreaShell title={title} label="Store" items={ITEMS} who={session?.displayName ?? null} theme={theme}>
      {children}
    </AreaShell>
  );
}
