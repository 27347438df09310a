import { call } from '@/components/client/http';
import { makePasskey, signWithPasskey, type CreationOptions, type RequestOptions } from '@/components/client/passkey';

type Asked<Options> = { readonly ceremony_id: string; readonly publicKey: Options };

/** The first passkey of a wallet. Null when it was made, else what to tell. */
export async function makeFirst(): Promise<string | null> {
  const asked = await call<Asked<CreationOptions>>('POST', '/api/account/passkeys', {});
  return asked.ok ? finish(asked.data) : asked.message;
}

/** An existing passkey allows another, which is then made. Null when it was, else what to tell. */
export async function makeAnother(): Promise<string | null> {
  const asked = await call<Asked<RequestOptions>>('POST', '/api/account/passkeys/another', {});
  if (!asked.ok) return asked.message;
  const signed = await signWithPasskey(asked.data.publicKey);
  if (!signed.ok) return 'Your passkey was not used, so no other was made.';
  const body = { ceremony_id: asked.data.ceremony_id, assertion: signed.response };
  const allowed = await call<Asked<CreationOptions>>('POST', '/api/account/passkeys/another/allow', body);
  return allowed.ok ? finish(allowed.data) : allowed.message;
}

async function finish(asked: Asked<CreationOptions>): Promise<string | null> {
  const made = await makePasskey(asked.publicKey);
  if (!made.ok) return made.reason === 'known' ? 'This device already has a passkey for your wallet.' : 'No passkey was made. Try again when you are ready.';
  const finished = await call<object>('POST', '/api/account/passkeys/finish', { ceremony_id: asked.ceremony_id, attestation: made.response });
  return finished.ok ? null : finished.message;
}
