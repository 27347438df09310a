import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { Card, FactList, Section } from '@/components/ui/card';
import { CodeBlock, CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { AgentActions } from '@/components/wallet/agent-actions';
import { firstCalls } from '@/components/wallet/agent-curl';
import { AgentLimits } from '@/components/wallet/agent-limits';
import { PaymentTable } from '@/components/wallet/payment-table';
import { AGENT_STATUS, permissionWords } from '@/components/wallet/words';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { loadAgentDetail, loadWalletHome, type AgentDetailView } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Agent' };

export default async function AgentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, walletId } = await requireOwner(`/wallet/agents/${encodeURIComponent(id)}`);
  const [agent, { hasPasskey }] = await Promise.all([loadAgentDetail(ctx, { walletId, agentId: id }), loadWalletHome(ctx, walletId)]);
  if (agent === null) notFound();
  const { text, tone } = AGENT_STATUS[agent.status];
  return (
    <>
      <PageHeader
        title={agent.name}
        mark={<StatusPill tone={tone}>{text}</StatusPill>}
        actions={<AgentActions agentId={agent.id} agentName={agent.name} status={agent.status} hasPasskey={hasPasskey} />}
      >
        {agent.description || null}
      </PageHeader>
      <StateNotice agent={agent} hasPasskey={hasPasskey} />
      <Section
        title="Limits and spend"
        aside={
          agent.status === 'revoked' ? null : (
            <Link href={`/wallet/agents/${agent.id}/policy`} className="font-medium text-accent hover:underline">
              Rules of this agent
            </Link>
          )
        }
      >
        {agent.limits.length > 0 ? (
          <Card>
            <AgentLimits limits={agent.limits} />
          </Card>
        ) : (
          <EmptyState>No limits set: every purchase asks you.</EmptyState>
        )}
      </Section>
      <Section
        title="Activity"
        aside={
          agent.payments.length > 0 ? (
            <Link href={`/wallet/activity?agent=${agent.id}`} className="font-medium text-accent hover:underline">
              All of it
            </Link>
          ) : null
        }
      >
        {agent.payments.length > 0 ? (
          <PaymentTable payments={agent.payments} caption={`Payments of ${agent.name}`} />
        ) : (
          <EmptyState>This agent has not asked to pay yet.</EmptyState>
        )}
      </Section>
      <div className="grid gap-x-6 lg:grid-cols-2">
        <Permissions permissions={agent.permissions} />
        <Section title="Identity and mandate">
          <Facts agent={agent} />
        </Section>
      </div>
      {agent.status === 'revoked' ? null : (
        <Section title="Try it">
          <p className="mb-2 text-muted">
            With the secret that was shown when it was made. More in the{' '}
            <Link href="/docs" className="text-accent underline underline-offset-3">
              docs
            </Link>
            .
          </p>
          <CodeBlock
            what="Commands that get a token and list products"
            code={firstCalls(ctx.settings.publicOrigin, agent.clientId, '$CLIENT_SECRET')}
          />
        </Section>
      )}
    </>
  );
}

function StateNotice({ agent, hasPasskey }: { agent: AgentDetailView; hasPasskey: boolean }) {
  if (agent.status === 'revoked') return <Notice className="mt-4">This agent was revoked. Its credentials no longer work; its history stays.</Notice>;
  if (agent.status === 'active') return null;
  const what =
    agent.status === 'pending'
      ? 'Its mandate waits for your passkey. Until then every purchase asks you.'
      : 'While it is paused, every call it makes is refused.';
  return (
    <Notice className="mt-4" tone={agent.status === 'pending' ? 'warning' : 'info'}>
      {what}
      {hasPasskey ? null : (
        <div className="mt-3">
          <EnrolPasskey />
        </div>
      )}
    </Notice>
  );
}

function Permissions({ permissions }: { permissions: readonly string[] }) {
  return (
    <Section title="What it may do">
      {permissions.length === 0 ? (
        <EmptyState>Nothing yet.</EmptyState>
      ) : (
        <ul className="divide-y divide-border rounded-card border border-border bg-surface">
          {permissions.map(permissionWords).map(({ name, label, hint }) => (
            <li key={name} className="px-4 py-2.5 sm:px-5">
              <p className="font-medium">{label}</p>
              {hint ? <p className="text-[13px]/5 text-muted">{hint}</p> : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Facts({ agent }: { agent: AgentDetailView }) {
  const { intentMandate } = agent;
  return (
    <FactList
      facts={[
        { label: 'Agent id', value: <CopyId id={agent.id} what="agent id" /> },
        ...(agent.merchants === null ? [] : [{ label: 'May buy at', value: `${agent.merchants.join(', ')}${agent.isForOnePurchase ? ', one purchase' : ''}` }]),
        { label: 'Client id', value: <CopyId id={agent.clientId} what="client id" /> },
        { label: 'Created', value: <Time at={agent.createdAt} /> },
        { label: 'Last used', value: agent.lastUsedAt ? <Time at={agent.lastUsedAt} /> : 'never' },
        { label: 'Intent mandate', value: intentMandate ? <CopyId id={intentMandate.id} what="mandate id" /> : 'not signed' },
        ...(intentMandate ? [{ label: 'Signed', value: <Time at={intentMandate.createdAt} /> }] : []),
      ]}
    />
  );
}
