'use client';

import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { makePasskey, type CreationOptions } from '@/components/client/passkey';
import { signIn } from '@/components/client/session';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

type Failure = { readonly message: string; readonly param: string | null };

const NOT_MADE = 'No passkey was made, so there is no wallet yet. Press the button again when you are ready.';
const UNSUPPORTED = 'This browser could not make a passkey. Try another browser or device.';
const SIGN_IN_BY_HAND = 'Your wallet is made, but signing in did not work. Sign in with your password.';

/** Sign-up, passkey, session: null when all three are done. */
async function signUp(fields: { email: string; password: string; display_name: string }): Promise<Failure | null> {
  const start = await call<{ sign_up_id: string; publicKey: CreationOptions }>('POST', '/api/account/sign-up', fields);
  if (!start.ok) return { message: start.message, param: start.code === 'email_taken' ? 'email' : start.param };
  const made = await makePasskey(start.data.publicKey);
  if (!made.ok) return { message: made.reason === 'cancelled' ? NOT_MADE : UNSUPPORTED, param: null };
  const finish = await call<{ ticket: string }>('POST', '/api/account/sign-up/finish', {
    sign_up_id: start.data.sign_up_id,
    attestation: made.response,
  });
  if (!finish.ok) return { message: finish.message, param: finish.code === 'email_taken' ? 'email' : finish.param };
  return (await signIn({ ticket: finish.data.ticket })) === 'signed_in' ? null : { message: SIGN_IN_BY_HAND, param: null };
}

const FIELDS = ['email', 'password', 'display_name'];
/** A param comes as `$.email` or `email`. */
const fieldOf = (failure: Failure | null): string | null => {
  const name = failure?.param?.replace(/^\$\./, '') ?? null;
  return name !== null && FIELDS.includes(name) ? name : null;
};

/** Name, email, password and a passkey, then on to `destination`, a path of this site. */
export function SignUpForm({ destination }: { destination: string }) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = fieldOf(failure);
  const errorAt = (name: string): string | null => (field === name ? (failure?.message ?? null) : null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setFailure(null);
    const failed = await signUp({
      display_name: String(form.get('display_name')),
      email: String(form.get('email')),
      password: String(form.get('password')),
    });
    if (failed === null) return window.location.assign(destination);
    setFailure(failed);
    setPending(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4">
      {failure && field === null ? (
        <Notice tone="danger" live>
          {failure.message}
        </Notice>
      ) : null}
      <Field label="Name" name="display_name" autoComplete="name" maxLength={100} required error={errorAt('display_name')} />
      <Field label="Email" name="email" type="email" autoComplete="username" required error={errorAt('email')} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        required
        hint="At least 10 characters. A short sentence works well."
        error={errorAt('password')}
      />
      <Button type="submit" variant="primary" className="w-full" pending={pending}>
        Create wallet with passkey
      </Button>
      <p className="text-[13px]/5 text-muted">
        Your device asks for a fingerprint, a face or its code. That passkey is what countersigns for you; it never leaves your device.
      </p>
    </form>
  );
}
