import type { Metadata } from 'next';
import { consoleWords } from '@/components/merchant/console-words';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, NextPage, Row, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { listActivations, type Activation } from '@/lib/console';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { decodeCursor, encodeCursor } from '@/lib/kernel/cursor';

export const metadata: Metadata = { title: 'Activation' };

const PATH = '/ops/activation';
const PAGE_SIZE = 25;
const CHECKS = consoleWords('en').checks;

/** The last row of the page before: when it signed up, and its id. An address that was made up begins at the first. */
function afterOf(cursor = ''): { signedUpAt: Date; merchantId: string } | null {
  const [at = '', merchantId = ''] = decodeCursor(cursor, 2) ?? [];
  const signedUpAt = new Date(at);
  return Number.isNaN(signedUpAt.getTime()) ? null : { signedUpAt, merchantId };
}

/** How far stores have come between signing up and the first order handed over; nobody who works or buys there is named. */
export default async function ActivationPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const cursor = one((await searchParams).cursor);
  const { ctx } = await requireOperator(pathWith(PATH, { cursor }));
  const found = await listActivations(ctx, { after: afterOf(cursor), limit: PAGE_SIZE + 1 });
  const page = found.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return (
    <>
      <PageHeader title="Activation">How far each store has come, from signing up to the first order handed over.</PageHeader>
      <div className="mt-6">
        {page.length === 0 ? <EmptyState>No store has signed up yet.</EmptyState> : (
          <Table caption="Stores" columns={[{ label: 'Store' }, { label: 'Signed up', narrow: 'hidden' }, { label: 'Missing' }, { label: 'First paid', narrow: 'hidden' }, { label: 'First handed over', narrow: 'hidden' }]}>
            {page.map((store) => (
              <Row key={store.merchantId}>
                <Cell><TwoLine second={<Time at={store.signedUpAt} dateOnly />}>{store.name || store.handle} <Stage store={store} /></TwoLine></Cell>
                <Cell narrow="hidden" className="whitespace-nowrap text-muted"><Time at={store.signedUpAt} dateOnly /></Cell>
                <Cell className="text-muted">{store.blockers.map((check) => CHECKS[check][0]).join(', ') || '\u2014'}</Cell>
                <Cell narrow="hidden" className="whitespace-nowrap text-muted">{store.firstPaidAt ? <Time at={store.firstPaidAt} /> : '\u2014'}</Cell>
                <Cell narrow="hidden" className="whitespace-nowrap text-muted">{store.firstFulfilledAt ? <Time at={store.firstFulfilledAt} /> : '\u2014'}</Cell>
              </Row>
            ))}
          </Table>
        )}
        <NextPage href={found.length > PAGE_SIZE && last ? pathWith(PATH, { cursor: encodeCursor(last.signedUpAt.toISOString(), last.merchantId) }) : null} />
      </div>
    </>
  );
}

const Stage = ({ store: { live, card } }: { store: Activation }) => (
  <>
    <StatusPill tone={live ? 'success' : 'muted'}>{live ? 'Live' : 'Draft'}</StatusPill>
    {card === 'available' ? null : <> <StatusPill tone="warning">No cards yet</StatusPill></>}
  </>
);
