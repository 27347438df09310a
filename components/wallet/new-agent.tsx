'use client';

import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import { Button, LinkButton } from '@/components/ui/button';
import { FactList } from '@/components/ui/card';
import { CodeBlock, CopyId } from '@/components/ui/copy';
import { CheckField, Field } from '@/components/ui/field';
import { amountText } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { money, parseDecimal, toCurrency } from '@/lib/kernel/money';
import { firstCalls } from './agent-curl';
import { LimitsFields, readLimits, type SpendingLimits } from './limits-fields';
import { firstLimitsFault, PermissionFields, SpendingFields } from './terms-fields';
import { permissionWords } from './words';

type Mandate = { readonly id: string; readonly publicKey: RequestOptions };
type NewAgent = { readonly agent_id: string; readonly client_id: string; readonly client_secret: string; readonly mandate: Mandate };
type Wanted = { readonly name: string; readonly description: string; readonly permissions: string[]; readonly spending_limits: SpendingLimits[] };
type Step =
  | { readonly at: 'form' }
  | { readonly at: 'confirm'; readonly wanted: Wanted; readonly agent: NewAgent }
  | { readonly at: 'done'; readonly agent: NewAgent; readonly confirmed: boolean };

const USUAL_CAD: SpendingLimits = { currency: 'CAD', per_transaction: '50.00', daily: '200.00', monthly: '1000.00' };

function readForm(form: FormData, inEuro: boolean): Wanted {
  return {
    name: String(form.get('name')).trim(),
    description: String(form.get('description')).trim(),
    permissions: form.getAll('permissions').map(String),
    spending_limits: [readLimits(form, 'CAD'), ...(inEuro ? [readLimits(form, 'EUR')] : [])],
  };
}

function FormStep({ onMade }: { onMade: (wanted: Wanted, agent: NewAgent) => void }) {
  const [inEuro, setInEuro] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const wanted = readForm(new FormData(event.currentTarget), inEuro);
    const fault = firstLimitsFault(wanted.spending_limits);
    setFailure(fault);
    if (fault !== null) return;
    setPending(true);
    const answer = await call<NewAgent>('POST', '/api/agent/v1/agents', wanted);
    setPending(false);
    if (answer.ok) onMade(wanted, answer.data);
    else setFailure(answer.message);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="max-w-[640px]">
      <div className="space-y-4">
        <Field label="Name" name="name" maxLength={100} required autoComplete="off" hint="What you will see when it asks you for approval." />
        <Field
          label="What it is for"
          name="description"
          maxLength={500}
          autoComplete="off"
          hint="Part of the mandate that your passkey signs. For example: buy coffee when it runs low."
        />
      </div>
      <div className="mt-8 space-y-8">
        <PermissionFields />
        <SpendingFields lead="Above any of these, the purchase waits for your passkey. A currency that has no limits always asks." limits={[USUAL_CAD]}>
          <CheckField label="Also set limits in EUR" checked={inEuro} onChange={({ target }) => setInEuro(target.checked)} />
          {inEuro ? <LimitsFields currency="EUR" defaults={['30.00', '100.00', '500.00']} /> : null}
        </SpendingFields>
      </div>
      {failure ? (
        <Notice tone="danger" live className="mt-6">
          {failure}
        </Notice>
      ) : null}
      <div className="mt-6 flex flex-wrap gap-2 max-sm:*:w-full">
        <Button type="submit" variant="primary" pending={pending}>
          Create agent
        </Button>
        <LinkButton href="/wallet/agents" variant="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}

const limitsText = (limits: SpendingLimits): string => {
  const currency = toCurrency(limits.currency);
  const text = (decimal: string): string => amountText(money(parseDecimal(decimal, currency) ?? 0n, currency));
  return `${text(limits.per_transaction)} each purchase, ${text(limits.daily)} a day, ${limits.weekly === undefined ? '' : `${text(limits.weekly)} a week, `}${text(limits.monthly)} a month`;
};

function ConfirmStep({ wanted, agent, onDone }: { wanted: Wanted; agent: NewAgent; onDone: (confirmed: boolean) => void }) {
  const [mandate, setMandate] = useState(agent.mandate);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setPending(true);
    setFailure(null);
    const path = `/api/agent/v1/agents/${encodeURIComponent(agent.agent_id)}`;
    const signed = await signWithPasskey(mandate.publicKey);
    const confirmed = signed.ok ? await call('POST', `${path}/confirm`, { assertion: signed.response }) : null;
    if (confirmed?.ok) return onDone(true);
    setFailure(
      confirmed === null ? 'Your passkey was not used. Try again, or leave it for later: until then every purchase asks you.' : confirmed.message,
    );
    // A challenge is used once and lives five minutes: the next try signs a new one.
    const again = await call('PATCH', path, { status: 'active' });
    if (!again.ok && again.status === 428) setMandate((again.data as { mandate: Mandate }).mandate);
    setPending(false);
  }

  return (
    <div className="max-w-[640px]">
      <h2 className="text-[16px]/6 font-semibold">Confirm the mandate</h2>
      <p className="mt-1 text-muted">Your passkey signs what {wanted.name} may do. Nobody can widen it later without your passkey.</p>
      <div className="mt-4">
        <FactList
          facts={[
            { label: 'Agent', value: wanted.name },
            ...(wanted.description ? [{ label: 'For', value: wanted.description }] : []),
            { label: 'May', value: wanted.permissions.map((name) => permissionWords(name).label.toLowerCase()).join(', ') || 'nothing yet' },
            ...wanted.spending_limits.map((limits) => ({
              label: `Limits, ${limits.currency}`,
              value: <span className="tabular">{limitsText(limits)}</span>,
            })),
            { label: 'Mandate', value: <CopyId id={mandate.id} what="mandate id" /> },
          ]}
        />
      </div>
      {failure ? (
        <Notice tone="danger" live className="mt-4">
          {failure}
        </Notice>
      ) : null}
      <div className="mt-6 flex flex-wrap gap-2 max-sm:*:w-full">
        <Button variant="primary" pending={pending} onClick={() => void confirm()}>
          Confirm with passkey
        </Button>
        <Button variant="quiet" disabled={pending} onClick={() => onDone(false)}>
          Later
        </Button>
      </div>
    </div>
  );
}

