import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { AgentLimits } from '@/components/wallet/agent-limits';
import { PolicyEditor } from '@/components/wallet/policy-editor';
import { WalletLimits } from '@/components/wallet/wallet-limits';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { getPolicy } from '@/lib/policy';
import { loadWalletUsage } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Policy' };

export default async function PolicyPage() {
  const { ctx, walletId } = await requireOwner('/wallet/policy');
  const [limits, policy] = await Promise.all([loadWalletUsage(ctx, walletId), getPolicy(ctx, { walletId, agentId: null })]);
  return (
    <>
      <PageHeader title="Policy for all agents" actions={<LinkButton href="/wallet/authorisations">Authorisations</LinkButton>}>
        What holds whichever agent buys, beside each agent&apos;s own limits and rules. The stricter counts.
      </PageHeader>
      <Section title="Limits over all agents">
        {limits.length > 0 ? (
          <Card className="mb-3">
            <AgentLimits limits={limits} />
          </Card>
        ) : null}
        <WalletLimits limits={limits} />
      </Section>
      <Section title="Rules">
        <PolicyEditor agentId={null} policy={policy.ok ? policy.value : {}} />
      </Section>
    </>
  );
}
