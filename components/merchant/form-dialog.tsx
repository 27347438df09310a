'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { useAction } from '@/components/client/use-action';
import { Button, type ButtonVariant } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

type Props = {
  /** On the button that opens it. */
  readonly open: string;
  readonly variant?: ButtonVariant;
  readonly title: string;
  readonly submit: string;
  readonly dismiss: string;
  readonly danger?: boolean;
  /** Null when it is done, else what to tell. `wishId` stays the same while the dialog is open: what is sent twice acts once. */
  readonly work: (form: FormData, wishId: string) => Promise<string | null>;
  readonly children: ReactNode;
};

/** A button that opens a form, sends it, tells what went wrong beside it, and reads the page again when it went well. */
export function FormDialog({ open, variant, title, submit, dismiss, danger = false, work, children }: Props) {
  const [wishId, setWishId] = useState<string | null>(null);
  const { pending, failure, run, forget } = useAction();
  const close = () => {
    setWishId(null);
    forget();
  };

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (wishId !== null && !pending && (await run(() => work(form, wishId)))) close();
  }

  return (
    <>
      <Button variant={variant} onClick={() => setWishId(crypto.randomUUID())}>
        {open}
      </Button>
      <Dialog open={wishId !== null} title={title} onClose={close}>
        {wishId === null ? null : (
          <form onSubmit={(event) => void send(event)} className="mt-2 flex flex-col gap-4">
            {children}
            {failure ? (
              <Notice tone="danger" live>
                {failure}
              </Notice>
            ) : null}
            <div className="flex justify-end gap-2">
              <Button variant="quiet" onClick={close}>
                {dismiss}
              </Button>
              <Button type="submit" variant={danger ? 'danger' : 'primary'} pending={pending}>
                {submit}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}
