'use client';

import { useState, type FormEvent } from 'react';
import { call, type Answer } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import { useHashToken, useKnownHashToken } from '@/components/client/use-hash-token';
import { Button, buttonLook } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { signInWithPasskey } from './sign-in-with-passkey';

type Next = 'passkey' | 'profile' | 'launchpad' | 'kitchen' | 'wallet' | 'password' | 'sign_up' | 'magic_link';
type Providers = { readonly google: boolean; readonly magicLink: boolean; readonly passwordReset: boolean };
type Step = { readonly email: string; readonly next: Next; readonly providers: Providers };

/** A passkey that is asked for after something else was proved. */
type SecondStep = { readonly ceremonyId: string; readonly publicKey: RequestOptions };
const NO_PASSKEY = 'Your passkey was not used, and it is asked for here. Sign in again.';

const goOn = (next: Next): void => window.location.assign(next === 'wallet' ? '/wallet' : '/dashboard');

/** Sends a step of signing in, and goes on into the console when it opened it. */
function useStep() {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function send<T>(path: string, body: object): Promise<Answer<T>> {
    setPending(true);
    setFailure(null);
    const answer = await call<T>('POST', path, body);
    setPending(false);
    if (!answer.ok) setFailure(answer.message);
    return answer;
  }
  async function enter(path: string, body: object): Promise<void> {
    const answer = await send<{ next: Exclude<Next, 'passkey'> } | ({ next: 'passkey' } & SecondStep)>(path, body);
    if (answer.ok) await (answer.data.next === 'passkey' ? prove(answer.data) : goOn(answer.data.next));
  }
  async function prove({ ceremonyId, publicKey }: SecondStep): Promise<void> {
    setPending(true);
    const signed = await signWithPasskey(publicKey);
    setPending(false);
    if (signed.ok) await enter('/merchant/auth/second-step', { ceremonyId, assertion: signed.response });
    else setFailure(NO_PASSKEY);
  }
  /** Any passkey of this site, without another step. */
  async function enterByPasskey(): Promise<void> {
    setPending(true);
    setFailure(await signInWithPasskey().then((told) => (told === null ? (goOn('launchpad'), null) : told)));
    setPending(false);
  }
  return { pending, failure, send, enter, prove, enterByPasskey };
}

const Failure = ({ text }: { text: string | null }) => (text === null ? null : <Notice tone="danger" live className="mb-4">{text}</Notice>);
const fields = (event: FormEvent<HTMLFormElement>): Record<string, string> => {
  event.preventDefault();
  return Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]));
};

const SECOND_STEP = /^second-step=([\w-]+)$/;

/** What a way in through another site has still to ask, as the address of the page brings it. */
function secondStepIn(hash: string): SecondStep | null {
  const encoded = SECOND_STEP.exec(hash)?.[1];
  if (encoded === undefined) return null;
  try {
    return JSON.parse(atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))) as SecondStep;
  } catch {
    return null;
  }
}

