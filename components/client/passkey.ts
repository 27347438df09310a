import {
  startAuthentication,
  startRegistration,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/browser';

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

type Ceremony<T> = { readonly ok: true; readonly response: T } | { readonly ok: false; readonly reason: 'cancelled' | 'known' | 'unsupported' };

/** Browsers tell a person's "no", a timeout and a missing passkey by one name, so that a page cannot learn which it was. */
function reasonOf(error: unknown): 'cancelled' | 'known' | 'unsupported' {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled';
  return name === 'InvalidStateError' ? 'known' : 'unsupported';
}

async function run<T>(ceremony: () => Promise<T>): Promise<Ceremony<T>> {
  try {
    return { ok: true, response: await ceremony() };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** Makes a passkey on this device. */
export const makePasskey = (options: CreationOptions): Promise<Ceremony<RegistrationResponseJSON>> =>
  run(() => startRegistration({ optionsJSON: options }));

/** Signs a challenge with a passkey. */
export const signWithPasskey = (options: RequestOptions): Promise<Ceremony<AuthenticationResponseJSON>> =>
  run(() => startAuthentication({ optionsJSON: options }));
