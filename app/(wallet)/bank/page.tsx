import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Balances, EntryTable, HoldTable } from '@/components/bank/statement';
import { LinkButton } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { TableSkeleton } from '@/components/ui/skeleton';
import { NextPage } from '@/components/ui/table';
import { loadStatement } from '@/lib/bank';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';

export const metadata: Metadata = { title: 'Bank statement' };

type Query = { only?: string; cursor?: string };

export default async function BankPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const found = await searchParams;
  const query: Query = { only: one(found.only) === 'agents' ? 'agents' : undefined, cursor: one(found.cursor) };
  const { ctx, userId } = await requireOwner(pathWith('/bank', query));
  return (
    <>
      <PageHeader title="Bank statement" actions={<LinkButton href="/bank/cards">Cards</LinkButton>}>
        Your accounts at the simulated banks. No real money moves.
      </PageHeader>
      <div className="mt-6">
        <Suspense fallback={<TableSkeleton rows={8} label="Reading your statement" />}>
          <Statement ctx={ctx} userId={userId} query={query} />
        </Suspense>
      </div>
    </>
  );
}

async function Statement({ ctx, userId, query }: { ctx: Ctx; userId: string; query: Query }) {
  const { only, cursor } = query;
  const { accounts, holds, entries, nextCursor } = await loadStatement(ctx, { userId, cursor, agentOnly: only === 'agents' });
  if (accounts.length === 0) return <EmptyState>You have no account at a bank here.</EmptyState>;
  return (
    <>
      <Balances accounts={accounts} />
      {holds.length > 0 ? (
        <Section title="Holds">
          <HoldTable holds={holds} />
        </Section>
      ) : null}
      <Section title="Entries">
        <FilterBar
          label="Entries shown"
          options={[
            { href: '/bank', text: 'All entries', here: only === undefined },
            { href: '/bank?only=agents', text: 'Made by agents', here: only === 'agents' },
          ]}
        />
        {entries.length > 0 ? (
          <EntryTable entries={entries} />
        ) : (
          <EmptyState>{only ? 'No agent has paid from these accounts yet.' : 'There is no entry yet.'}</EmptyState>
        )}
        <NextPage href={nextCursor === null ? null : pathWith('/bank', { only, cursor: nextCursor })} />
      </Section>
    </>
  );
}
