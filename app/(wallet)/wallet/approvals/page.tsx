import type { Metadata } from 'next';
import { Suspense } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { DecisionTable } from '@/components/wallet/decision-table';
import { loadDecidedApprovals } from '@/lib/approval';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Approvals' };

const PATH = '/wallet/approvals';

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const cursor = one((await searchParams).cursor);
  const { ctx, walletId } = await requireOwner(pathWith(PATH, { cursor }));
  return (
    <>
      <PageHeader title="Approvals">What you were asked to countersign, and what you decided. What still waits stands on your first page.</PageHeader>
      <div className="mt-6">
        <Suspense fallback={<TableSkeleton rows={8} label="Reading your decisions" />}>
          <Decisions ctx={ctx} walletId={walletId} cursor={cursor} />
        </Suspense>
      </div>
    </>
  );
}

async function Decisions({ ctx, walletId, cursor }: { ctx: Ctx; walletId: string; cursor?: string }) {
  const { approvals, nextCursor } = await loadDecidedApprovals(ctx, { walletId, cursor });
  if (approvals.length === 0) return <EmptyState>{cursor === undefined ? 'You have decided nothing yet.' : 'There is nothing older.'}</EmptyState>;
  return (
    <>
      <DecisionTable approvals={approvals} />
      <NextPage href={nextCursor === null ? null : pathWith(PATH, { cursor: nextCursor })} />
    </>
  );
}
