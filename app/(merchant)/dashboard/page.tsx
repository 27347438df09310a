import { redirect } from 'next/navigation';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { getWorkspace } from '@/lib/storefront';

/** A store that is not open yet leads to what it needs, one that is to its orders. Staff work in the kitchen. */
export default async function DashboardPage() {
  const { ctx, merchantId, role } = await requireConsole('/dashboard', 'member');
  if (role === 'staff') redirect('/kitchen');
  const { revision, status } = await getWorkspace(ctx, merchantId);
  redirect(revision > 0 && status === 'draft' ? '/dashboard/launchpad' : '/dashboard/orders');
}
