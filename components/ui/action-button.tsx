'use client';

import type { ComponentProps } from 'react';
import { useAction } from '@/components/client/use-action';
import { Button } from './button';
import { Notice } from './notice';

/** A button for one thing that the server does: `work` answers null when it is done, else what to tell. The page is then read again. */
export function ActionButton({ work, ...rest }: { work: () => Promise<string | null> } & Omit<ComponentProps<typeof Button>, 'onClick' | 'pending'>) {
  const { pending, failure, run } = useAction();
  return (
    <>
      <Button {...rest} pending={pending} onClick={() => void run(work)} />
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
    </>
  );
}
