'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { call } from '@/components/client/http';
import { Button, LinkButton } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { SpendingLimits } from '@/components/wallet/limits-fields';
import type { DeviceRef as Ref } from './allow';
import { ConsentForm } from './consent-form';
import { PurchaseConsent, type PurchaseView } from './purchase-consent';

type Found = {
  readonly agent_name: string;
  readonly permissions: readonly string[];
  readonly spending_limits: readonly SpendingLimits[];
  readonly merchants?: readonly string[];
  readonly purchase?: PurchaseView;
};
type Step =
  | { readonly at: 'code' }
  | { readonly at: 'consent'; readonly request: Ref; readonly found: Found }
  | { readonly at: 'allowed'; readonly agentId: string; readonly found: Found }
  | { readonly at: 'denied' };

/** Asks for the code, shows who asks for what, and takes the answer. `grantId`: a request that is this owner's already. */
export function DeviceConsent({ userCode, grantId }: { userCode: string; grantId: string | null }) {
  const [step, setStep] = useState<Step>({ at: 'code' });
  switch (step.at) {
    case 'code':
      return <CodeStep userCode={userCode} grantId={grantId} onFound={(request, found) => setStep({ at: 'consent', request, found })} />;
    case 'consent':
      return (
        <>
          <p className="mb-6">
            An agent that calls itself <strong className="font-semibold wrap-anywhere">{step.found.agent_name}</strong>{' '}
            {step.found.purchase ? 'wants to pay for this cart, once.' : 'asks for access.'} Go on only if you started this yourself, just now.
          </p>
          <Terms
            request={step.request}
            found={step.found}
            onAllowed={(agentId) => setStep({ at: 'allowed', agentId, found: step.found })}
            decline={<Decline request={step.request} onDenied={() => setStep({ at: 'denied' })} />}
          />
        </>
      );
    case 'allowed':
      return (
        <>
          <Notice tone="success" live title={step.found.purchase ? `${step.found.agent_name} may pay for this cart` : `${step.found.agent_name} is connected`}>
            {step.found.purchase ? 'It pays by itself now, once. You can go back to it.' : 'It has fetched, or will fetch, its credentials by itself. You can go back to it.'}
          </Notice>
          <LinkButton href={`/wallet/agents/${step.agentId}`} className="mt-4 w-full">
            See the agent
          </LinkButton>
        </>
      );
    case 'denied':
      return (
        <Notice live title="Declined">
          The agent got nothing.
        </Notice>
      );
  }
}

function Terms({ found, ...rest }: { request: Ref; found: Found; decline: ReactNode; onAllowed: (agentId: string) => void }) {
  const { purchase, permissions, spending_limits: limits, merchants } = found;
  return purchase ? <PurchaseConsent purchase={purchase} {...rest} /> : <ConsentForm asked={{ permissions, limits, merchants }} {...rest} />;
}

function CodeStep({ userCode, grantId, onFound }: { userCode: string; grantId: string | null; onFound: (request: Ref, found: Found) => void }) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('user_code') ?? '');
    const request: Ref = grantId === null ? { user_code: typed } : { grant_id: grantId };
    setPending(true);
    setFailure(null);
    const found = await call<Found>('POST', '/api/agent/v1/oauth/device', request);
    setPending(false);
    if (found.ok) onFound(request, found.data);
    else setFailure(found.message);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4">
      {grantId === null ? (
        <Field
          label="Code"
          name="user_code"
          defaultValue={userCode}
          required
          maxLength={20}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono tracking-[0.15em] uppercase"
          hint={userCode === '' ? 'The agent shows it: eight letters.' : 'Compare it with the code that your agent shows.'}
        />
      ) : (
        <p>An agent used one of your pairing codes and waits for your answer.</p>
      )}
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button type="submit" variant="primary" size="sheet" pending={pending}>
        Continue
      </Button>
    </form>
  );
}

function Decline({ request, onDenied }: { request: Ref; onDenied: () => void }) {
  const [failure, setFailure] = useState<string | null>(null);
  async function press(): Promise<void> {
    const answer = await call('POST', '/api/agent/v1/oauth/device/deny', request);
    if (answer.ok) onDenied();
    else setFailure(answer.message);
  }
  return (
    <>
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button variant="danger-quiet" className="h-12 w-full rounded-[14px] sm:h-12" onClick={() => void press()}>
        Decline
      </Button>
    </>
  );
}
