import { ageText } from '@/components/ui/age';
import { amountText } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, RowLink, Table, TwoLine, type Column } from '@/components/ui/table';
import type { AgentRow } from '@/lib/wallet';
import { AGENT_STATUS } from './words';

const COLUMNS: readonly Column[] = [
  { label: 'Agent' },
  { label: 'Each purchase', narrow: 'hidden' },
  { label: 'Last used', narrow: 'hidden' },
  { label: 'Status', align: 'right' },
];

const perPurchase = (agent: AgentRow): string =>
  agent.limits.map(({ perTransaction }) => `up to ${amountText(perTransaction, { code: true })}`).join(', ') || 'always asks';
const lastUsed = (agent: AgentRow, now: Date): string => {
  if (agent.lastUsedAt === null) return 'never';
  const age = ageText(agent.lastUsedAt, now);
  return age === 'now' ? 'just now' : `${age} ago`;
};

export function AgentTable({ agents, now }: { agents: readonly AgentRow[]; now: Date }) {
  return (
    <Table caption="Agents" columns={COLUMNS}>
      {agents.map((agent) => {
        const { text, tone } = AGENT_STATUS[agent.status];
        return (
          <Row key={agent.id}>
            <Cell>
              <TwoLine second={perPurchase(agent)}>
                <RowLink href={`/wallet/agents/${agent.id}`} className="font-medium">
                  {agent.name}
                </RowLink>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden" className="tabular text-muted">
              {perPurchase(agent)}
            </Cell>
            <Cell narrow="hidden" className="tabular text-muted">
              {lastUsed(agent, now)}
            </Cell>
            <Cell align="right">
              <TwoLine align="right" second={lastUsed(agent, now)}>
                <StatusPill tone={tone}>{text}</StatusPill>
              </TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
