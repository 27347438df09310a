'use client';

import { changeWithPasskey } from '@/components/client/confirmed-change';
import { AmountField, CheckField, Field, SelectField } from '@/components/ui/field';
import { CURRENCIES } from '@/lib/kernel/money';
import { SaveForm } from './save-form';

const HOUR = 3_600_000;
const SPANS = [
  { value: String(HOUR), text: 'For an hour' },
  { value: String(24 * HOUR), text: 'For a day' },
  { value: String(7 * 24 * HOUR), text: 'For a week' },
  { value: String(30 * 24 * HOUR), text: 'For 30 days' },
];

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

function save(form: FormData): Promise<string | null> {
  const [merchant, category] = [textOf(form, 'merchant').toLowerCase(), textOf(form, 'category')];
  if (merchant === '' && category === '') return Promise.resolve('Name a merchant, a kind of goods, or both.');
  const wanted = {
    agent_id: textOf(form, 'agent'),
    merchant: merchant === '' ? null : merchant,
    category: category === '' ? null : category,
    amount: textOf(form, 'amount'),
    currency: textOf(form, 'currency'),
    expires_at: new Date(Date.now() + Number(textOf(form, 'span'))).toISOString(),
    single_use: form.has('single_use'),
  };
  return changeWithPasskey('/api/agent/v1/authorizations', wanted, 'POST');
}

/** One allowance beyond limits and questions, under the passkey. */
export function NewAuthorisation({ agents }: { agents: readonly { readonly id: string; readonly name: string }[] }) {
  return (
    <SaveForm
      save={save}
      submit="Authorise with passkey"
      saved="The authorisation holds from now on."
      note="Your passkey signs exactly this. You can withdraw it at any time."
      className="rounded-card border border-border bg-surface px-4 py-4 sm:px-5"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label="Agent" name="agent" options={agents.map(({ id, name }) => ({ value: id, text: name }))} required />
        <SelectField label="How long" name="span" options={SPANS} defaultValue={String(24 * HOUR)} />
        <Field label="At this merchant" name="merchant" maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} hint="Its handle, for example regal-moose." />
        <Field label="For this kind of goods" name="category" maxLength={60} autoComplete="off" hint="As the merchant sorts its goods. Leave one of the two empty for any." />
        <AmountField label="Up to" name="amount" currency="" required />
        <SelectField label="Currency" name="currency" options={CURRENCIES.map((currency) => ({ value: currency, text: currency }))} defaultValue="CAD" />
      </div>
      <div className="mt-4">
        <CheckField label="For one purchase" name="single_use" hint="Otherwise for as many as the amount pays for." defaultChecked />
      </div>
    </SaveForm>
  );
}
