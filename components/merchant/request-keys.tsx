'use client';

import { useState, type FormEvent } from 'react';
import { act } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { Dialog } from '@/components/ui/dialog';
import { TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';

type RequestKey = { readonly id: string; readonly kid: string | null; readonly algorithm: string; readonly addedAt: Date };
type ApiKey = { readonly apiKeyId: string; readonly name: string; readonly createdAt: Date; readonly requestKeys: readonly RequestKey[] };

/** A public key as pasted, or what is wrong with it. */
function parseJwk(text: string): { readonly jwk: object } | { readonly fault: string } {
  try {
    const jwk: unknown = JSON.parse(text);
    return typeof jwk === 'object' && jwk !== null ? { jwk } : { fault: 'This is no JWK: paste a JSON object.' };
  } catch {
    return { fault: 'This is no JSON.' };
  }
}

/** One API key, and the public keys that requests with it must be signed by. */
export function RequestKeys({ apiKeyId, name, createdAt, requestKeys }: ApiKey) {
  const path = `/api/dashboard/api-keys/${apiKeyId}/request-keys`;
  const [adding, setAdding] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { pending, failure, run } = useAction();

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('jwk');
    const parsed = parseJwk(typeof text === 'string' ? text : '');
    setFault('fault' in parsed ? parsed.fault : null);
    if ('fault' in parsed) return;
    if (await run(() => act('POST', path, { jwk: parsed.jwk }))) setAdding(false);
  }

  const isSigned = requestKeys.length > 0;
  return (
    <Section title={name} aside={<>Since <Time at={createdAt} dateOnly /></>}>
      <div className="rounded-card border border-border bg-surface">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
          <p className="text-muted">
            <StatusPill tone={isSigned ? 'success' : 'muted'}>{isSigned ? 'Signed requests only' : 'Unsigned'}</StatusPill>{' '}
            {isSigned ? 'ACP requests without a valid signature are refused.' : 'Add a public key to refuse ACP requests that it did not sign.'}
          </p>
          <Button onClick={() => setAdding(true)} aria-label={`Add public key to ${name}`}>
            Add public key
          </Button>
        </div>
        {requestKeys.length > 0 ? (
          <ul className="divide-y divide-border border-t border-border">
            {requestKeys.map((key) => (
              <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
                <div className="min-w-0">
                  <p className="wrap-anywhere">
                    {key.kid ?? key.algorithm} <CopyId id={key.id} what="thumbprint" />
                  </p>
                  <p className="tabular text-[13px]/5 text-muted">
                    {key.algorithm}, added <Time at={key.addedAt} dateOnly />
                  </p>
                </div>
                <Button variant="danger" pending={pending} aria-label={`Remove ${key.kid ?? key.id}`} onClick={() => void run(() => act('DELETE', `${path}/${key.id}`))}>
                  Remove
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
      <Dialog open={adding} title={`Add a public key to ${name}`} onClose={() => setAdding(false)}>
        <form onSubmit={(event) => void add(event)} className="mt-1 flex flex-col gap-4">
          <p className="text-muted">From now on every ACP request with this API key must be signed by one of its public keys. Start signing before you add the first.</p>
          <TextAreaField
            label="Public key (JWK)"
            name="jwk"
            rows={5}
            required
            spellCheck={false}
            className="font-mono"
            hint='Ed25519 or P-256, such as {"kty":"OKP","crv":"Ed25519","x":"..."}. Never the private half.'
            error={fault ?? failure}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAdding(false)}>Not now</Button>
            <Button type="submit" variant="primary" pending={pending}>
              Add public key
            </Button>
          </div>
        </form>
      </Dialog>
    </Section>
  );
}
