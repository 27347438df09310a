'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { makePasskey, type CreationOptions } from '@/components/client/passkey';
import { Button, type ButtonSize } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

async function enrol(): Promise<string | null> {
  const start = await call<{ ceremony_id: string; publicKey: CreationOptions }>('POST', '/api/account/passkeys', {});
  if (!start.ok) return start.message;
  const made = await makePasskey(start.data.publicKey);
  if (!made.ok)
    return made.reason === 'known' ? 'This device already has a passkey for your wallet.' : 'No passkey was made. Try again when you are ready.';
  const finish = await call<{ passkey_id: string }>('POST', '/api/account/passkeys/finish', {
    ceremony_id: start.data.ceremony_id,
    attestation: made.response,
  });
  return finish.ok ? null : finish.message;
}

/** Makes the owner's first passkey, then reads the page again. */
export function EnrolPasskey({ size = 'control' }: { size?: ButtonSize }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function press(): Promise<void> {
    setPending(true);
    setFailure(null);
    const message = await enrol();
    setPending(false);
    if (message === null) router.refresh();
    else setFailure(message);
  }
  return (
    <>
      <Button variant="primary" size={size} pending={pending} onClick={() => void press()}>
        Add a passkey
      </Button>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
    </>
  );
}
