import type { Metadata } from 'next';
import { KitchenBoard } from '@/components/kitchen/kitchen-board';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { getWorkspace } from '@/lib/storefront';

export const metadata: Metadata = { title: 'Kitchen', robots: { index: false } };

/** The board of the kitchen, for everybody who works at the store. */
export default async function KitchenPage() {
  const { ctx, merchantId, role, uiLocale } = await requireConsole('/kitchen', 'member');
  const { name, hours } = await getWorkspace(ctx, merchantId);
  return <KitchenBoard merchantId={merchantId} merchantName={name} timeZone={hours.timeZone} locale={uiLocale} consoleHref={role === 'staff' ? '/dashboard/sessions' : '/dashboard'} />;
}
