import type { Metadata } from 'next';
import { Suspense } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { PaymentFilterForm } from '@/components/wallet/payment-filter';
import { PaymentTable } from '@/components/wallet/payment-table';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';
import { decideFilter, loadFilterChoices, loadOwnerTimeZone, loadPayments, type FilterInput } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Activity' };

const PATH = '/wallet/activity';
const CSV_PATH = '/api/agent/v1/wallet/activity.csv';

export default async function ActivityPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const { agent, merchant, status, from, until, currency, min, max, q } = found;
  const input: FilterInput = {
    agent: one(agent), merchant: one(merchant), status: one(status), from: one(from), until: one(until), currency: one(currency), min: one(min), max: one(max), q: one(q),
  };
  const cursor = one(found.cursor);
  const { ctx, walletId } = await requireOwner(pathWith(PATH, { ...input, cursor }));
  return (
    <>
      <PageHeader title="Activity">What your agents asked for, and what became of it.</PageHeader>
      <div className="mt-6">
        <Suspense fallback={<TableSkeleton rows={8} label="Reading your activity" />}>
          <Payments ctx={ctx} walletId={walletId} input={input} cursor={cursor} />
        </Suspense>
      </div>
    </>
  );
}

async function Payments({ ctx, walletId, input, cursor }: { ctx: Ctx; walletId: string; input: FilterInput; cursor?: string }) {
  const [choices, timeZone] = await Promise.all([loadFilterChoices(ctx, walletId), loadOwnerTimeZone(ctx, walletId)]);
  const { filter, faults } = decideFilter(input, choices);
  const { payments, nextCursor } = await loadPayments(ctx, { walletId, filter, cursor });
  const isFiltered = pathWith(PATH, input) !== PATH;
  return (
    <>
      <PaymentFilterForm key={pathWith(PATH, input)} path={PATH} input={input} choices={choices} faults={faults} timeZone={timeZone} csvHref={pathWith(CSV_PATH, input)} />
      {payments.length > 0 ? (
        <PaymentTable payments={payments} caption="Payments" />
      ) : (
        <EmptyState>{cursor !== undefined ? 'There is nothing older.' : isFiltered ? 'No payment fits these filters.' : 'No agent has asked to pay yet.'}</EmptyState>
      )}
      <NextPage href={nextCursor === null ? null : pathWith(PATH, { ...input, cursor: nextCursor })} />
    </>
  );
}
