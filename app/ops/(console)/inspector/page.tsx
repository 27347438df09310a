import type { Metadata } from 'next';
import { Exchange } from '@/components/ops/exchange';
import { Inspect, StopInspecting } from '@/components/ops/ops-actions';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { NextPage } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { inspectedUntil, listMessages } from '@/lib/operations';

export const metadata: Metadata = { title: 'Inspector' };

const PATH = '/ops/inspector';
const PAGE_SIZE = 50;
const WIRES = [
  ['acp', 'ACP'], ['sacp', 'SACP'], ['ucp', 'UCP'], ['mcp', 'MCP'], ['quote', 'Storefront'], ['orchestrator', 'Orchestrator'], ['oauth', 'OAuth'], ['account', 'Account'], ['console', 'Console'], ['partner', 'Partner'], ['pay', 'Pay'], ['pass', 'Pass'],
  ['acs', '3-D Secure'],
] as const;

/** The last requests of each wire, redacted, while somebody watches. */
export default async function InspectorPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const query = await searchParams;
  const [wire, cursor] = [WIRES.find(([name]) => name === one(query.wire))?.[0], one(query.cursor)];
  const { ctx } = await requireOperator(pathWith(PATH, { wire, cursor }));
  const beforeId = decodeRowCursor(cursor);
  const [until, found] = await Promise.all([inspectedUntil(ctx), listMessages(ctx, { wire: wire ?? null, beforeId, limit: PAGE_SIZE + 1 })]);
  const page = found.slice(0, PAGE_SIZE);
  return (
    <>
      <PageHeader title="Inspector" actions={until ? <StopInspecting /> : <Inspect />}>
        {until ? <>Watching every wire until <Time at={until} />. Reload to see what came since.</> : 'Off: requests are not kept. Watched, they are kept for an hour, without secrets, cards and buyers.'}
      </PageHeader>
      <div className="mt-6">
        <FilterBar label="Wires" options={[{ href: PATH, text: 'All', here: wire === undefined }, ...WIRES.map(([name, text]) => ({ href: pathWith(PATH, { wire: name }), text, here: name === wire }))]} />
        {page.length === 0 ? <EmptyState>{until ? 'Nothing came over it yet. What is asked now shows within two seconds.' : 'No request of the last hour was kept.'}</EmptyState> : (
          <ol aria-label="Requests" className="divide-y divide-border overflow-hidden rounded-card border border-border bg-surface">
            {page.map((message) => <Exchange key={String(message.id)} message={message} />)}
          </ol>
        )}
        <NextPage href={found.length > PAGE_SIZE ? pathWith(PATH, { wire, cursor: String(page.at(-1)?.id) }) : null} text="Those before" />
      </div>
    </>
  );
}
