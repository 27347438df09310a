import { StatusPill, type Tone } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { MandateRowView, MandateState } from '@/lib/mandate';

const COLUMNS: readonly Column[] = [{ label: 'Mandate' }, { label: 'Agent', narrow: 'hidden' }, { label: 'Merchant', narrow: 'hidden' }, { label: 'Signed', narrow: 'hidden' }, { label: 'State', align: 'right' }];

export const MANDATE_TYPE: Record<MandateRowView['type'], { name: string; tells: string }> = {
  intent: { name: 'Intent', tells: 'What an agent may do.' },
  scoped_intent: { name: 'Authorisation', tells: 'What an agent may buy beyond its limits: where, how much, until when.' },
  cart: { name: 'Cart', tells: 'One purchase: these goods, at this price.' },
  payment: { name: 'Payment', tells: 'One payment, as the payment network is shown it.' },
};

export const MANDATE_STATE: Record<MandateState, { text: string; tone: Tone }> = {
  in_force: { text: 'In force', tone: 'success' },
  ended: { text: 'Ended', tone: 'muted' },
  expired: { text: 'Run out', tone: 'muted' },
  recorded: { text: 'Signed', tone: 'accent' },
};

/** What was signed for an owner, newest first. */
export function MandateTable({ mandates, caption }: { mandates: readonly MandateRowView[]; caption: string }) {
  return (
    <Table caption={caption} columns={COLUMNS}>
      {mandates.map((mandate) => {
        const { text, tone } = MANDATE_STATE[mandate.state];
        return (
          <Row key={mandate.id}>
            <Cell>
              <TwoLine second={<>{mandate.agentName}{mandate.merchantName ? ` · ${mandate.merchantName}` : null}</>}>
                <RowLink href={`/wallet/mandates/${mandate.id}`} className="font-medium">{MANDATE_TYPE[mandate.type].name}</RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">{mandate.agentName}</Cell>
            <Cell narrow="hidden" className="text-muted">{mandate.merchantName ?? 'Any'}</Cell>
            <Cell narrow="hidden" className="tabular text-muted"><Time at={mandate.createdAt} /></Cell>
            <Cell align="right">
              <TwoLine align="right" second={<Time at={mandate.createdAt} />}><StatusPill tone={tone}>{text}</StatusPill></TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
