import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '@/components/ui/page-header';
import { PolicySimulator } from '@/components/wallet/policy-simulator';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { getPolicy } from '@/lib/policy';
import { loadAgentDetail } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Policy simulator' };

/** `?agent=`: one agent's rules and past; without it those of all. */
export default async function SimulatorPage({ searchParams }: { searchParams: Promise<{ agent?: string | string[] }> }) {
  const { agent: asked } = await searchParams;
  const agentId = typeof asked === 'string' ? asked : null;
  const { ctx, walletId } = await requireOwner(`/wallet/policy/simulator${agentId === null ? '' : `?agent=${encodeURIComponent(agentId)}`}`);
  const [agent, policy] = await Promise.all([agentId === null ? null : loadAgentDetail(ctx, { walletId, agentId }), getPolicy(ctx, { walletId, agentId })]);
  if (!policy.ok) notFound();
  return (
    <>
      <PageHeader title="Policy simulator">
        Change the rules {agent ? `of ${agent.name}` : 'for all agents'} and see what they would have said to the last 200 requests.
      </PageHeader>
      <div className="mt-6">
        <PolicySimulator agentId={agentId} policy={policy.value} />
      </div>
    </>
  );
}
