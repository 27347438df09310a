'use client';

import { useState } from 'react';
import { actIn, call, tellIn } from '@/components/client/http';
import { CodeBlock } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { CheckField, Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { FormDialog } from '../form-dialog';
import type { WebhookWords } from './webhook-words';

type Endpoint = { readonly id: string; readonly url: string; readonly events: readonly string[]; readonly createdAt: Date };
/** Events of one kind, as one choice. */
type Group = { readonly name: string; readonly label: string; readonly hint: string; readonly events: readonly string[] };

type Props = { readonly endpoints: readonly Endpoint[]; readonly groups: readonly Group[]; /** Who may change something. */ readonly mayChange: boolean; readonly words: WebhookWords };

/** Where a merchant is told: the list, one more, one less. */
export function WebhookEndpoints({ endpoints, groups, mayChange, words }: Props) {
  const [secret, setSecret] = useState<string | null>(null);

  async function register(form: FormData): Promise<string | null> {
    const events = groups.filter(({ name }) => form.has(name)).flatMap((group) => group.events);
    if (events.length === 0) return words.chooseOne;
    const answer = await call<{ secret: string }>('POST', '/api/dashboard/webhooks', { url: form.get('url'), events });
    if (!answer.ok) return tellIn(words.errors, answer);
    setSecret(answer.data.secret);
    return null;
  }

  return (
    <div className="flex flex-col gap-3">
      {secret === null ? null : (
        <Notice tone="success" title={words.added} live>
          <p className="mb-2">{words.secretOnce}</p>
          <CodeBlock code={secret} what={words.secret} />
        </Notice>
      )}
      {endpoints.length > 0 ? (
        <ul className="divide-y divide-border rounded-card border border-border bg-surface">
          {endpoints.map((endpoint) => (
            <li key={endpoint.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
              <div className="min-w-0 flex-1">
                <p className="font-mono text-[13px]/5 font-medium wrap-anywhere">{endpoint.url}</p>
                <p className="text-[13px]/5 text-muted">
                  {endpoint.events.join(', ')} · {words.since} <Time at={endpoint.createdAt} dateOnly locale={words.locale} />
                </p>
              </div>
              {mayChange ? (
                <FormDialog open={words.remove} title={words.removeTitle} submit={words.removeSubmit} dismiss={words.keep} danger work={() => actIn(words.errors)('DELETE', `/api/dashboard/webhooks/${endpoint.id}`)}>
                  <p className="text-muted wrap-anywhere">{words.nothingMore} {endpoint.url}</p>
                </FormDialog>
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState>{words.noEndpoint}</EmptyState>
      )}
      {mayChange ? (
        <div>
          <FormDialog open={words.add} title={words.addTitle} submit={words.add} dismiss={words.notNow} work={register}>
            <Field label={words.url} name="url" type="url" required maxLength={2000} placeholder="https://example.com/webhooks" hint={words.urlHint} />
            <fieldset className="space-y-3">
              <legend className="mb-1 text-[13px]/5 font-medium">{words.events}</legend>
              {groups.map(({ name, label, hint }, index) => (
                <CheckField key={name} name={name} label={label} hint={hint} defaultChecked={index === 0} />
              ))}
            </fieldset>
          </FormDialog>
        </div>
      ) : null}
    </div>
  );
}
