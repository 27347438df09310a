'use client';

import { useState, type FormEvent } from 'react';
import { actIn, call, tellIn } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { CardAvailability } from '@/lib/ports';
import { consoleWords } from '../console-words';
import { FormDialog } from '../form-dialog';
import { SaveOutcome } from '../save-outcome';
import { useSave } from '../use-save';
import { paymentWords } from './payment-words';

type Props = { readonly locale: 'en' | 'fr' };

const HUB = '/merchant/payment-hub/stripe-connect';

/** Leads to the provider's own page. */
function OnboardingButton({ locale, label }: Props & { readonly label: string }) {
  const words = consoleWords(locale);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function go(): Promise<void> {
    setPending(true);
    setFailure(null);
    const answer = await call<{ url: string }>('POST', `${HUB}/account-links`, {});
    if (answer.ok) return window.location.assign(answer.data.url);
    setPending(false);
    setFailure(tellIn(words.errors, answer));
  }
  return (
    <>
      <Button variant="primary" className="max-sm:w-full" pending={pending} onClick={() => void go()}>{label}</Button>
      {failure === null ? null : <Notice tone="danger" live className="w-full">{failure}</Notice>}
    </>
  );
}

/** What an owner can do at each state. */
export function PaymentActions({ locale, availability, hasAccount, isTest }: Props & { readonly availability: CardAvailability; readonly hasAccount: boolean; readonly isTest: boolean }) {
  const words = paymentWords(locale);
  const { pending, outcome, save } = useSave(consoleWords(locale));
  const isAsked = availability === 'needs_onboarding' || availability === 'requires_action';
  return (
    <div className="mt-5 space-y-3">
      <div className="flex flex-wrap gap-2">
        {isAsked ? <OnboardingButton locale={locale} label={hasAccount ? words.goOn : words.setUp} /> : null}
        {hasAccount ? <Button className="max-sm:w-full" pending={pending} onClick={() => void save('POST', `${HUB}/sync`, {})}>{words.refresh}</Button> : null}
        {hasAccount && isTest ? (
          <FormDialog open={words.startOver} title={words.startOverTitle} submit={words.startOver} dismiss={words.startOverKeep} danger work={() => actIn(consoleWords(locale).errors)('POST', `${HUB}/reset`, {})}>
            <p className="text-muted">{words.startOverHint}</p>
          </FormDialog>
        ) : null}
      </div>
      {outcome?.kind === 'saved' ? null : <SaveOutcome outcome={outcome} words={consoleWords(locale)} />}
    </div>
  );
}

/** The simulator's form: what it shall tell of the store. It leads back to the launchpad, as a provider's does. */
export function SimulatedOnboarding({ locale, states }: Props & { readonly states: readonly CardAvailability[] }) {
  const words = paymentWords(locale);
  const { pending, outcome, save } = useSave(consoleWords(locale));
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const availabilityStatus = String(new FormData(event.currentTarget).get('availabilityStatus'));
    if (await save('POST', `${HUB}/simulate`, { availabilityStatus })) window.location.assign('/dashboard/launchpad');
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-6 max-w-md space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      <SelectField label={words.outcome} name="availabilityStatus" defaultValue="available" options={states.map((value) => ({ value, text: words.states[value][0] }))} />
      {outcome?.kind === 'saved' ? null : <SaveOutcome outcome={outcome} words={consoleWords(locale)} />}
      <Button type="submit" variant="primary" className="max-sm:w-full" pending={pending}>{words.submit}</Button>
    </form>
  );
}
