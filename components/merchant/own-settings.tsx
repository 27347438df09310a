'use client';

import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/field';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { SessionView } from '@/lib/identity';
import { consoleWords } from './console-words';
import { SaveOutcome } from './save-outcome';
import { useSave } from './use-save';

type Props = { readonly locale: 'en' | 'fr' };

/** Where a person of a merchant is signed in, and how to end it. */
export function ConsoleSessions({ locale, sessions }: Props & { sessions: readonly SessionView[] }) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  return (
    <div className="mt-6 space-y-4">
      <ul className="divide-y divide-border rounded-card border border-border bg-surface">
        {sessions.map(({ handle, device, isThis, lastSeenAt, clientNetwork }) => (
          <li key={handle} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium"><span className="wrap-anywhere">{device ?? words.sessions.unknown}</span>{isThis ? <StatusPill tone="success">{words.sessions.here}</StatusPill> : null}</p>
              <p className="tabular text-[13px]/5 text-muted">{words.sessions.seen} <Time at={lastSeenAt} locale={locale} />{clientNetwork ? ` · ${clientNetwork}` : null}</p>
            </div>
            {isThis ? null : <Button className="max-sm:w-full" aria-label={`${words.sessions.signOut} ${device ?? words.sessions.unknown}`} pending={pending} onClick={() => void save('DELETE', `/merchant/sessions/${handle}`)}>{words.sessions.signOut}</Button>}
          </li>
        ))}
      </ul>
      {outcome && outcome.kind !== 'saved' ? <SaveOutcome outcome={outcome} words={words} /> : null}
      {sessions.length > 1 ? <Button className="max-sm:w-full" pending={pending} onClick={() => void save('POST', '/merchant/sessions/end-others', {})}>{words.sessions.others}</Button> : null}
    </div>
  );
}

/** The language of the console, from the next page on. */
export function LanguageChoice({ locale }: Props) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  return (
    <div className="mt-6 max-w-sm space-y-3">
      <SelectField label={words.preferences.language} disabled={pending} value={locale} options={[{ value: 'en', text: words.preferences.english }, { value: 'fr', text: words.preferences.french }]}
        onChange={(event) => void save('PATCH', '/merchant/session/preferences', { uiLocale: event.target.value })} />
      <SaveOutcome outcome={outcome} words={words} />
    </div>
  );
}
