import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LinkButton } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { TableSkeleton } from '@/components/ui/skeleton';
import { MerchantList } from '@/components/wallet/merchant-list';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';
import { loadMerchants } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Merchants' };

export default async function MerchantsPage() {
  const { ctx, walletId } = await requireOwner('/wallet/merchants');
  return (
    <>
      <PageHeader title="Merchants" actions={<LinkButton href="/wallet/policy">Rules</LinkButton>}>Where your agents paid. Blocking holds at once, for all agents.</PageHeader>
      <Suspense fallback={<div className="mt-6"><TableSkeleton label="Reading your merchants" /></div>}>
        <Merchants ctx={ctx} walletId={walletId} />
      </Suspense>
    </>
  );
}

async function Merchants({ ctx, walletId }: { ctx: Ctx; walletId: string }) {
  const { merchants, blockedUnpaid } = await loadMerchants(ctx, walletId);
  return (
    <>
      <div className="mt-6">
        {merchants.length > 0 ? <MerchantList merchants={merchants} /> : <EmptyState>No agent has paid anyone yet.</EmptyState>}
      </div>
      {blockedUnpaid.length > 0 ? (
        <Section title="Blocked and never paid">
          <ul className="divide-y divide-border rounded-card border border-border bg-surface">
            {blockedUnpaid.map((handle) => (
              <li key={handle} className="px-4 py-3 font-mono text-[13px]/5 wrap-anywhere sm:px-5">
                {handle}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
