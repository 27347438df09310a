import type { Metadata } from 'next';
import { Suspense } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { one, pathWith } from '@/components/ui/query';
import { PaymentTable } from '@/components/wallet/payment-table';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';
import { loadPayments, loadWalletHome } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Activity' };

type Query = { agent?: string; cursor?: string };

export default async function ActivityPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const query: Query = { agent: one(found.agent), cursor: one(found.cursor) };
  const { ctx, walletId } = await requireOwner(pathWith('/wallet/activity', query));
  return (
    <>
      <PageHeader title="Activity">What your agents asked for, and what became of it.</PageHeader>
      <div className="mt-6">
        <Suspense fallback={<TableSkeleton rows={8} label="Reading your activity" />}>
          <Payments ctx={ctx} walletId={walletId} query={query} />
        </Suspense>
      </div>
    </>
  );
}

async function Payments({ ctx, walletId, query }: { ctx: Ctx; walletId: string; query: Query }) {
  const { agent, cursor } = query;
  const [{ payments, nextCursor }, { agents }] = await Promise.all([
    loadPayments(ctx, { walletId, agentId: agent, cursor }),
    loadWalletHome(ctx, walletId),
  ]);
  return (
    <>
      {agents.length > 1 ? (
        <FilterBar
          label="Agent"
          options={[
            { href: '/wallet/activity', text: 'All agents', here: agent === undefined },
            ...agents.map(({ id, name }) => ({ href: pathWith('/wallet/activity', { agent: id }), text: name, here: agent === id })),
          ]}
        />
      ) : null}
      {payments.length > 0 ? (
        <PaymentTable payments={payments} caption="Payments" />
      ) : (
        <EmptyState>{cursor ? 'There is nothing older.' : 'No agent has asked to pay yet.'}</EmptyState>
      )}
      <NextPage href={nextCursor === null ? null : pathWith('/wallet/activity', { agent, cursor: nextCursor })} />
    </>
  );
}
