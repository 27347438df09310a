import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { dateFormat } from '@/lib/kernel/formats';
import { money } from '@/lib/kernel/money';
import type { Payout } from '@/lib/payment-hub';
import type { PaymentWords } from './payment-words';

const TONES = { pending: 'muted', in_transit: 'muted', paid: 'success', failed: 'danger', canceled: 'warning' } as const satisfies Record<Payout['status'], string>;

/** What was sent to the bank, and when it is there. */
export function PayoutTable({ payouts, words, locale }: { readonly payouts: readonly Payout[]; readonly words: PaymentWords; readonly locale: string }) {
  const day = dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <Table caption={words.paidOut} columns={[{ label: words.arrives }, { label: words.sent, narrow: 'hidden' }, { label: words.status }, { label: words.net, align: 'right' }]}>
      {payouts.map(({ payoutId, amount, currency, status, arrivesOn, createdAt }) => (
        <Row key={payoutId}>
          <Cell>{day.format(new Date(`${arrivesOn}T00:00:00Z`))}</Cell>
          <Cell narrow="hidden" className="text-muted"><Time at={createdAt} locale={locale} /></Cell>
          <Cell><StatusPill tone={TONES[status]}>{words.payoutStates[status]}</StatusPill></Cell>
          <Cell align="right"><Money value={money(amount, currency)} locale={locale} /></Cell>
        </Row>
      ))}
    </Table>
  );
}
