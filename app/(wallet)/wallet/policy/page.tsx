import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { AgentLimits } from '@/components/wallet/agent-limits';
import { PolicyEditor } from '@/components/wallet/policy-editor';
import { SecondApprover } from '@/components/wallet/second-approver';
import { WalletLimits } from '@/components/wallet/wallet-limits';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { toDecimal } from '@/lib/kernel/money';
import { getPolicy } from '@/lib/policy';
import { getSecondApproval } from '@/lib/second-approval';
import { loadWalletUsage } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Policy' };

export default async function PolicyPage() {
  const { ctx, walletId } = await requireOwner('/wallet/policy');
  const [limits, policy, second] = await Promise.all([loadWalletUsage(ctx, walletId), getPolicy(ctx, { walletId, agentId: null }), getSecondApproval(ctx, walletId)]);
  return (
    <>
      <PageHeader title="Policy for all agents" actions={<LinkButton href="/wallet/policy/authorisations">Authorisations</LinkButton>}>
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
      <Section title="Two people for large approvals">
        <SecondApprover email={second.approver?.email ?? null} isActive={second.approver?.status === 'active'} above={second.limits.map((limit) => ({ currency: limit.currency, amount: toDecimal(limit) }))} />
      </Section>
    </>
  );
}
