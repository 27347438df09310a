import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DeliveryTable } from '@/components/merchant/webhooks/delivery-table';
import { WebhookEndpoints } from '@/components/merchant/webhooks/webhook-endpoints';
import { DELIVERY_TONE, webhookWords, type WebhookWords } from '@/components/merchant/webhooks/webhook-words';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { requireConsole } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';
import { DELIVERY_GROUPS, KEPT_DAYS, listMerchantEndpoints, loadDeliveries, type DeliveryGroup, type DeliveryStatus } from '@/lib/webhook';

export const metadata: Metadata = { title: 'Webhooks' };

const PATH = '/dashboard/webhooks';
type Query = { status?: DeliveryStatus; event?: DeliveryGroup; cursor?: string };

const known = <Key extends string>(text: string | undefined, among: Readonly<Record<Key, unknown>>): Key | undefined =>
  text !== undefined && Object.hasOwn(among, text) ? (text as Key) : undefined;

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const query: Query = { status: known(one(found.status), DELIVERY_TONE), event: known(one(found.event), DELIVERY_GROUPS), cursor: one(found.cursor) };
  const { ctx, merchantId, role, uiLocale } = await requireConsole(pathWith(PATH, query), 'member');
  const words = webhookWords(uiLocale);
  const endpoints = await listMerchantEndpoints(ctx, merchantId);
  const groups = Object.entries(words.groups).map(([name, [label, hint]]) => ({ name, label, hint, events: DELIVERY_GROUPS[name as DeliveryGroup] }));
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      <Section title={words.endpoints}>
        <WebhookEndpoints
          endpoints={endpoints.map(({ id, url, events, createdAt }) => ({ id, url, events, createdAt }))}
          groups={groups}
          mayChange={role !== 'staff'}
          words={words}
        />
      </Section>
      <Section title={words.deliveries} aside={`${words.kept} ${KEPT_DAYS} ${words.days}`}>
        <FilterBar label={words.event} options={optionsOf(query, 'event', words.allEvents, Object.fromEntries(groups.map(({ name, label }) => [name, label])))} />
        <FilterBar label={words.status} options={optionsOf(query, 'status', words.anyStatus, words.delivery)} />
        <Suspense key={pathWith(PATH, query)} fallback={<TableSkeleton rows={6} label={words.reading} />}>
          <Deliveries ctx={ctx} merchantId={merchantId} query={query} words={words} />
        </Suspense>
      </Section>
    </div>
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

async function Deliveries({ ctx, merchantId, query: { status, event, cursor }, words }: { ctx: Ctx; merchantId: string; query: Query; words: WebhookWords }) {
  const { deliveries, nextCursor } = await loadDeliveries(ctx, { merchantId, status, group: event, cursor });
  if (deliveries.length === 0) {
    const isNarrowed = status !== undefined || event !== undefined || cursor !== undefined;
    return <EmptyState>{isNarrowed ? words.noneLike : words.none}</EmptyState>;
  }
  return (
    <>
      <DeliveryTable deliveries={deliveries} now={ctx.clock.now()} words={words} />
      <NextPage href={nextCursor === null ? null : pathWith(PATH, { status, event, cursor: nextCursor })} text={words.older} />
    </>
  );
}
