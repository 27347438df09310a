import { Money } from '@/components/ui/money';
import { Cell, Row, RowLink, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { money, toCurrency } from '@/lib/kernel/money';
import type { OrderShare } from '@/lib/payment-hub';
import type { PaymentWords } from './payment-words';

/** What becomes of the money of each card order. */
export function OrderShareTable({ shares, words, locale }: { readonly shares: readonly OrderShare[]; readonly words: PaymentWords; readonly locale: string }) {
  const columns = [
    { label: words.order }, { label: words.amount, align: 'right', narrow: 'hidden' }, { label: words.refunded, align: 'right', narrow: 'hidden' }, { label: words.kept, align: 'right', narrow: 'hidden' },
    { label: words.net, align: 'right' },
  ] as const;
  return (
    <Table caption={words.cardOrders} columns={columns}>
      {shares.map(({ orderId, paidAt, currency, amount, refundedAmount, feeAmount, netAmount }) => {
        const show = (value: bigint) => <Money value={money(value, toCurrency(currency))} locale={locale} />;
        return (
          <Row key={orderId}>
            <Cell><RowLink href={`/dashboard/orders/${orderId}`}><Time at={paidAt} locale={locale} /></RowLink></Cell>
            <Cell align="right" narrow="hidden">{show(amount)}</Cell>
            <Cell align="right" narrow="hidden">{refundedAmount === 0n ? '–' : show(refundedAmount)}</Cell>
            <Cell align="right" narrow="hidden">{feeAmount === 0n ? '–' : show(feeAmount)}</Cell>
            <Cell align="right"><TwoLine align="right" second={show(amount)}>{show(netAmount)}</TwoLine></Cell>
          </Row>
        );
      })}
    </Table>
  );
}
