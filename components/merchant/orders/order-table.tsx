import { AgeTime } from '@/components/ui/age-time';
import { Money } from '@/components/ui/money';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import type { OrderRow } from '@/lib/order';
import type { OrderWords } from './order-words';
import { PaymentPill, RefundPill, ReturnPill, StagePill } from './states';

const columns = (words: OrderWords): readonly Column[] => [
  { label: words.one },
  { label: words.agent, narrow: 'hidden' },
  { label: words.via, narrow: 'hidden' },
  { label: words.authority, narrow: 'hidden' },
  { label: words.status, narrow: 'hidden' },
  { label: words.amount, align: 'right' },
  { label: words.age, align: 'right', narrow: 'hidden' },
];

export function OrderTable({ orders, now, words }: { orders: readonly OrderRow[]; now: Date; words: OrderWords }) {
  return (
    <Table caption={words.title} columns={columns(words)}>
      {orders.map((order) => {
        const state = <OrderState order={order} words={words} />;
        const age = <AgeTime at={order.createdAt} now={now} locale={words.locale} />;
        return (
          <Row key={order.id}>
            <Cell>
              <TwoLine
                second={
                  <>
                    {order.agentName ?? words.noAgent} · {(order.humanPresent ? words.countersigned : words.automatic).toLowerCase()} · {age}
                  </>
                }
              >
                <RowLink href={`/dashboard/orders/${order.id}`} className="tabular font-medium">
                  #{order.number}
                </RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">{order.agentName ?? <span className="text-muted">{words.noAgent}</span>}</Cell>
            <Cell narrow="hidden" className="text-muted uppercase">
              {order.wire}
            </Cell>
            <Cell narrow="hidden" className="text-muted">
              {order.humanPresent ? words.countersigned : words.automatic}
            </Cell>
            <Cell narrow="hidden">{state}</Cell>
            <Cell align="right">
              <TwoLine align="right" second={state}>
                <Money value={order.total} locale={words.locale} />
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
function OrderState({ order, words }: { order: OrderRow; words: OrderWords }) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1 sm:justify-start">
      {order.returnWaits ? <ReturnPill words={words} /> : <PaymentPill order={order} words={words} />}
      <StagePill order={order} words={words} />
      <RefundPill order={order} words={words} />
    </span>
  );
}
