'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';

/** Cancels the recovery under way, then reads the page again. */
export function KeepPasskeys() {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function press(): Promise<void> {
    setPending(true);
    const answer = await call<object>('POST', '/api/account/passkeys/keep', {});
    setPending(false);
    setFailure(answer.ok ? null : answer.message);
    if (answer.ok) router.refresh();
  }
  return (
    <>
      <Button pending={pending} onClick={() => void press()}>
        Cancel the recovery
      </Button>
      {failure ? <p role="alert">{failure}</p> : null}
    </>
  );
}
