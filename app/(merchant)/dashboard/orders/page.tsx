import type { Metadata } from 'next';
import { Suspense } from 'react';
import { OrderTable } from '@/components/merchant/order-table';
import { PAYMENT, RETURN } from '@/components/merchant/words';
import { CodeBlock } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import { loadMerchantHome } from '@/lib/merchant';
import { loadMerchantOrders } from '@/lib/order';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Orders' };

const PATH = '/dashboard/orders';
/** `status` is a payment's, or `return_requested`: what waits for a decision. */
const RETURNS = 'return_requested';
type Query = { status?: string; cursor?: string };

/** A status that exists, else none. */
const knownStatus = (status: string | undefined): string | undefined =>
  status !== undefined && (status === RETURNS || Object.hasOwn(PAYMENT, status)) ? status : undefined;

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const query: Query = { status: knownStatus(one(found.status)), cursor: one(found.cursor) };
  const { ctx, merchantId } = await requireMerchant(pathWith(PATH, query));
  const options = [
    { href: PATH, text: 'All', here: query.status === undefined },
    ...Object.entries(PAYMENT).map(([status, { text }]) => ({ href: pathWith(PATH, { status }), text, here: query.status === status })),
    { href: pathWith(PATH, { status: RETURNS }), text: RETURN.requested.text, here: query.status === RETURNS },
  ];
  return (
    <>
      <PageHeader title="Orders">What agents and people bought from you.</PageHeader>
      <div className="mt-6">
        <FilterBar label="Status" options={options} />
        <Suspense key={pathWith(PATH, query)} fallback={<TableSkeleton rows={8} label="Reading your orders" />}>
          <Orders ctx={ctx} merchantId={merchantId} query={query} />
        </Suspense>
      </div>
    </>
  );
}

async function Orders({ ctx, merchantId, query }: { ctx: Ctx; merchantId: string; query: Query }) {
  const { status, cursor } = query;
  const { orders, nextCursor } = await loadMerchantOrders(ctx, { merchantId, cursor, ...(status === RETURNS ? { returnWaits: true } : { status }) });
  if (orders.length > 0) {
    return (
      <>
        <OrderTable orders={orders} now={ctx.clock.now()} />
        <NextPage href={nextCursor === null ? null : pathWith(PATH, { status, cursor: nextCursor })} />
      </>
    );
  }
  if (status !== undefined || cursor !== undefined) return <EmptyState>No order is in this state.</EmptyState>;
  const { handle } = await loadMerchantHome(ctx, merchantId);
  return (
    <>
      <EmptyState>No order yet. This is how an agent sees your products:</EmptyState>
      <div className="mt-3">
        <CodeBlock
          what="Command that lists your products"
          code={`curl -s -H "X-Merchant-Handle: ${handle}" ${ctx.settings.publicOrigin}/api/agent/v1/products`}
        />
      </div>
    </>
  );
}
