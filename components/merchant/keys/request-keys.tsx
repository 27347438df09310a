'use client';

import { useState, type FormEvent } from 'react';
import { actIn } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { Dialog } from '@/components/ui/dialog';
import { TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { KeyWords } from './key-words';

type RequestKey = { readonly id: string; readonly kid: string | null; readonly algorithm: string; readonly addedAt: Date };
type ApiKey = { readonly apiKeyId: string; readonly name: string; readonly createdAt: Date; readonly requestKeys: readonly RequestKey[]; readonly words: KeyWords };

/** A public key as pasted, or what is wrong with it. */
function parseJwk(text: string, words: KeyWords): { readonly jwk: object } | { readonly fault: string } {
  try {
    const jwk: unknown = JSON.parse(text);
    return typeof jwk === 'object' && jwk !== null ? { jwk } : { fault: words.noJwk };
  } catch {
    return { fault: words.noJson };
  }
}

/** One API key, and the public keys that requests with it must be signed by. */
export function RequestKeys({ apiKeyId, name, createdAt, requestKeys, words }: ApiKey) {
  const act = actIn(words.errors);
  const path = `/api/dashboard/api-keys/${apiKeyId}/request-keys`;
  const [adding, setAdding] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { pending, failure, run } = useAction();

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('jwk');
    const parsed = parseJwk(typeof text === 'string' ? text : '', words);
    setFault('fault' in parsed ? parsed.fault : null);
    if ('fault' in parsed) return;
    if (await run(() => act('POST', path, { jwk: parsed.jwk }))) setAdding(false);
  }

  const isSigned = requestKeys.length > 0;
  return (
    <Section title={name} aside={<>{words.since} <Time at={createdAt} dateOnly locale={words.locale} /></>}>
      <div className="rounded-card border border-border bg-surface">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
          <p className="text-muted">
            <StatusPill tone={isSigned ? 'success' : 'muted'}>{isSigned ? words.signed : words.unsigned}</StatusPill>{' '}
            {isSigned ? words.signedLead : words.unsignedLead}
          </p>
          <Button onClick={() => setAdding(true)} aria-label={`${words.addTo} ${name}`}>
            {words.add}
          </Button>
        </div>
        {requestKeys.length > 0 ? (
          <ul className="divide-y divide-border border-t border-border">
            {requestKeys.map((key) => (
              <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
                <div className="min-w-0">
                  <p className="wrap-anywhere">
                    {key.kid ?? key.algorithm} <CopyId id={key.id} what={words.thumbprint} />
                  </p>
                  <p className="tabular text-[13px]/5 text-muted">
                    {key.algorithm}, {words.added} <Time at={key.addedAt} dateOnly locale={words.locale} />
                  </p>
                </div>
                <Button variant="danger" pending={pending} aria-label={`${words.remove} ${key.kid ?? key.id}`} onClick={() => void run(() => act('DELETE', `${path}/${key.id}`))}>
                  {words.remove}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {failure && !adding ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
      <Dialog open={adding} title={`${words.addTitle} ${name}`} onClose={() => setAdding(false)}>
        <form onSubmit={(event) => void add(event)} className="mt-1 flex flex-col gap-4">
          <p className="text-muted">{words.addLead}</p>
          <TextAreaField
            label={words.jwk}
            name="jwk"
            rows={5}
            required
            spellCheck={false}
            className="font-mono"
            hint={words.jwkHint}
            error={fault ?? failure}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAdding(false)}>{words.notNow}</Button>
            <Button type="submit" variant="primary" pending={pending}>
              {words.add}
            </Button>
          </div>
        </form>
      </Dialog>
    </Section>
  );
}
