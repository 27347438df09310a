import { LimitBar } from '@/components/ui/limit-bar';
import { amountText } from '@/components/ui/money';
import type { AgentRow } from '@/lib/wallet';

/** Spend against limits, of one agent or of all together, a line for each currency. */
export function AgentLimits({ limits }: { limits: AgentRow['limits'] }) {
  return (
    <div className="py-1.5">
      {limits.map((limit) => (
        <div key={limit.currency} className="grid gap-x-8 gap-y-3 px-4 py-2.5 sm:grid-cols-[140px_repeat(auto-fit,minmax(180px,1fr))] sm:px-5">
          <div>
            <p className="text-[13px]/5 text-muted">Each purchase</p>
            <p className="tabular font-medium">up to {amountText(limit.perTransaction, { code: true })}</p>
          </div>
          <LimitBar label="Today" spent={limit.spentToday} limit={limit.daily} />
          {limit.weekly === null ? null : <LimitBar label="This week" spent={limit.spentThisWeek} limit={limit.weekly} />}
          <LimitBar label="This month" spent={limit.spentThisMonth} limit={limit.monthly} />
        </div>
      ))}
    </div>
  );
}
