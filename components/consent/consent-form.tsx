'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { readLimits, type SpendingLimits } from '@/components/wallet/limits-fields';
import { firstLimitsFault, PermissionFields, SpendingFields } from '@/components/wallet/terms-fields';
import { toCurrency } from '@/lib/kernel/money';
import { allow, type RequestRef } from './allow';

/** `merchants`: handles, where it asks for some alone. */
export type AskedView = { readonly permissions: readonly string[]; readonly limits: readonly SpendingLimits[]; readonly merchants?: readonly string[] };

/** Where nothing was asked for. */
const USUAL: readonly SpendingLimits[] = [{ currency: 'CAD', per_transaction: '50.00', daily: '200.00', monthly: '1000.00' }];

/** What an agent asks for, to be lowered or knowingly raised, and the passkey under it. `decline` stands beside it. */
export function ConsentForm({
  request,
  asked,
  decline,
  onAllowed,
}: {
  request: RequestRef;
  asked: AskedView;
  decline: ReactNode;
  onAllowed: (agentId: string) => void;
}) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const limits = asked.limits.length > 0 ? asked.limits : USUAL;

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const permissions = form.getAll('permissions').map(String);
    const granted = limits.map(({ currency }) => readLimits(form, toCurrency(currency)));
    const fault = permissions.length === 0 ? 'Choose at least one thing that it may do, or decline.' : firstLimitsFault(granted);
    setFailure(fault);
    if (fault !== null) return;
    setPending(true);
    const answer = await allow(request, { permissions, spending_limits: granted }, asked.merchants);
    if (!answer.ok) {
      setFailure(answer.message);
      setPending(false);
    } else if (answer.confirmed.redirect_to !== undefined) {
      window.location.assign(answer.confirmed.redirect_to);
    } else {
      onAllowed(answer.confirmed.agent_id);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      {/* While the passkey signs, what it signs stays as it is. */}
      <fieldset disabled={pending} className="space-y-6">
        <legend className="sr-only">What you allow</legend>
        <PermissionFields asked={asked.permissions} />
        {asked.merchants ? (
          <div>
            <h2 className="mb-1 font-semibold">Where it may buy</h2>
            <p className="text-muted">
              At <span className="font-mono text-[13px]/5 text-fg wrap-anywhere">{asked.merchants.join(', ')}</span> and nowhere else. Your passkey signs this too.
            </p>
          </div>
        ) : null}
        <SpendingFields
          lead={`${asked.limits.length > 0 ? 'It asks for these. Lower them, or raise them if you mean to.' : 'It asked for no limits of its own. These are a start.'} Above them each purchase waits for your passkey.`}
          limits={limits}
        />
      </fieldset>
      {failure ? (
        <Notice tone="danger" live className="mt-6">
          {failure}
        </Notice>
      ) : null}
      <div className="mt-6 space-y-2">
        <Button type="submit" variant="primary" size="sheet" pending={pending}>
          Allow with passkey
        </Button>
        {decline}
      </div>
      <p className="mt-2 text-center text-[12px]/4 text-subtle">Your passkey signs exactly these permissions and limits. You can pause or revoke the agent at any time.</p>
    </form>
  );
}
