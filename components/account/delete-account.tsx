'use client';

import { useState } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { act } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { ActionButton } from '@/components/ui/action-button';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';

/** Ends the account, once asked again and confirmed with a passkey. */
export function DeleteAccount() {
  const { pending, failure, run } = useAction();
  const [asking, setAsking] = useState(false);
  async function end(): Promise<void> {
    setAsking(false);
    await run(() => changeWithPasskey('/api/account/deletion', {}, 'POST'));
  }
  return (
    <>
      <Button variant="danger" className="max-sm:w-full" pending={pending} onClick={() => setAsking(true)}>
        Delete your account
      </Button>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
      <Dialog open={asking} title="Delete your account?" onClose={() => setAsking(false)}>
        <p className="mt-1 text-muted">
          Your agents are revoked at once, for good. After 14 days everything personal is erased; until then you can keep your account. Orders and payments are kept without your name and address.
        </p>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button variant="danger" onClick={() => void end()}>
            Delete with passkey
          </Button>
        </div>
      </Dialog>
    </>
  );
}

/** The account ends on a day; until then it can be kept. */
export function DeletionBanner({ eraseAt }: { eraseAt: Date }) {
  return (
    <Notice tone="danger" title="Your account is being deleted" className="mt-6">
      Everything personal is erased on <Time at={eraseAt} dateOnly />. Your agents are revoked.
      <div className="mt-3">
        <ActionButton work={() => act('POST', '/api/account/deletion/cancel', {})}>Keep your account</ActionButton>
      </div>
    </Notice>
  );
}
