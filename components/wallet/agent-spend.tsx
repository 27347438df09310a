import Link from 'next/link';
import { amountText } from '@/components/ui/money';
import { StatusPill } from '@/components/ui/status-pill';
import type { AgentRow, WalletHomeView } from '@/lib/wallet';
import { AgentActions } from './agent-actions';
import { AgentLimits } from './agent-limits';
import { AGENT_STATUS } from './words';

/** What all agents spend together: against the limits over all of them, and in currencies that have none. Nothing where there is neither. */
export function SpendTogether({ limits, spend }: Pick<WalletHomeView, 'limits' | 'spend'>) {
  const unlimited = spend.filter(({ currency }) => !limits.some((limit) => limit.currency === currency));
  if (limits.length === 0 && unlimited.length === 0) return null;
  return (
    <section aria-label="All agents together">
      <div className="px-4 pt-3 sm:px-5">
        <Link href="/wallet/policy" className="font-medium hover:underline">
          All agents together
        </Link>
      </div>
      {limits.length > 0 ? <AgentLimits limits={limits} /> : null}
      {unlimited.length > 0 ? (
        <ul className="space-y-1 px-4 pt-1 pb-4 sm:px-5">
          {unlimited.map(({ currency, spentToday, spentThisWeek, spentThisMonth }) => (
            <li key={currency} className="tabular text-muted">
              <span className="font-medium text-fg">{amountText(spentThisMonth, { code: true })}</span> this month, {amountText(spentThisWeek)} this week, {amountText(spentToday)} today.
              No limit over all agents in {currency}.
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

/** One agent: its state, what it spent against its limits, and the way to stop it. */
export function AgentSpend({ agent, hasPasskey }: { agent: AgentRow; hasPasskey: boolean }) {
  const { text, tone } = AGENT_STATUS[agent.status];
  return (
    <section aria-label={agent.name}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 pt-3 sm:px-5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={`/wallet/agents/${agent.id}`} className="font-medium wrap-anywhere hover:underline">
            {agent.name}
          </Link>
          <StatusPill tone={tone}>{text}</StatusPill>
        </div>
        <AgentActions agentId={agent.id} agentName={agent.name} status={agent.status} hasPasskey={hasPasskey} oneTouch />
      </div>
      {agent.limits.length > 0 ? (
        <AgentLimits limits={agent.limits} />
      ) : (
        <p className="px-4 pt-1 pb-4 text-muted sm:px-5">No limits set: every purchase asks you.</p>
      )}
    </section>
  );
}
