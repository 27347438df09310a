import { CopyButton } from '@/components/ui/copy';
import { Money } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { StatementView } from '@/lib/bank';

const KIND: Record<StatementView['entries'][number]['kind'], string> = { fund: 'Deposit', capture: 'Purchase', refund: 'Refund' };
const HOLD_STATUS: Record<StatementView['holds'][number]['status'], string> = { held: 'Held', captured: 'Captured', released: 'Released' };

/** What is there, and what of it is held, for each account. */
export function Balances({ accounts }: { accounts: StatementView['accounts'] }) {
  return (
    <dl className="grid divide-border rounded-card border border-border bg-surface max-sm:divide-y sm:auto-cols-fr sm:grid-flow-col sm:divide-x">
      {accounts.map(({ bank, bankName, currency, available, held }) => (
        <div key={`${bank} ${currency}`} className="px-5 py-4">
          <dt className="text-[13px]/5 text-muted">
            {bankName}, {currency}
          </dt>
          <dd className="tabular mt-1 text-[24px]/8 font-semibold tracking-[-0.02em]">
            <Money value={available} />
          </dd>
          <dd className="tabular text-[12px]/4 text-subtle">
            {held.amount === 0n ? (
              'Available, nothing held'
            ) : (
              <>
                Available, <Money value={held} /> held
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Line = Pick<StatementView['entries'][number], 'agent' | 'humanPresent' | 'mandate'>;

/** The badge that every line made by an agent carries, and on whose word it paid. */
function AgentBadge({ line: { agent, humanPresent, mandate } }: { line: Line }) {
  if (agent === null) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatusPill tone="accent">Agent · {agent}</StatusPill>
      {humanPresent ? <span className="text-[12px]/4 text-muted">with your approval</span> : null}
      {mandate === null ? null : (
        <span className="text-[12px]/4 text-muted">
          signed mandate <CopyButton text={mandate.signature} what={`the signed mandate ${mandate.id}`} />
        </span>
      )}
    </span>
  );
}

const HOLD_COLUMNS: readonly Column[] = [
  { label: 'Merchant' },
  { label: 'Agent', narrow: 'hidden' },
  { label: 'When', narrow: 'hidden' },
  { label: 'Status', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
];

function Merchant({ name, orderId }: { name: string; orderId: string | null }) {
  return orderId === null ? (
    <span className="font-medium">{name}</span>
  ) : (
    <RowLink href={`/orders/${orderId}`} className="font-medium">
      {name}
    </RowLink>
  );
}

export function HoldTable({ holds }: { holds: StatementView['holds'] }) {
  return (
    <Table caption="Holds" columns={HOLD_COLUMNS}>
      {holds.map((hold) => {
        const status = HOLD_STATUS[hold.status];
        return (
          <Row key={hold.id}>
            <Cell>
              <TwoLine
                second={
                  <>
                    <Time at={hold.at} /> <AgentBadge line={hold} />
                  </>
                }
              >
                <Merchant name={hold.merchant} orderId={hold.orderId} />
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">
              <AgentBadge line={hold} />
            </Cell>
            <Cell narrow="hidden" className="tabular text-muted">
              <Time at={hold.at} />
            </Cell>
            <Cell narrow="hidden" className="text-muted">
              {status}
            </Cell>
            <Cell align="right">
              <TwoLine align="right" second={status}>
                <Money value={hold.amount} code />
              </TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

const ENTRY_COLUMNS: readonly Column[] = [
  { label: 'Merchant' },
  { label: 'Agent', narrow: 'hidden' },
  { label: 'When', narrow: 'hidden' },
  { label: 'Kind', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
];

export function EntryTable({ entries }: { entries: StatementView['entries'] }) {
  return (
    <Table caption="Entries" columns={ENTRY_COLUMNS}>
      {entries.map((entry) => {
        const kind = KIND[entry.kind];
        return (
          <Row key={entry.id}>
            <Cell>
              <TwoLine
                second={
                  <>
                    <Time at={entry.at} /> <AgentBadge line={entry} />
                  </>
                }
              >
                <Merchant name={entry.merchant} orderId={entry.orderId} />
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">
              <AgentBadge line={entry} />
            </Cell>
            <Cell narrow="hidden" className="tabular text-muted">
              <Time at={entry.at} />
            </Cell>
            <Cell narrow="hidden" className="text-muted">
              {kind}
            </Cell>
            <Cell align="right">
              <TwoLine align="right" second={kind}>
                <Money value={entry.amount} plus code />
              </TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
