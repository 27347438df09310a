import type { Metadata } from 'next';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { NewAgentFlow } from '@/components/wallet/new-agent';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadWalletHome } from '@/lib/wallet';

export const metadata: Metadata = { title: 'New agent' };

export default async function NewAgentPage() {
  const { ctx, walletId } = await requireOwner('/wallet/agents/new');
  const { hasPasskey } = await loadWalletHome(ctx, walletId);
  return (
    <>
      <PageHeader title="New agent">Say what it may do and spend. Your passkey then signs that mandate.</PageHeader>
      <div className="mt-6">
        {hasPasskey ? (
          <NewAgentFlow origin={ctx.settings.publicOrigin} />
        ) : (
          <EmptyState action={<EnrolPasskey />}>An agent needs a mandate that your passkey signed. Add a passkey first.</EmptyState>
        )}
      </div>
    </>
  );
}
