'use client';

import { useState, type FormEvent } from 'react';
import { signIn } from '@/components/client/session';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { REFUSED, signInWithPasskey } from './sign-in-with-passkey';

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