/** Email first; what comes next depends on the address and on what works here. */
export function StoreSignIn() {
  const { pending, failure, send, enter, prove, enterByPasskey } = useStep();
  const waiting = secondStepIn(useHashToken());
  const [step, setStep] = useState<Step | null>(null);
  const [sent, setSent] = useState(false);

  async function takeIn(event: FormEvent<HTMLFormElement>): Promise<void> {
    const { email = '' } = fields(event);
    const answer = await send<Omit<Step, 'email'>>('/merchant/auth/email/intake', { email });
    if (answer.ok) setStep({ email, ...answer.data });
  }
  async function mail(way: 'magic-link' | 'password-reset', email: string): Promise<void> {
    const answer = await send(`/merchant/auth/${way}/start`, { email });
    if (answer.ok) setSent(true);
  }

  if (sent) return <Notice tone="success" live>A link is on its way. Open it on this device within half an hour.</Notice>;
  if (waiting && step === null) {
    return (
      <>
        <Failure text={failure} />
        <p className="mb-4 text-muted">One more step: your passkey is asked at each sign-in.</p>
        <Button variant="primary" className="w-full" pending={pending} onClick={() => void prove(waiting)}>Use your passkey</Button>
      </>
    );
  }
  if (step === null) {
    return (
      <>
        <Failure text={failure} />
        <form onSubmit={(event) => void takeIn(event)} className="space-y-4">
          <Field label="Email" name="email" type="email" autoComplete="username" required />
          <Button type="submit" variant="primary" className="w-full" pending={pending}>Continue</Button>
        </form>
        <Button className="mt-3 w-full" pending={pending} onClick={() => void enterByPasskey()}>Sign in with a passkey</Button>
      </>
    );
  }
  const { email, next, providers } = step;
  const isNew = next === 'sign_up';
  return (
    <>
      <Failure text={failure} />
      {next === 'magic_link' ? null : (
        <form onSubmit={(event) => void enter(`/merchant/auth/password/${isNew ? 'sign-up' : 'sign-in'}`, { email, ...fields(event) })} className="space-y-4">
          <p className="text-muted wrap-anywhere">{email}</p>
          <Field label="Password" name="password" type="password" autoComplete={isNew ? 'new-password' : 'current-password'} minLength={isNew ? 10 : undefined} hint={isNew ? 'At least 10 characters.' : null} required />
          <Button type="submit" variant="primary" className="w-full" pending={pending}>{isNew ? 'Open a store' : 'Sign in'}</Button>
        </form>
      )}
      <div className="mt-4 space-y-2">
        {providers.google ? <a href="/merchant/auth/google/start" className={buttonLook({}, 'w-full')}>Continue with Google</a> : null}
        {providers.magicLink ? <Button className="w-full" pending={pending} onClick={() => void mail('magic-link', email)}>Mail me a sign-in link</Button> : null}
        {providers.passwordReset && next === 'password' ? <Button variant="quiet" className="w-full" pending={pending} onClick={() => void mail('password-reset', email)}>Forgot the password?</Button> : null}
      </div>
    </>
  );
}

/** The link of a mail signs in when the button is pressed, so that no scanner of mails uses it up. */
export function MagicLink() {
  const token = useKnownHashToken();
  const { pending, failure, enter } = useStep();
  return (
    <>
      <Failure text={token === '' ? 'A part of the link is missing.' : failure} />
      <Button variant="primary" className="w-full" pending={pending} disabled={!token} onClick={() => void enter('/merchant/auth/magic-link/consume', { challengeToken: token })}>Sign in</Button>
    </>
  );
}

export function NewPassword() {
  const token = useKnownHashToken();
  const { pending, failure, enter } = useStep();
  return (
    <form onSubmit={(event) => void enter('/merchant/auth/password-reset/confirm', { challengeToken: token, ...fields(event) })} className="space-y-4">
      <Failure text={token === '' ? 'A part of the link is missing.' : failure} />
      <Field label="New password" name="password" type="password" autoComplete="new-password" minLength={10} required hint="At least 10 characters." />
      <Button type="submit" variant="primary" className="w-full" pending={pending} disabled={!token}>Set the password</Button>
    </form>
  );
}

/** Makes the reader of an invitation a member. */
export function AcceptInvitation({ token, hasAccount }: { token: string; hasAccount: boolean }) {
  const { pending, failure, enter } = useStep();
  return (
    <form onSubmit={(event) => void enter('/merchant/staff/invitations/accept', { challengeToken: token, displayName: '', ...fields(event) })} className="space-y-4">
      <Failure text={failure} />
      {hasAccount ? null : <Field label="Your name" name="displayName" autoComplete="name" required maxLength={80} />}
      <Field label={hasAccount ? 'Password of your account' : 'Choose a password'} name="password" type="password" autoComplete={hasAccount ? 'current-password' : 'new-password'} required />
      <Button type="submit" variant="primary" className="w-full" pending={pending}>Accept</Button>
    </form>
  );
}