function DoneStep({ agent, confirmed, origin }: { agent: NewAgent; confirmed: boolean; origin: string }) {
  return (
    <div className="max-w-[640px] space-y-4">
      <Notice tone={confirmed ? 'success' : 'warning'} live title={confirmed ? 'The agent is active' : 'The agent is not confirmed yet'}>
        {confirmed ? 'It may now buy within its limits.' : 'It may browse, and every purchase asks you. Confirm it on its page.'}
      </Notice>
      <Notice title="Copy the secret now">It is shown this once. We keep only its fingerprint and cannot show it again.</Notice>
      <FactList
        facts={[
          { label: 'Client id', value: <CopyId id={agent.client_id} what="client id" whole /> },
          { label: 'Client secret', value: <CopyId id={agent.client_secret} what="client secret" whole /> },
        ]}
      />
      <h2 className="pt-2 font-semibold">Try it</h2>
      <CodeBlock what="Commands that get a token and list products" code={firstCalls(origin, agent.client_id, agent.client_secret)} />
      <p className="text-muted">
        Next:{' '}
        <a href="/docs" className="text-accent underline underline-offset-3">
          how an agent buys in five calls
        </a>
        .
      </p>
      <div className="pt-2">
        <LinkButton href={`/wallet/agents/${agent.agent_id}`} variant="primary">
          Go to the agent
        </LinkButton>
      </div>
    </div>
  );
}

/** Describes an agent, signs its mandate, shows its credentials once. `origin` is where it will call. */
export function NewAgentFlow({ origin }: { origin: string }) {
  const [step, setStep] = useState<Step>({ at: 'form' });
  switch (step.at) {
    case 'form':
      return <FormStep onMade={(wanted, agent) => setStep({ at: 'confirm', wanted, agent })} />;
    case 'confirm':
      return <ConfirmStep wanted={step.wanted} agent={step.agent} onDone={(confirmed) => setStep({ at: 'done', agent: step.agent, confirmed })} />;
    case 'done':
      return <DoneStep agent={step.agent} confirmed={step.confirmed} origin={origin} />;
  }
}
