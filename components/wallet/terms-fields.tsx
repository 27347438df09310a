import type { ReactNode } from 'react';
import { CheckField } from '@/components/ui/field';
import { toCurrency } from '@/lib/kernel/money';
import { LimitsFields, limitsFault, type SpendingLimits } from './limits-fields';
import { PERMISSIONS } from './words';

/** What an agent may do, to be ticked. `asked`: what it asked for; left out: everything, to begin with. */
export function PermissionFields({ asked }: { asked?: readonly string[] }) {
  return (
    <fieldset className="space-y-3">
      <legend className="mb-3 font-semibold">What it may do</legend>
      {PERMISSIONS.map(({ name, label, hint }) => {
        const isAsked = asked?.includes(name) ?? true;
        return <CheckField key={name} name="permissions" value={name} label={label} hint={isAsked ? hint : `${hint} It did not ask for this.`} defaultChecked={isAsked} />;
      })}
    </fieldset>
  );
}

/** What an agent may spend alone. `children` stand under the fields. */
export function SpendingFields({ lead, limits, children }: { lead: string; limits: readonly SpendingLimits[]; children?: ReactNode }) {
  return (
    <div className="space-y-4">
      <div>
        <h2 className="mb-1 font-semibold">What it may spend without asking</h2>
        <p className="text-muted">{lead}</p>
      </div>
      {limits.map((limit) => (
        <LimitsFields
          key={limit.currency}
          currency={toCurrency(limit.currency)}
          defaults={[limit.per_transaction, limit.daily, limit.monthly]}
          weekly={limit.weekly}
        />
      ))}
      {children}
    </div>
  );
}

/** What is wrong with the first of these limits that do not fit; null when all do. */
export const firstLimitsFault = (limits: readonly SpendingLimits[]): string | null =>
  limits.map((limit) => limitsFault(limit, toCurrency(limit.currency))).find((found) => found !== null) ?? null;
