'use client';

import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import { signIn, type SignInOutcome } from '@/components/client/session';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

/** The same words whether the address is known or not. */
const REFUSED: Record<Exclude<SignInOutcome, 'signed_in'>, string> = {
  refused: 'That did not match. Check the email and the password, or use your passkey.',
  throttled: 'That was tried too often. Wait a few minutes, then try again.',
  unreachable: 'The server could not be reached. Check your connection and try again.',
};
const NO_PASSKEY = 'No passkey was used. Try again, or sign in with your password.';

async function signInWithPasskey(): Promise<string | null> {
  const start = await call<{ ceremony_id: string; publicKey: RequestOptions }>('POST', '/api/account/passkey/sign-in', {});
  if (!start.ok) return start.message;
  const signed = await signWithPasskey(start.data.publicKey);
  if (!signed.ok) return NO_PASSKEY;
  const finish = await call<{ ticket: string }>('POST', '/api/account/passkey/sign-in/finish', {
    ceremony_id: start.data.ceremony_id,
    assertion: signed.response,
  });
  if (!finish.ok) return finish.status === 429 ? REFUSED.throttled : NO_PASSKEY;
  const outcome = await signIn({ ticket: finish.data.ticket });
  return outcome === 'signed_in' ? null : REFUSED[outcome];
}

/** Password or passkey, then on to `destination`, a path of this site. */
export function SignInForm({ destination }: { destination: string }) {
  const [pending, setPending] = useState<'password' | 'passkey' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function attempt(way: 'password' | 'passkey', work: () => Promise<string | null>): Promise<void> {
    setPending(way);
    setFailure(null);
    const message = await work();
    if (message === null) return window.location.assign(destination);
    setFailure(message);
    setPending(null);
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void attempt('password', async () => {
      const outcome = await signIn({ email: String(form.get('email')), password: String(form.get('password')) });
      return outcome === 'signed_in' ? null : REFUSED[outcome];
    });
  }

  return (
    <div>
      {failure ? (
        <Notice tone="danger" live className="mb-4">
          {failure}
        </Notice>
      ) : null}
      <form onSubmit={submit} className="space-y-4">
        <Field label="Email" name="email" type="email" autoComplete="username webauthn" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <Button type="submit" variant="primary" className="w-full" pending={pending === 'password'} disabled={pending !== null}>
          Sign in
        </Button>
      </form>
      <div className="my-4 flex items-center gap-3 text-[13px]/5 text-subtle">
        <span className="h-px flex-1 bg-border" />
        or
        <span className="h-px flex-1 bg-border" />
      </div>
      <Button
        className="w-full"
        pending={pending === 'passkey'}
        disabled={pending !== null}
        onClick={() => void attempt('passkey', signInWithPasskey)}
      >
        Sign in with a passkey
      </Button>
    </div>
  );
}
