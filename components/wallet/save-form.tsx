'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/**
 * A form of what an owner decides. `save` answers null when it is done, else what to tell; then the page is read again. `beside` stands
 * next to the button, `note` says when the passkey is needed.
 */
export function SaveForm({
  children,
  save,
  submit,
  saved,
  beside,
  note,
  className,
}: {
  children: ReactNode;
  save: (form: FormData) => Promise<string | null>;
  submit: string;
  saved: string;
  beside?: ReactNode;
  note: string;
  className?: string;
}) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly failure: string | null } | null>(null);

  async function press(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setOutcome(null);
    const failure = await save(form);
    setPending(false);
    setOutcome({ failure });
    if (failure === null) router.refresh();
  }

  return (
    <form onSubmit={(event) => void press(event)} className={className}>
      {children}
      {outcome ? (
        <Notice tone={outcome.failure === null ? 'success' : 'danger'} live className="mt-4">
          {outcome.failure ?? saved}
        </Notice>
      ) : null}
      <div className="mt-4 flex flex-wrap items-center gap-2 max-sm:*:w-full">
        <Button type="submit" variant="primary" pending={pending}>
          {submit}
        </Button>
        {beside}
        <p className="text-[13px]/5 text-muted">{note}</p>
      </div>
    </form>
  );
}
