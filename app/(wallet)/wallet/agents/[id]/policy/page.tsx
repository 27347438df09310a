import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { PageHeader } from '@/components/ui/page-header';
import { PolicyEditor } from '@/components/wallet/policy-editor';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { getPolicy } from '@/lib/policy';
import { loadAgentDetail } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Rules of an agent' };

export default async function AgentPolicyPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, walletId } = await requireOwner(`/wallet/agents/${encodeURIComponent(id)}/policy`);
  const [agent, policy] = await Promise.all([loadAgentDetail(ctx, { walletId, agentId: id }), getPolicy(ctx, { walletId, agentId: id })]);
  if (agent === null || !policy.ok) notFound();
  return (
    <>
      <PageHeader title={`Rules of ${agent.name}`}>
        Beside its limits and the{' '}
        <Link href="/wallet/policy" className="text-accent underline underline-offset-3">
          policy for all agents
        </Link>
        . The stricter counts.
      </PageHeader>
      <div className="mt-6">
        <PolicyEditor agentId={agent.id} policy={policy.value} />
      </div>
    </>
  );
}
