'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { makePasskey, signWithPasskey, type CreationOptions, type RequestOptions } from '@/components/client/passkey';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

type Asked<Options> = { readonly ceremony_id: string; readonly publicKey: Options };

/** An existing passkey allows another, which is then made. Null when it was. */
async function addAnother(): Promise<string | null> {
  const asked = await call<Asked<RequestOptions>>('POST', '/api/account/passkeys/another', {});
  if (!asked.ok) return asked.message;
  const signed = await signWithPasskey(asked.data.publicKey);
  if (!signed.ok) return 'Your passkey was not used, so no other was made.';
  const allowed = await call<Asked<CreationOptions>>('POST', '/api/account/passkeys/another/allow', {
    ceremony_id: asked.data.ceremony_id,
    assertion: signed.response,
  });
  if (!allowed.ok) return allowed.message;
  const made = await makePasskey(allowed.data.publicKey);
  if (!made.ok) return made.reason === 'known' ? 'This device already has a passkey for your wallet.' : 'No passkey was made. Try again when you are ready.';
  const finished = await call<object>('POST', '/api/account/passkeys/finish', { ceremony_id: allowed.data.ceremony_id, attestation: made.response });
  return finished.ok ? null : finished.message;
}

/** Adds a passkey to those that there are, then reads the page again. */
export function AddPasskey() {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function press(): Promise<void> {
    setPending(true);
    const message = await addAnother();
    setPending(false);
    setFailure(message);
    if (message === null) router.refresh();
  }
  return (
    <>
      <Button className="max-sm:w-full" pending={pending} onClick={() => void press()}>
        Add another passkey
      </Button>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
    </>
  );
}
