import { OUTCOME } from '@/components/approval/outcome';
import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { DecidedApprovalRow } from '@/lib/approval';

const COLUMNS: readonly Column[] = [
  { label: 'Merchant' },
  { label: 'Agent', narrow: 'hidden' },
  { label: 'Decided', narrow: 'hidden' },
  { label: 'By', narrow: 'hidden' },
  { label: 'Decision', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
];

/** Who decided, in an owner's words. */
export function deciderText({ status, passkeyLabel }: Pick<DecidedApprovalRow, 'status' | 'passkeyLabel'>): string {
  switch (status) {
    case 'approved':
      return passkeyLabel === null ? 'You, with a passkey since removed' : `You, with ${passkeyLabel}`;
    case 'rejected':
      return 'You';
    case 'superseded':
      return 'You, by changing the cart';
    case 'expired':
    case 'cancelled':
      return 'Nobody';
  }
}

/** What an owner was asked and does not wait any more, newest first. */
export function DecisionTable({ approvals }: { approvals: readonly DecidedApprovalRow[] }) {
  return (
    <Table caption="Decisions" columns={COLUMNS}>
      {approvals.map((approval) => {
        const { word, tone } = OUTCOME[approval.status];
        const at = <Time at={approval.decidedAt ?? approval.askedAt} />;
        return (
          <Row key={approval.id}>
            <Cell>
              <TwoLine second={<>{approval.agentName} · {at}</>}>
                <RowLink href={`/wallet/approvals/${approval.id}`} className="font-medium">{approval.merchantName}</RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">{approval.agentName}</Cell>
            <Cell narrow="hidden" className="tabular text-muted">{at}</Cell>
            <Cell narrow="hidden" className="text-muted">{deciderText(approval)}</Cell>
            <Cell narrow="hidden"><StatusPill tone={tone}>{word}</StatusPill></Cell>
            <Cell align="right">
              <TwoLine align="right" second={<StatusPill tone={tone}>{word}</StatusPill>}><Money value={approval.total} /></TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
