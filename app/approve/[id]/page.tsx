import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ChangeCart } from '@/components/approval/change-cart';
import { Changes } from '@/components/approval/changes';
import { Decision } from '@/components/approval/decision';
import { Waits } from '@/components/approval/waits';
import { LiveStatus } from '@/components/approval/live-status';
import { OUTCOME, Outcome } from '@/components/approval/outcome';
import { Contents, OwnerNote, Reason, Request } from '@/components/approval/receipt';
import { RuleSuggestion } from '@/components/wallet/rule-suggestion';
import { PhoneCode } from '@/components/site/phone-code';
import { Countdown } from '@/components/ui/countdown';
import { amountText } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { loadApprovalView } from '@/lib/approval';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { toDecimal } from '@/lib/kernel/money';
import { loadRuleChange, loadSuggestion, loadWalletHome } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Approval request', robots: { index: false } };

/** One decision. Somebody else's request is as unknown as one that never was; so nothing is streamed before that is known. */
export default async function ApprovePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { ctx, walletId } = await requireOwner(`/approve/${encodeURIComponent(id)}`);
  const query = { approvalId: id, walletId };
  const [approval, { hasPasskey }, ruleChange] = await Promise.all([loadApprovalView(ctx, query), loadWalletHome(ctx, walletId), loadRuleChange(ctx, query)]);
  if (approval === null) notFound();

  const suggestion = approval.status === 'approved' && approval.you === 'owner' ? await loadSuggestion(ctx, query) : null;
  const now = ctx.clock.now();
  const status = approval.status === 'pending' && approval.expiresAt <= now ? 'expired' : approval.status;
  const { paymentMethods } = approval;
  const card =
    paymentMethods.find((method) => method.id === approval.paymentMethodId) ??
    paymentMethods.find((method) => method.isDefault) ??
    paymentMethods[0] ??
    null;
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-[420px] flex-col px-5 pt-6 text-[14px]/5">
      <header className="flex items-center justify-between text-[13px]/5 text-muted">
        <span className="font-medium">Approval request</span>
        {status === 'pending' ? (
          <span className="rounded-full bg-raised px-2.5 py-0.5">
            <Countdown expiresAt={approval.expiresAt.getTime()} now={now.getTime()} prefix="Expires in " />
          </span>
        ) : (
          <StatusPill tone={OUTCOME[status].tone}>{OUTCOME[status].word}</StatusPill>
        )}
      </header>
      <Request approval={approval} verb={status === 'pending' ? 'wants to pay' : 'wanted to pay'} />
      <Contents approval={approval} />
      {status === 'pending' && approval.you === 'owner' ? (
        <ChangeCart approvalId={approval.id} agentName={approval.agentName} items={approval.items.map(({ id: itemId, name, quantity }) => ({ id: itemId, name, quantity }))} />
      ) : null}
      {approval.ownChange ? <Changes title="What you changed" changes={approval.ownChange} same="Nothing changed." /> : null}
      {approval.ownerNote ? <OwnerNote note={approval.ownerNote} /> : null}
      <Reason approval={approval} />
      {approval.sinceLast ? (
        <Changes title="Since your last approval here" changes={approval.sinceLast.changes} same="Nothing changed: the same items, prices and address." />
      ) : null}
      {status === 'pending' && approval.signed?.byYou ? (
        <>
          <LiveStatus approvalId={approval.id} />
          <Waits approvalId={approval.id} other={approval.you === 'owner' ? 'the other person' : (approval.ownerName ?? 'the owner')} />
        </>
      ) : null}
      {status === 'pending' && !approval.signed?.byYou ? (
        <PhoneCode publicOrigin={ctx.settings.publicOrigin} path={`/approve/${approval.id}`} title="Approve on your phone" className="mt-5" />
      ) : null}
      {status === 'pending' && !approval.signed?.byYou ? (
        <Decision
          key={approval.id}
          approvalId={approval.id}
          total={toDecimal(approval.total)}
          currency={approval.total.currency}
          amount={amountText(approval.total)}
          cards={approval.signed?.byOther && card ? [card] : paymentMethods}
          initialCard={card}
          lastCardId={approval.sinceLast?.paymentMethodId ?? null}
          hasPasskey={hasPasskey}
          isSecond={approval.you === 'second'}
          needsTwo={approval.signed !== null}
          ruleChange={approval.signed === null ? (ruleChange?.words ?? null) : null}
        />
      ) : null}
      {suggestion ? (
        <div className="mt-3">
          <RuleSuggestion
            approvalId={suggestion.approvalId}
            agentName={suggestion.agentName}
            merchantName={suggestion.merchantName}
            times={suggestion.times}
            words={suggestion.change.words}
          />
        </div>
      ) : null}
      {status === 'pending' ? null : <Outcome approval={approval} status={status} />}
    </main>
  );
}
