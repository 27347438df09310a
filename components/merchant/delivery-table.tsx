import { ageText } from '@/components/ui/age';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import type { DeliveryRow } from '@/lib/webhook';
import { DELIVERY } from './words';

const COLUMNS: readonly Column[] = [
  { label: 'Event' },
  { label: 'Endpoint', narrow: 'hidden' },
  { label: 'Attempts', align: 'right', narrow: 'hidden' },
  { label: 'Status', align: 'right' },
  { label: 'Age', align: 'right', narrow: 'hidden' },
];

/** What endpoints were posted, newest first. */
export function DeliveryTable({ deliveries, now }: { deliveries: readonly DeliveryRow[]; now: Date }) {
  return (
    <Table caption="Deliveries" columns={COLUMNS}>
      {deliveries.map((delivery) => {
        const { text, tone } = DELIVERY[delivery.status];
        const age = (
          <time dateTime={delivery.createdAt.toISOString()} title={delivery.createdAt.toISOString()}>
            {ageText(delivery.createdAt, now)}
          </time>
        );
        return (
          <Row key={delivery.id}>
            <Cell>
              <TwoLine second={<span className="wrap-anywhere">{delivery.url}</span>}>
                <RowLink href={`/dashboard/webhooks/${delivery.id}`} className="font-mono text-[13px]/5 font-medium whitespace-nowrap">
                  {delivery.type}
                </RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden" className="w-full max-w-0 truncate text-muted">
              {delivery.url}
            </Cell>
            <Cell align="right" narrow="hidden" className="tabular text-muted">
              {delivery.attemptCount}
            </Cell>
            <Cell align="right">
              <TwoLine align="right" second={age}>
                <StatusPill tone={tone}>{text}</StatusPill>
              </TwoLine>
            </Cell>
            <Cell align="right" narrow="hidden" className="tabular text-muted">
              {age}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
