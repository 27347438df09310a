'use client';

import type { FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { consoleWords } from './console-words';
import { SaveOutcome } from './save-outcome';
import { useSave } from './use-save';

type Props = { readonly locale: 'en' | 'fr' };

/** Who the signed-in person is: asked for once. */
export function NameForm({ locale }: Props) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void save('POST', '/merchant/auth/profile/complete', { displayName: String(new FormData(event.currentTarget).get('displayName')) });
  }
  return (
    <form onSubmit={submit} className="mt-6 space-y-3 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      <Field label={words.launchpad.who} hint={words.launchpad.whoHint} name="displayName" autoComplete="name" required maxLength={80} />
      <SaveOutcome outcome={outcome} words={words} />
      <Button type="submit" variant="primary" className="max-sm:w-full" pending={pending}>{words.save}</Button>
    </form>
  );
}

/** Opens the store, or closes it again. */
export function LiveSwitch({ locale, status, ready }: Props & { status: 'draft' | 'live'; ready: boolean }) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  const isLive = status === 'live';
  return (
    <div className="mt-6 space-y-3">
      {outcome?.kind === 'saved' ? null : <SaveOutcome outcome={outcome} words={words} />}
      <Button
        variant={isLive ? 'danger' : 'primary'}
        className="max-sm:w-full"
        pending={pending}
        disabled={!isLive && !ready}
        onClick={() => void save('POST', `/merchant/launchpad/${isLive ? 'take-offline' : 'go-live'}`, {})}
      >
        {isLive ? words.launchpad.offline : words.launchpad.goLive}
      </Button>
      <p className="text-[13px]/5 text-muted">{isLive ? words.launchpad.offlineLead : ready ? null : words.launchpad.blocked}</p>
    </div>
  );
}
