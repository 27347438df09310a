import type { Metadata } from 'next';
import Link from 'next/link';
import { Repair } from '@/components/ops/ops-actions';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { Cell, NextPage, Row, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { listReports } from '@/lib/reconciliation';

export const metadata: Metadata = { title: 'Reconciliation' };

const PATH = '/ops/reconciliation';
const PAGE_SIZE = 20;

/** What the scheduled reconciliations found: those with differences in full, the others in a line. */
export default async function ReconciliationPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const cursor = one((await searchParams).cursor);
  const { ctx } = await requireOperator(pathWith(PATH, { cursor }));
  const beforeId = decodeRowCursor(cursor);
  const found = await listReports(ctx, { beforeId, limit: PAGE_SIZE + 1 });
  const page = found.slice(0, PAGE_SIZE);
  const differences = page.flatMap(({ id, createdAt, mismatches }) => mismatches.map((mismatch) => ({ ...mismatch, key: `${id}-${mismatch.transactionId}`, createdAt })));
  return (
    <>
      <PageHeader title="Reconciliation">Our record of each payment against the network’s, every quarter of an hour, kept for 90 days.</PageHeader>
      <Section title="Differences">
        {differences.length === 0 ? <EmptyState>Ours and the network’s agree in these reports.</EmptyState> : (
          <Table caption="Differences" columns={[{ label: 'Transaction' }, { label: 'Ours', narrow: 'hidden' }, { label: 'The network’s', narrow: 'hidden' }, { label: 'Mend', align: 'right' }]}>
            {differences.map(({ key, transactionId, kind, ourState, providerState }) => (
              <Row key={key}>
                <Cell><TwoLine second={`${ourState} / ${providerState ?? 'missing'}`}><Link href={pathWith('/ops/trace', { id: transactionId })} className="font-mono text-[13px]/5 text-accent hover:underline">{transactionId}</Link> <span className="text-muted">{kind}</span></TwoLine></Cell>
                <Cell narrow="hidden">{ourState}</Cell>
                <Cell narrow="hidden">{providerState ?? 'missing'}</Cell>
                <Cell align="right"><Repair transactionId={transactionId} /></Cell>
              </Row>
            ))}
          </Table>
        )}
      </Section>
      <Section title="Reports">
        {page.length === 0 ? <EmptyState>None yet.</EmptyState> : (
          <Table caption="Reports" columns={[{ label: 'Made' }, { label: 'Of payments from', narrow: 'hidden' }, { label: 'Until', narrow: 'hidden' }, { label: 'Compared', align: 'right' }, { label: 'Differ', align: 'right' }]}>
            {page.map((report) => (
              <Row key={String(report.id)}>
                <Cell><Time at={report.createdAt} /></Cell>
                <Cell narrow="hidden"><Time at={report.from} /></Cell>
                <Cell narrow="hidden"><Time at={report.until} /></Cell>
                <Cell align="right" className="tabular">{report.checked}</Cell>
                <Cell align="right" className="tabular">{report.mismatches.length}</Cell>
              </Row>
            ))}
          </Table>
        )}
        <NextPage href={found.length > PAGE_SIZE ? pathWith(PATH, { cursor: String(page.at(-1)?.id) }) : null} />
      </Section>
    </>
  );
}
