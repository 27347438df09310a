import type { Metadata } from 'next';
import { Suspense } from 'react';
import { OrderFilterForm } from '@/components/merchant/orders/order-filter';
import { OrderTable } from '@/components/merchant/orders/order-table';
import { orderWords, type OrderWords } from '@/components/merchant/orders/order-words';
import { CodeBlock } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { CHANNELS, loadMerchantHome } from '@/lib/merchant';
import { decideOrderFilter, loadMerchantOrders, type OrderFilter } from '@/lib/order';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Orders' };

const PATH = '/dashboard/orders';

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const input = { status: one(found.status), wire: one(found.wire), from: one(found.from), until: one(found.until), q: one(found.q) };
  const asked = { ...input, cursor: one(found.cursor) };
  const { ctx, merchantId, uiLocale } = await requireConsole(pathWith(PATH, asked), 'member');
  const words = orderWords(uiLocale);
  const { filter, faults } = decideOrderFilter(input);
  const states = [[undefined, words.filter.all], ...Object.entries(words.payment), ['return_requested', words.returns.requested]] as const;
  const options = states.map(([status, text]) => ({ href: pathWith(PATH, { ...input, status }), text, here: filter.status === status }));
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <div className="mt-6">
        <OrderFilterForm path={PATH} input={input} faults={faults} wires={CHANNELS} words={words} />
        <FilterBar label={words.status} options={options} />
        <Suspense key={pathWith(PATH, asked)} fallback={<TableSkeleton rows={8} label={words.reading} />}>
          <Orders ctx={ctx} merchantId={merchantId} filter={filter} asked={asked} words={words} />
        </Suspense>
      </div>
    </div>
  );
}

type Props = { ctx: Ctx; merchantId: string; filter: OrderFilter; asked: Readonly<Record<string, string | undefined>>; words: OrderWords };

async function Orders({ ctx, merchantId, filter, asked, words }: Props) {
  const { orders, nextCursor } = await loadMerchantOrders(ctx, { merchantId, filter, cursor: asked.cursor });
  if (orders.length > 0) {
    return (
      <>
        <OrderTable orders={orders} now={ctx.clock.now()} words={words} />
        <NextPage href={nextCursor === null ? null : pathWith(PATH, { ...asked, cursor: nextCursor })} text={words.older} />
      </>
    );
  }
  if (Object.values(asked).some((value) => value !== undefined)) return <EmptyState>{words.noneFound}</EmptyState>;
  const { handle } = await loadMerchantHome(ctx, merchantId);
  return (
    <>
      <EmptyState>{words.none}</EmptyState>
      <div className="mt-3">
        <CodeBlock what={words.command} code={`curl -s -H "X-Merchant-Handle: ${handle}" ${ctx.settings.publicOrigin}/api/agent/v1/products`} />
      </div>
    </>
  );
}
