import Link from 'next/link';
import type { ReactNode } from 'react';
import { consoleWords } from '@/components/merchant/console-words';
import { AreaShell } from '@/components/site/area-shell';
import { readTheme } from '@/components/site/read-theme';
import { LanguageOf } from '@/components/ui/language';
import { Wordmark } from '@/components/ui/mark';
import { currentSession, tenantCtx } from '@/lib/entrance/page-ctx';
import { loadMerchantHome } from '@/lib/merchant';

/** Staff have their sign-ins and preferences here, owners and managers the store, owners its people. */
const ITEMS = [['/dashboard/orders', 'orders'], ['/dashboard/analytics', 'analytics'], ['/dashboard/webhooks', 'webhooks'], ['/dashboard/feed', 'feed'], ['/dashboard/keys', 'keys'], ['/docs', 'docs']] as const;

/** The frame of a merchant's console. Each page asks for the sign-in itself, so that it is come back to. */
export default async function MerchantLayout({ children }: { children: ReactNode }) {
  const [session, theme] = await Promise.all([currentSession(), readTheme()]);
  const merchantId = session?.merchantId ?? null;
  const name = merchantId === null ? null : (await loadMerchantHome(tenantCtx({ merchantId }), merchantId)).name;
  const locale = session?.uiLocale ?? 'en';
  const words = consoleWords(locale).nav;
  const isStaff = session?.role === 'staff';
  const items = [
    { href: '/kitchen', label: words.kitchen },
    ...(isStaff ? [] : [{ href: '/dashboard/launchpad', label: words.launchpad }, { href: '/dashboard/menu', label: words.menu }, { href: '/dashboard/data', label: words.data }, { href: '/dashboard/workspace', label: words.workspace }]),
    ...(session?.role === 'owner' ? [{ href: '/dashboard/payments', label: words.payments }, { href: '/dashboard/staff', label: words.staff }] : []),
    ...(isStaff ? [] : [{ href: '/dashboard/qr-kit', label: words.qr }, ...ITEMS.map(([href, name]) => ({ href, label: words[name] }))]),
    { href: '/dashboard/sessions', label: words.sessions },
    { href: '/dashboard/preferences', label: words.preferences },
  ];
  const title = <Link href="/" className="inline-flex rounded-control font-semibold tracking-[-0.01em]">{name || <Wordmark />}</Link>;
  return (
    <LanguageOf locale={locale}>
      <div lang={locale}>
        <AreaShell title={title} label={words.workspace} items={items} who={session ? session.displayName || '\u2014' : null} theme={theme}>
          {children}
        </AreaShell>
      </div>
    </LanguageOf>
  );
}
