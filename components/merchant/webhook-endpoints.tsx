'use client';

import { useState } from 'react';
import { act, call } from '@/components/client/http';
import { CodeBlock } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { CheckField, Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { FormDialog } from './form-dialog';

type Endpoint = { readonly id: string; readonly url: string; readonly events: readonly string[]; readonly createdAt: Date };
/** Events of one kind, as one choice. */
type Group = { readonly name: string; readonly label: string; readonly hint: string; readonly events: readonly string[] };

type Props = { readonly endpoints: readonly Endpoint[]; readonly groups: readonly Group[]; /** Who may change something. */ readonly mayChange: boolean };

/** Where a merchant is told: the list, one more, one less. */
export function WebhookEndpoints({ endpoints, groups, mayChange }: Props) {
  const [secret, setSecret] = useState<string | null>(null);

  async function register(form: FormData): Promise<string | null> {
    const events = groups.filter(({ name }) => form.has(name)).flatMap((group) => group.events);
    if (events.length === 0) return 'Choose at least one kind of event.';
    const answer = await call<{ secret: string }>('POST', '/api/dashboard/webhooks', { url: form.get('url'), events });
    if (!answer.ok) return answer.message;
    setSecret(answer.data.secret);
    return null;
  }

  return (
    <div className="flex flex-col gap-3">
      {secret === null ? null : (
        <Notice tone="success" title="Endpoint added" live>
          <p className="mb-2">Each delivery is signed with this secret. It is shown once.</p>
          <CodeBlock code={secret} what="Webhook secret" />
        </Notice>
      )}
      {endpoints.length > 0 ? (
        <ul className="divide-y divide-border rounded-card border border-border bg-surface">
          {endpoints.map((endpoint) => (
            <li key={endpoint.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
              <div className="min-w-0 flex-1">
                <p className="font-mono text-[13px]/5 font-medium wrap-anywhere">{endpoint.url}</p>
                <p className="text-[13px]/5 text-muted">
                  {endpoint.events.join(', ')} · since <Time at={endpoint.createdAt} dateOnly />
                </p>
              </div>
              {mayChange ? (
                <FormDialog open="Remove" title="Remove this endpoint?" submit="Remove endpoint" dismiss="Keep it" danger work={() => act('DELETE', `/api/dashboard/webhooks/${endpoint.id}`)}>
                  <p className="text-muted wrap-anywhere">Nothing more is sent to {endpoint.url}, also what waits to be sent again.</p>
                </FormDialog>
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState>No endpoint yet. Agent platforms add theirs with your API key; you can add one here.</EmptyState>
      )}
      {mayChange ? (
        <div>
          <FormDialog open="Add endpoint" title="Add an endpoint" submit="Add endpoint" dismiss="Not now" work={register}>
            <Field label="URL" name="url" type="url" required maxLength={2000} placeholder="https://example.com/webhooks" hint="Posted to exactly as given." />
            <fieldset className="space-y-3">
              <legend className="mb-1 text-[13px]/5 font-medium">Events</legend>
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
