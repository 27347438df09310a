import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { RecoveryBanner } from '@/components/account/recovery-banner';
import { PhoneCode } from '@/components/site/phone-code';
import { LinkButton } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { TableSkeleton } from '@/components/ui/skeleton';
import { StatusPill } from '@/components/ui/status-pill';
import { AgentSpend, SpendTogether } from '@/components/wallet/agent-spend';
import { CardFace } from '@/components/wallet/card-face';
import { PaymentTable } from '@/components/wallet/payment-table';
import { PendingApprovals } from '@/components/wallet/pending-approvals';
import { RuleSuggestion } from '@/components/wallet/rule-suggestion';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { findRecovery } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';
import { listRunningAgents, loadSuggestion, loadWalletHome, type WalletHomeView } from '@/lib/wallet';
import { StopAll } from '@/components/wallet/stop-all';

export const metadata: Metadata = { title: 'Wallet' };

const newAgent = <LinkButton href="/wallet/agents/new">New agent</LinkButton>;

export default async function WalletPage() {
  const { ctx, walletId, userId, displayName } = await requireOwner('/wallet');
  const [recovery, running] = await Promise.all([findRecovery(ctx, userId), listRunningAgents(ctx, walletId)]);
  return (
    <>
      <PageHeader
        title="Wallet"
        actions={
          <>
            <StopAll running={running} />
            {newAgent}
          </>
        }
      >
        {displayName}
      </PageHeader>
      {recovery ? <RecoveryBanner recovery={recovery} /> : null}
      <Suspense
        fallback={
          <div className="mt-8">
            <TableSkeleton label="Reading your wallet" />
          </div>
        }
      >
        <Home ctx={ctx} walletId={walletId} />
      </Suspense>
    </>
  );
}

async function Home({ ctx, walletId }: { ctx: Ctx; walletId: string }) {
  const [home, suggestion] = await Promise.all([loadWalletHome(ctx, walletId), loadSuggestion(ctx, { walletId })]);
  const now = ctx.clock.now();
  return (
    <>
      <Banners home={home} />
      <Section title="Waiting for you">
        {home.pendingApprovals.length > 0 ? (
          <PendingApprovals approvals={home.pendingApprovals} now={now} />
        ) : (
          <EmptyState>Nothing waits for your countersignature.</EmptyState>
        )}
      </Section>
      {suggestion ? (
        <Section title="Suggested">
          <RuleSuggestion
            approvalId={suggestion.approvalId}
            agentName={suggestion.agentName}
            merchantName={suggestion.merchantName}
            times={suggestion.times}
            words={suggestion.change.words}
          />
        </Section>
      ) : null}
      <Section title="Spend against limits" aside={<>Days, weeks and months in {home.timeZone.replaceAll('_', ' ')}</>}>
        <Spend home={home} />
      </Section>
      <Section
        title="Recent activity"
        aside={
          home.recentPayments.length > 0 ? (
            <Link href="/wallet/activity" className="font-medium text-accent hover:underline">
              All activity
            </Link>
          ) : null
        }
      >
        {home.recentPayments.length > 0 ? (
          <PaymentTable payments={home.recentPayments} caption="Recent payments" />
        ) : (
          <EmptyState>No agent has asked to pay yet.</EmptyState>
        )}
      </Section>
      <Section
        title="Cards"
        aside={
          <Link href="/bank" className="font-medium text-accent hover:underline">
            Bank statement
          </Link>
        }
      >
        {home.paymentMethods.length > 0 ? (
          <ul className="divide-y divide-border rounded-card border border-border bg-surface">
            {home.paymentMethods.map((card) => (
              <li key={card.id} className="flex items-center gap-3 px-4 py-3 sm:px-5">
                <CardFace card={card} />
                {card.isDefault ? <StatusPill tone="muted">Default</StatusPill> : null}
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState>There is no card in this wallet, so agents cannot pay yet.</EmptyState>
        )}
      </Section>
      <PhoneCode publicOrigin={ctx.settings.publicOrigin} path="/wallet/notifications" title="Approve on your phone" className="mt-8" />
    </>
  );
}

function Banners({ home }: { home: WalletHomeView }) {
  return (
    <>
      {home.hasPasskey ? null : (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-card border border-border bg-warning-tint px-4 py-3">
          <div className="min-w-0 flex-1 basis-72">
            <p className="text-[13px]/5 font-semibold text-warning">Add your first passkey</p>
            <p>Without one you cannot approve purchases or register agents.</p>
          </div>
          <div className="max-sm:w-full">
            <EnrolPasskey />
          </div>
        </div>
      )}
      {home.emailVerified ? null : (
        <Notice className="mt-4" title="Confirm your email">
          We sent a link to {home.email}. Open it to confirm that the address is yours.
        </Notice>
      )}
    </>
  );
}

function Spend({ home }: { home: WalletHomeView }) {
  const agents = home.agents.filter(({ status }) => status !== 'revoked');
  if (agents.length === 0 && home.spend.length === 0) return <EmptyState action={newAgent}>No agent buys for you yet.</EmptyState>;
  return (
    <Card className="divide-y divide-border">
      <SpendTogether limits={home.limits} spend={home.spend} />
      {agents.map((agent) => (
        <AgentSpend key={agent.id} agent={agent} hasPasskey={home.hasPasskey} />
      ))}
    </Card>
  );
}
