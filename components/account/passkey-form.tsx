'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** A form of text fields whose change a passkey confirms. `done` says what came of it. */
export function PasskeyForm({ path, submit, done, children }: { path: string; submit: string; done: string; children: ReactNode }) {
  const { pending, failure, run } = useAction();
  const [isDone, setDone] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const change = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    setDone(false);
    setDone(await run(() => changeWithPasskey(path, change)));
  }

  return (
    <form onSubmit={(event) => void send(event)} className="space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      {children}
      {failure ?? (isDone ? done : null) ? (
        <Notice tone={failure ? 'danger' : 'success'} live>
          {failure ?? done}
        </Notice>
      ) : null}
      <Button type="submit" className="max-sm:w-full" pending={pending}>
        {submit}
      </Button>
    </form>
  );
}
