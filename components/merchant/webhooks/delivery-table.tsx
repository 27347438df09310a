import { AgeTime } from '@/components/ui/age-time';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import type { DeliveryRow } from '@/lib/webhook';
import { DELIVERY_TONE, type WebhookWords } from './webhook-words';

const columns = (words: WebhookWords): readonly Column[] => [
  { label: words.event },
  { label: words.endpoint, narrow: 'hidden' },
  { label: words.attempts, align: 'right', narrow: 'hidden' },
  { label: words.status, align: 'right' },
  { label: words.age, align: 'right', narrow: 'hidden' },
];

/** What endpoints were posted, newest first. */
export function DeliveryTable({ deliveries, now, words }: { deliveries: readonly DeliveryRow[]; now: Date; words: WebhookWords }) {
  return (
    <Table caption={words.deliveries} columns={columns(words)}>
      {deliveries.map((delivery) => {
        const age = <AgeTime at={delivery.createdAt} now={now} locale={words.locale} />;
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
                <StatusPill tone={DELIVERY_TONE[delivery.status]}>{words.delivery[delivery.status]}</StatusPill>
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
