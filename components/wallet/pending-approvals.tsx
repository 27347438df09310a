import { LinkButton } from '@/components/ui/button';
import { Countdown } from '@/components/ui/countdown';
import { amountText } from '@/components/ui/money';
import type { WalletHomeView } from '@/lib/wallet';

/** What waits for a decision, first of all things in the wallet. */
export function PendingApprovals({ approvals, now }: { approvals: WalletHomeView['pendingApprovals']; now: Date }) {
  return (
    <ul className="divide-y divide-border rounded-card border border-border bg-surface">
      {approvals.map((approval) => (
        <li key={approval.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-4 sm:px-5">
          <div className="min-w-0 flex-1 basis-64">
            <p>
              <span className="font-medium">{approval.agentName}</span> wants to pay{' '}
              <span className="tabular font-medium">{amountText(approval.total)}</span> to{' '}
              <span className="font-medium">{approval.merchantName}</span>
            </p>
            <p className="text-[13px]/5 text-muted wrap-anywhere">{approval.reason}</p>
          </div>
          <span className="text-[13px]/5 text-muted">
            <Countdown expiresAt={approval.expiresAt.getTime()} now={now.getTime()} prefix="Expires in " />
          </span>
          <LinkButton href={`/approve/${approval.id}`} variant="primary" className="max-sm:w-full">
            Review {amountText(approval.total)}
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}
