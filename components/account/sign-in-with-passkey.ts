import { call } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import { signIn, type SignInOutcome } from '@/components/client/session';

/** The same words whether the address is known or not. */
export const REFUSED: Record<Exclude<SignInOutcome, 'signed_in'>, string> = {
  refused: 'That did not match. Check the email and the password, or use your passkey.',
  throttled: 'That was tried too often. Wait a few minutes, then try again.',
  unreachable: 'The server could not be reached. Check your connection and try again.',
};
const NO_PASSKEY = 'No passkey was used. Try again, or sign in with your password.';

/** Signs in with any passkey of this site. Null when it did, else what to tell. */
export async function signInWithPasskey(): Promise<string | null> {
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
