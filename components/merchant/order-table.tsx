import { ageText } from '@/components/ui/age';
import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import type { OrderRow } from '@/lib/order';
import { PAYMENT, RETURN, STAGE, refundWord } from './words';

const COLUMNS: readonly Column[] = [
  { label: 'Order' },
  { label: 'Agent', narrow: 'hidden' },
  { label: 'Via', narrow: 'hidden' },
  { label: 'Authority', narrow: 'hidden' },
  { label: 'Status', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
  { label: 'Age', align: 'right', narrow: 'hidden' },
];

export function OrderTable({ orders, now }: { orders: readonly OrderRow[]; now: Date }) {
  return (
    <Table caption="Orders" columns={COLUMNS}>
      {orders.map((order) => {
        const state = <OrderState order={order} />;
        const age = (
          <time dateTime={order.createdAt.toISOString()} title={order.createdAt.toISOString()}>
            {ageText(order.createdAt, now)}
          </time>
        );
        return (
          <Row key={order.id}>
            <Cell>
              <TwoLine
                second={
                  <>
                    {order.agentName ?? 'No agent'} · {order.humanPresent ? 'countersigned' : 'automatic'} · {age}
                  </>
                }
              >
                <RowLink href={`/dashboard/orders/${order.id}`} className="tabular font-medium">
                  #{order.number}
                </RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">{order.agentName ?? <span className="text-muted">None</span>}</Cell>
            <Cell narrow="hidden" className="text-muted uppercase">
              {order.wire}
            </Cell>
            <Cell narrow="hidden" className="text-muted">
              {order.humanPresent ? 'Countersigned' : 'Automatic'}
            </Cell>
            <Cell narrow="hidden">{state}</Cell>
            <Cell align="right">
              <TwoLine align="right" second={state}>
                <Money value={order.total} />
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

/** What waits first, else the payment; how far the goods are, and what of the money went back. */
function OrderState({ order }: { order: OrderRow }) {
  const { text, tone } = order.returnWaits ? RETURN.requested : PAYMENT[order.paymentStatus];
  const [refund, stage] = [refundWord(order), STAGE[order.stage]];
  return (
    <span className="inline-flex flex-wrap justify-end gap-1 sm:justify-start">
      <StatusPill tone={tone}>{text}</StatusPill>
      {stage ? <StatusPill tone={stage.tone}>{stage.text}</StatusPill> : null}
      {refund ? <StatusPill tone={refund.tone}>{refund.text}</StatusPill> : null}
    </span>
  );
}
