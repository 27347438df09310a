import type { StoredPasskey } from '@/lib/ports';

/** What anyone needs to check a passkey's signature again. `assertion` was verified, so it has this shape. */
export function toEvidence(assertion: unknown, passkey: StoredPasskey | undefined): object {
  const { response } = assertion as { response: Record<'clientDataJSON' | 'authenticatorData' | 'signature', string> };
  const { clientDataJSON, authenticatorData, signature } = response;
  return {
    passkeyId: passkey?.id,
    publicKey: passkey && Buffer.from(passkey.publicKey).toString('base64url'),
    enrolment: passkey?.enrolment ?? null,
    assertion: { clientDataJSON: plain(clientDataJSON), authenticatorData: plain(authenticatorData), signature: plain(signature) },
  };
}

/** Decoders skip what is no base64url: what is kept is what they read. */
const plain = (text: string): string => Buffer.from(text, 'base64url').toString('base64url');
