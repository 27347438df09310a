import type { Metadata } from 'next';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { DeviceConsent } from '@/components/consent/device-consent';
import { TaskPage } from '@/components/site/shell';
import { EmptyState } from '@/components/ui/empty-state';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadWalletHome } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Connect an agent', robots: { index: false } };

type Search = { user_code?: string | string[]; request?: string | string[] };

/** RFC 8628 section 3.3: where an owner types the code that an agent shows. A code in the address is filled in, and still to be confirmed. */
export default async function DevicePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { user_code: userCode, request } = await searchParams;
  const [code, grantId] = [typeof userCode === 'string' ? userCode.slice(0, 20) : '', typeof request === 'string' ? request : null];
  const query = new URLSearchParams({ ...(code === '' ? {} : { user_code: code }), ...(grantId === null ? {} : { request: grantId }) }).toString();
  const { ctx, walletId, displayName } = await requireOwner(`/device${query === '' ? '' : `?${query}`}`);
  const { hasPasskey } = await loadWalletHome(ctx, walletId);
  return (
    <TaskPage title="Connect an agent" lead="You decide what it may do and spend." foot={`You are signed in as ${displayName}.`}>
      {hasPasskey ? (
        <DeviceConsent userCode={code} grantId={grantId} />
      ) : (
        <EmptyState action={<EnrolPasskey />}>An agent needs a mandate that your passkey signed. Add a passkey first.</EmptyState>
      )}
    </TaskPage>
  );
}
