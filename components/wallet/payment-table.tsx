import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { PaymentRow } from '@/lib/wallet';
import { authorityWord, paymentHref, paymentWord } from './words';

const COLUMNS: readonly Column[] = [
  { label: 'Merchant' },
  { label: 'Agent', narrow: 'hidden' },
  { label: 'When', narrow: 'hidden' },
  { label: 'Authority', narrow: 'hidden' },
  { label: 'Status', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
];

/** Payments that agents asked for, newest first. */
export function PaymentTable({ payments, caption }: { payments: readonly PaymentRow[]; caption: string }) {
  return (
    <Table caption={caption} columns={COLUMNS}>
      {payments.map((payment) => {
        const { text, tone } = paymentWord(payment);
        return (
          <Row key={payment.id}>
            <Cell>
              <TwoLine second={<>{payment.agentName} · <Time at={payment.createdAt} /></>}>
                <RowLink href={paymentHref(payment)} className="font-medium">{payment.merchantName}</RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">{payment.agentName}</Cell>
            <Cell narrow="hidden" className="tabular text-muted"><Time at={payment.createdAt} /></Cell>
            <Cell narrow="hidden" className="text-muted">{authorityWord(payment)}</Cell>
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
