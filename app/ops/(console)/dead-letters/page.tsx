import type { Metadata } from 'next';
import { ReplayOne, ReplayTopic } from '@/components/ops/ops-actions';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { Cell, NextPage, Row, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { redact } from '@/lib/operations';
import { listDeadLetters } from '@/lib/ports';

export const metadata: Metadata = { title: 'Dead letters' };

const PATH = '/ops/dead-letters';
const PAGE_SIZE = 50;

/** Promised side effects that failed for good, the newest first. */
export default async function DeadLettersPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const cursor = one((await searchParams).cursor);
  const { ctx } = await requireOperator(pathWith(PATH, { cursor }));
  const beforeId = decodeRowCursor(cursor);
  const found = await listDeadLetters(ctx, { tenantId: null, beforeId, limit: PAGE_SIZE + 1 });
  const page = found.slice(0, PAGE_SIZE);
  const topics = [...new Set(page.map(({ topic }) => topic))];
  return (
    <>
      <PageHeader title="Dead letters">What was promised and failed as often as it may be tried. Mend the cause, then replay.</PageHeader>
      {page.length === 0 ? (
        <div className="mt-6"><EmptyState>Nothing failed for good.</EmptyState></div>
      ) : (
        <>
          <div className="mt-6 mb-3 flex flex-wrap gap-2">{topics.map((topic) => <ReplayTopic key={topic} topic={topic} />)}</div>
          <Table caption="Dead letters" columns={[{ label: 'What' }, { label: 'Last error', narrow: 'hidden' }, { label: 'Promised', narrow: 'hidden' }, { label: 'Again', align: 'right' }]}>
            {page.map(({ id, topic, aggregateId, attempts, lastError, createdAt }) => (
              <Row key={String(id)}>
                <Cell><TwoLine second={String(redact(lastError))}>{topic} <span className="font-mono text-[13px]/5 text-muted">{aggregateId}</span></TwoLine></Cell>
                <Cell narrow="hidden" className="wrap-anywhere text-muted">{String(redact(lastError))}, {attempts} tries</Cell>
                <Cell narrow="hidden" className="whitespace-nowrap text-muted"><Time at={createdAt} /></Cell>
                <Cell align="right"><ReplayOne id={String(id)} /></Cell>
              </Row>
            ))}
          </Table>
          <NextPage href={found.length > PAGE_SIZE ? pathWith(PATH, { cursor: String(page.at(-1)?.id) }) : null} />
        </>
      )}
    </>
  );
}
