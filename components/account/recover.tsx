'use client';

import { useEffect, useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { makePasskey, type CreationOptions } from '@/components/client/passkey';
import { signIn } from '@/components/client/session';
import { useHashToken } from '@/components/client/use-hash-token';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';

type Status = { readonly status: 'link' } | { readonly status: 'waiting' | 'ready'; readonly ready_at: string };

/** Without a mailed link the address is asked for; with one, its recovery is shown. The token never leaves the fragment but in a body. */
export function Recover() {
  const token = useHashToken();
  return token === '' ? <AskForLink /> : <Steps key={token} token={token} />;
}

function AskForLink() {
  const [pending, setPending] = useState(false);
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email'));
    setPending(true);
    const answer = await call<object>('POST', '/api/account/recovery', { email });
    setPending(false);
    setAsked(answer.ok);
    setFailure(answer.ok ? null : answer.message);
  }

  if (asked) {
    return (
      <Notice tone="success" title="Look into your mail" live>
        If that is the confirmed address of a wallet, a link is on its way. It works for an hour.
      </Notice>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4">
      <Failure text={failure} />
      <Field label="Email" name="email" type="email" autoComplete="email" required />
      <Button type="submit" variant="primary" className="w-full" pending={pending}>
        Send me a link
      </Button>
    </form>
  );
}

async function replacePasskeys(token: string): Promise<string | null> {
  const start = await call<{ ceremony_id: string; publicKey: CreationOptions }>('POST', '/api/account/recovery/passkey', { token });
  if (!start.ok) return start.message;
  const made = await makePasskey(start.data.publicKey);
  if (!made.ok) return 'No passkey was made. Try again when you are ready.';
  const body = { token, ceremony_id: start.data.ceremony_id, attestation: made.response };
  const finish = await call<{ ticket: string }>('POST', '/api/account/recovery/finish', body);
  if (!finish.ok) return finish.message;
  window.location.assign((await signIn({ ticket: finish.data.ticket })) === 'signed_in' ? '/wallet' : '/sign-in');
  return null;
}

function Steps({ token }: { token: string }) {
  const [status, setStatus] = useState<Status | 'cancelled' | null>(null);
  const [pending, setPending] = useState<'go' | 'cancel' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    void call<Status>('POST', '/api/account/recovery/status', { token }).then((answer) => {
      if (answer.ok) setStatus(answer.data);
      else setFailure(answer.message);
    });
  }, [token]);

  async function press(which: 'go' | 'cancel', work: () => Promise<string | null>): Promise<void> {
    setPending(which);
    setFailure(await work());
    setPending(null);
  }

  async function start(): Promise<string | null> {
    const answer = await call<{ ready_at: string }>('POST', '/api/account/recovery/start', { token });
    if (answer.ok) setStatus({ status: 'waiting', ready_at: answer.data.ready_at });
    return answer.ok ? null : answer.message;
  }

  async function cancel(): Promise<string | null> {
    const answer = await call<object>('POST', '/api/account/recovery/cancel', { token });
    if (answer.ok) setStatus('cancelled');
    return answer.ok ? null : answer.message;
  }

  if (status === 'cancelled') {
    return (
      <Notice tone="success" title="Cancelled" live>
        Your passkeys stay as they are. Agents that were paused can be resumed with one of them.
      </Notice>
    );
  }
  if (status === null) return failure ? <Failure text={failure} /> : <p role="status">Reading your recovery</p>;
  return (
    <div className="space-y-4">
      <Failure text={failure} />
      {status.status === 'link' ? (
        <>
          <p>Starting pauses your agents and cancels what waits for your approval. After 24 hours a new passkey replaces all others.</p>
          <Button variant="primary" className="w-full" pending={pending === 'go'} disabled={pending !== null} onClick={() => void press('go', start)}>
            Start the recovery
          </Button>
        </>
      ) : null}
      {status.status === 'waiting' ? (
        <Notice tone="warning" title="The 24 hours are running" live>
          Come back with the link in your mail from <Time at={new Date(status.ready_at)} /> on. Your agents are paused.
        </Notice>
      ) : null}
      {status.status === 'ready' ? (
        <>
          <p>The new passkey replaces all others, and every other sign-in ends.</p>
          <Button
            variant="primary"
            className="w-full"
            pending={pending === 'go'}
            disabled={pending !== null}
            onClick={() => void press('go', () => replacePasskeys(token))}
          >
            Make a new passkey
          </Button>
        </>
      ) : null}
      <Button className="w-full" pending={pending === 'cancel'} disabled={pending !== null} onClick={() => void press('cancel', cancel)}>
        {status.status === 'link' ? 'I did not ask for this' : 'Cancel the recovery'}
      </Button>
    </div>
  );
}

function Failure({ text }: { text: string | null }) {
  return text === null ? null : (
    <Notice tone="danger" live>
      {text}
    </Notice>
  );
}
