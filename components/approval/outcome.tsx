import { PauseAgent } from '@/components/wallet/agent-actions';
import { LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { Tone } from '@/components/ui/status-pill';
import type { ApprovalView } from '@/lib/approval';

type Ended = Exclude<ApprovalView['status'], 'pending'>;

export const OUTCOME: Record<Ended, { word: string; tone: Tone }> = {
  approved: { word: 'Approved', tone: 'success' },
  rejected: { word: 'Declined', tone: 'danger' },
  expired: { word: 'Expired', tone: 'muted' },
  cancelled: { word: 'Cancelled', tone: 'muted' },
  superseded: { word: 'Changed', tone: 'muted' },
};

function Words({ approval, status }: { approval: ApprovalView; status: Ended }) {
  const { agentName, merchantName, decidedAt } = approval;
  const at = decidedAt ? <Time at={decidedAt} className="tabular block text-[13px]/5 text-muted" /> : null;
  switch (status) {
    case 'approved':
      return (
        <Notice tone="success" live title={approval.signed ? 'Approved with both passkeys' : 'Approved with your passkey'}>
          {agentName} may now complete this purchase, once. {at}
          {approval.you === 'owner' ? (
            <a
              href={`/api/agent/v1/payments/${approval.paymentId}/evidence`}
              download={`evidence-${approval.paymentId}.json`}
              className="mt-1 inline-block text-[13px]/5 text-accent underline underline-offset-3"
            >
              Download the evidence
            </a>
          ) : null}
        </Notice>
      );
    case 'rejected':
      return (
        <Notice tone="danger" live title="Declined">
          Nothing was paid. {agentName} cannot ask for the same cart again for 10 minutes. {at}
        </Notice>
      );
    case 'expired':
      return (
        <Notice live title="This request has expired">
          Nothing was paid. {agentName} may ask again.
        </Notice>
      );
    case 'superseded':
      return (
        <Notice live title={approval.you === 'owner' ? 'You changed this cart' : 'The owner changed this cart'}>
          Nothing was approved here. What is left waits for a passkey in a request of its own.
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice live title="This request was withdrawn">
          The checkout at {merchantName} changed or was closed, or the agent was paused. Nothing was paid.
        </Notice>
      );
  }
}

/** What became of a request that no longer waits. */
export function Outcome({ approval, status }: { approval: ApprovalView; status: Ended }) {
  return (
    <footer className="mt-auto space-y-3 pt-6 pb-6">
      <Words approval={approval} status={status} />
      {status === 'rejected' && approval.you === 'owner' ? <PauseAgent agentId={approval.agentId} agentName={approval.agentName} /> : null}
      {approval.replacementId ? (
        <LinkButton href={`/approve/${approval.replacementId}`} size="sheet" variant="primary">
          Open the changed request
        </LinkButton>
      ) : null}
      <LinkButton href="/wallet" size="sheet" variant={status === 'rejected' ? 'quiet' : 'secondary'}>
        Back to your wallet
      </LinkButton>
    </footer>
  );
}
