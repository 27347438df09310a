'use client';

import { useState } from 'react';
import { act } from '@/components/client/http';
import { useHashToken } from '@/components/client/use-hash-token';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

type Words = { readonly button: string; readonly doneTitle: string; readonly done: string };

/** What the link of a mail may do, once its reader says so: opening it does nothing, as programs that read mail open links too. */
export function MailLinkAction({ path, button, doneTitle, done }: { path: string } & Words) {
  const token = useHashToken();
  const { pending, failure, run } = useAction();
  const [isDone, setDone] = useState(false);
  if (isDone) {
    return (
      <Notice tone="success" title={doneTitle} live>
        {done}
      </Notice>
    );
  }
  return (
    <div className="space-y-4">
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button
        variant="primary"
        className="w-full"
        pending={pending}
        disabled={token === ''}
        onClick={() => void run(() => act('POST', path, { token })).then(setDone)}
      >
        {button}
      </Button>
    </div>
  );
}
