import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { PaymentRow } from '@/lib/wallet';
import { PAYMENT_STATUS, RETURN_STATUS, paymentHref } from './words';

const COLUMNS: readonly Column[] = [
  { label: 'Merchant' },
  { label: 'Agent', narrow: 'hidden' },
  { label: 'When', narrow: 'hidden' },
  { label: 'Authority', narrow: 'hidden' },
  { label: 'Status', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
];

/** On whose authority it was paid, or why it was not. */
function authority({ humanPresent, status, approvalId }: PaymentRow): string {
  if (humanPresent) return 'Countersigned';
  if (status === 'step_up_required') return 'Waits for you';
  if (status === 'rejected') return 'Declined by you';
  return status === 'expired' && approvalId !== null ? 'Not answered' : 'Agent alone';
}

/** Payments that agents asked for, newest first. */
export function PaymentTable({ payments, caption }: { payments: readonly PaymentRow[]; caption: string }) {
  return (
    <Table caption={caption} columns={COLUMNS}>
      {payments.map((payment) => {
        const { text, tone } = payment.returnStatus === null ? PAYMENT_STATUS[payment.status] : RETURN_STATUS[payment.returnStatus];
        return (
          <Row key={payment.id}>
            <Cell>
              <TwoLine second={<>{payment.agentName} · <Time at={payment.createdAt} /></>}>
                <RowLink href={paymentHref(payment)} className="font-medium">{payment.merchantName}</RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">{payment.agentName}</Cell>
            <Cell narrow="hidden" className="tabular text-muted"><Time at={payment.createdAt} /></Cell>
            <Cell narrow="hidden" className="text-muted">{authority(payment)}</Cell>
            <Cell narrow="hidden"><StatusPill tone={tone}>{text}</StatusPill></Cell>
            <Cell align="right">
              <TwoLine align="right" second={<StatusPill tone={tone}>{text}</StatusPill>}><Money value={payment.total} /></TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
