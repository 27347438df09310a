import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { MANDATE_TYPE, MandateTable } from '@/components/wallet/mandate-table';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadMandates, type MandateType } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Mandates' };

const PATH = '/wallet/mandates';
const TYPES = ['intent', 'cart', 'payment'] as const satisfies readonly MandateType[];
type Query = { readonly type?: MandateType; readonly cursor?: string };

export default async function MandatesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const query: Query = { type: TYPES.find((type) => type === one(found.type)), cursor: one(found.cursor) };
  const { ctx, walletId } = await requireOwner(pathWith(PATH, query));
  const options = [
    { href: PATH, text: 'All', here: query.type === undefined },
    ...TYPES.map((type) => ({ href: pathWith(PATH, { type }), text: MANDATE_TYPE[type].name, here: query.type === type })),
  ];
  return (
    <>
      <PageHeader title="Mandates" actions={<LinkButton href="/verify">Verify evidence</LinkButton>}>
        What was signed in your name: what agents may do, and each purchase they made.
      </PageHeader>
      <div className="mt-6">
        <FilterBar label="Kind" options={options} />
        <Suspense key={pathWith(PATH, query)} fallback={<TableSkeleton rows={8} label="Reading your mandates" />}>
          <Mandates ctx={ctx} walletId={walletId} query={query} />
        </Suspense>
      </div>
    </>
  );
}

async function Mandates({ ctx, walletId, query: { type, cursor } }: { ctx: Ctx; walletId: string; query: Query }) {
  const { mandates, nextCursor } = await loadMandates(ctx, { walletId, type, cursor });
  if (mandates.length === 0) return <EmptyState>{cursor === undefined ? 'Nothing was signed yet.' : 'There is nothing older.'}</EmptyState>;
  return (
    <>
      <MandateTable mandates={mandates} caption="Mandates" />
      <NextPage href={nextCursor === null ? null : pathWith(PATH, { type, cursor: nextCursor })} />
    </>
  );
}
