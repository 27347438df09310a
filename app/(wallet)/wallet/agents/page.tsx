import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { TableSkeleton } from '@/components/ui/skeleton';
import { AgentTable } from '@/components/wallet/agent-table';
import { requireOwner } from '@/lib/entrance/page-ctx';
import type { Ctx } from '@/lib/ports';
import { loadWalletHome } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Agents' };

const newAgent = <LinkButton href="/wallet/agents/new" variant="primary">New agent</LinkButton>;
const connect = <LinkButton href="/wallet/agents/connect">Connect</LinkButton>;

export default async function AgentsPage() {
  const { ctx, walletId } = await requireOwner('/wallet/agents');
  return (
    <>
      <PageHeader title="Agents" actions={<>{connect}{newAgent}</>}>Who may buy for you, and up to where.</PageHeader>
      <div className="mt-6">
        <Suspense fallback={<TableSkeleton label="Reading your agents" />}>
          <Agents ctx={ctx} walletId={walletId} />
        </Suspense>
      </div>
    </>
  );
}

async function Agents({ ctx, walletId }: { ctx: Ctx; walletId: string }) {
  const { agents } = await loadWalletHome(ctx, walletId);
  if (agents.length === 0) return <EmptyState action={newAgent}>No agent buys for you yet.</EmptyState>;
  return <AgentTable agents={agents} now={ctx.clock.now()} />;
}
