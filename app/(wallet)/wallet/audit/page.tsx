import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { TrailList } from '@/components/wallet/trail-list';
import { loadTrail, verifyTrail } from '@/lib/audit-trail';
import { pageCtx, requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Audit trail' };

const PATH = '/wallet/audit';

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const cursor = one((await searchParams).cursor);
  const { ctx, walletId } = await requireOwner(pathWith(PATH, { cursor }));
  const download = (
    <LinkButton href="/api/agent/v1/wallet/audit-trail" prefetch={false} download>
      Download JSON
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Audit trail" actions={download}>Everything that was done in your wallet. No entry can be changed or removed without it showing here.</PageHeader>
      <div className="mt-6 space-y-4">
        <Suspense fallback={<TableSkeleton rows={1} label="Verifying your trail" />}>
          <Verification walletId={walletId} />
        </Suspense>
        <Suspense fallback={<TableSkeleton rows={8} label="Reading your trail" />}>
          <Events ctx={ctx} walletId={walletId} cursor={cursor} />
        </Suspense>
      </div>
    </>
  );
}

async function Verification({ walletId }: { walletId: string }) {
  // The keys that signed are closed to a page's own role; every statement of verifyTrail names the wallet.
  const { ctx } = await pageCtx();
  const { ok, faults, chained, waiting, head, sealedAt } = await verifyTrail(ctx, walletId);
  if (!ok) {
    return (
      <Notice tone="danger" title="The trail does not verify">
        <ul className="list-disc pl-5">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <Notice tone="success" title="Verified">
      {chained === 1 ? '1 entry' : `${chained} entries`}, each chained to the one before it{sealedAt ? <>, signed <Time at={sealedAt} className="tabular" /></> : null}.
      {waiting > 0 ? ` ${waiting} more wait a moment for their place.` : null}
      {head === null ? null : <code className="mt-1 block font-mono text-[12px]/4 text-muted wrap-anywhere">{head}</code>}
    </Notice>
  );
}

async function Events({ ctx, walletId, cursor }: { ctx: Ctx; walletId: string; cursor?: string }) {
  const { events, nextCursor } = await loadTrail(ctx, { walletId, cursor });
  if (events.length === 0) return <EmptyState>{cursor === undefined ? 'Nothing was written yet.' : 'There is nothing older.'}</EmptyState>;
  return (
    <>
      <TrailList events={events} />
      <NextPage href={nextCursor === null ? null : pathWith(PATH, { cursor: nextCursor })} />
    </>
  );
}
