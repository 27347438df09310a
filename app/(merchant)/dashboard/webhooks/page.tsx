import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DeliveryTable } from '@/components/merchant/delivery-table';
import { WebhookEndpoints } from '@/components/merchant/webhook-endpoints';
import { DELIVERY } from '@/components/merchant/words';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';
import { DELIVERY_GROUPS, KEPT_DAYS, listMerchantEndpoints, loadDeliveries, type DeliveryGroup, type DeliveryStatus } from '@/lib/webhook';

export const metadata: Metadata = { title: 'Webhooks' };

const PATH = '/dashboard/webhooks';
type Query = { status?: DeliveryStatus; event?: DeliveryGroup; cursor?: string };

const GROUPS: Record<DeliveryGroup, { readonly label: string; readonly hint: string }> = {
  orders: { label: 'Orders', hint: 'Created and updated: shipments, cancellations, refunds. In the ACP version of the agent that bought.' },
  payments: { label: 'Payments', hint: 'Authorised, captured, voided, refunded, declined.' },
  agents: { label: 'Agents', hint: 'An agent that paid you was stopped, or changed its secret.' },
};

const known = <Key extends string>(text: string | undefined, among: Readonly<Record<Key, unknown>>): Key | undefined =>
  text !== undefined && Object.hasOwn(among, text) ? (text as Key) : undefined;

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const query: Query = { status: known(one(found.status), DELIVERY), event: known(one(found.event), GROUPS), cursor: one(found.cursor) };
  const { ctx, merchantId, role } = await requireMerchant(pathWith(PATH, query));
  const endpoints = await listMerchantEndpoints(ctx, merchantId);
  const groups = Object.entries(GROUPS).map(([name, words]) => ({ name, ...words, events: DELIVERY_GROUPS[name as DeliveryGroup] }));
  return (
    <>
      <PageHeader title="Webhooks">Who is told of your orders and payments, and what came of it.</PageHeader>
      <Section title="Endpoints">
        <WebhookEndpoints
          endpoints={endpoints.map(({ id, url, events, createdAt }) => ({ id, url, events, createdAt }))}
          groups={groups}
          mayChange={role !== 'staff'}
        />
      </Section>
      <Section title="Deliveries" aside={`Kept for ${KEPT_DAYS} days`}>
        <FilterBar label="Event" options={optionsOf(query, 'event', 'All events', Object.fromEntries(Object.entries(GROUPS).map(([name, { label }]) => [name, label])))} />
        <FilterBar label="Status" options={optionsOf(query, 'status', 'Any status', Object.fromEntries(Object.entries(DELIVERY).map(([name, { text }]) => [name, text])))} />
        <Suspense key={pathWith(PATH, query)} fallback={<TableSkeleton rows={6} label="Reading your deliveries" />}>
          <Deliveries ctx={ctx} merchantId={merchantId} query={query} />
        </Suspense>
      </Section>
    </>
  );
}

/** One choice of a filter, beside what the other says. */
function optionsOf({ status, event }: Query, which: 'status' | 'event', all: string, names: Readonly<Record<string, string>>) {
  const chosen = { status, event };
  return [
    { href: pathWith(PATH, { ...chosen, [which]: undefined }), text: all, here: chosen[which] === undefined },
    ...Object.entries(names).map(([name, text]) => ({ href: pathWith(PATH, { ...chosen, [which]: name }), text, here: chosen[which] === name })),
  ];
}

async function Deliveries({ ctx, merchantId, query: { status, event, cursor } }: { ctx: Ctx; merchantId: string; query: Query }) {
  const { deliveries, nextCursor } = await loadDeliveries(ctx, { merchantId, status, group: event, cursor });
  if (deliveries.length === 0) {
    const isNarrowed = status !== undefined || event !== undefined || cursor !== undefined;
    return <EmptyState>{isNarrowed ? 'No delivery is like this.' : 'Nothing was sent yet. The next order is told to every endpoint that listens.'}</EmptyState>;
  }
  return (
    <>
      <DeliveryTable deliveries={deliveries} now={ctx.clock.now()} />
      <NextPage href={nextCursor === null ? null : pathWith(PATH, { status, event, cursor: nextCursor })} />
    </>
  );
}
