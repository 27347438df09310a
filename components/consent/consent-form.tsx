'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { call } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import { Button } from '@/components/ui/button';
import { CheckField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { LimitsFields, limitsFault, readLimits, type SpendingLimits } from '@/components/wallet/limits-fields';
import { PERMISSIONS } from '@/components/wallet/words';
import { toCurrency } from '@/lib/kernel/money';

/** Which request is answered, as POST /api/agent/v1/oauth/consents takes it. */
export type RequestRef = { readonly query: string } | { readonly user_code: string } | { readonly grant_id: string };
export type AskedView = { readonly permissions: readonly string[]; readonly limits: readonly SpendingLimits[] };

type Proposed = { readonly grant_id: string; readonly mandate: { readonly publicKey: RequestOptions } };
type Confirmed = { readonly agent_id: string; readonly redirect_to?: string };

/** Where nothing was asked for. */
const USUAL: readonly SpendingLimits[] = [{ currency: 'CAD', per_transaction: '50.00', daily: '200.00', monthly: '1000.00' }];

type Allowed = { readonly ok: true; readonly confirmed: Confirmed } | { readonly ok: false; readonly message: string };

/** Proposes the terms, signs the mandate over exactly them, and hands the signature in. */
async function allow(request: RequestRef, permissions: string[], spendingLimits: SpendingLimits[]): Promise<Allowed> {
  const proposed = await call<Proposed>('POST', '/api/agent/v1/oauth/consents', { ...request, permissions, spending_limits: spendingLimits });
  if (!proposed.ok) return proposed;
  const signed = await signWithPasskey(proposed.data.mandate.publicKey);
  if (!signed.ok) return { ok: false, message: 'Your passkey was not used. Nothing was allowed.' };
  const path = `/api/agent/v1/oauth/consents/${encodeURIComponent(proposed.data.grant_id)}/confirm`;
  const confirmed = await call<Confirmed>('POST', path, { assertion: signed.response });
  return confirmed.ok ? { ok: true, confirmed: confirmed.data } : confirmed;
}

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
    const fault = permissions.length === 0 ? 'Choose at least one thing that it may do, or decline.' : firstFault(granted);
    setFailure(fault);
    if (fault !== null) return;
    setPending(true);
    const answer = await allow(request, permissions, granted);
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
      <fieldset className="space-y-3">
        <legend className="mb-2 font-semibold">What it may do</legend>
        {PERMISSIONS.map(({ name, label, hint }) => {
          const isAsked = asked.permissions.includes(name);
          return (
            <CheckField key={name} name="permissions" value={name} label={label} hint={isAsked ? hint : `${hint} It did not ask for this.`} defaultChecked={isAsked} />
          );
        })}
      </fieldset>
      <div className="mt-6 space-y-4">
        <h2 className="font-semibold">What it may spend without asking</h2>
        <p className="text-muted">
          {asked.limits.length > 0 ? 'It asks for these. Lower them, or raise them if you mean to.' : 'It asked for no limits of its own. These are a start.'} Above
          them each purchase waits for your passkey.
        </p>
        {limits.map((limit) => (
          <LimitsFields key={limit.currency} currency={toCurrency(limit.currency)} defaults={[limit.per_transaction, limit.daily, limit.monthly]} />
        ))}
      </div>
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

const firstFault = (limits: readonly SpendingLimits[]): string | null =>
  limits.map((limit) => limitsFault(limit, toCurrency(limit.currency))).find((found) => found !== null) ?? null;
