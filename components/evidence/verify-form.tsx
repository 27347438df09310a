'use client';

import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { Verdict } from '@/lib/evidence';
import { Proof } from './proof';

export type VerifyState = { readonly verdict: Verdict | null; readonly message: string | null };

const NOTHING: VerifyState = { verdict: null, message: null };

/** Takes a bundle as a file or as text and shows what it proves. Works as a plain form before any script has run. */
export function VerifyForm({ action }: { action: (before: VerifyState, form: FormData) => Promise<VerifyState> }) {
  const [{ verdict, message }, submit, pending] = useActionState(action, NOTHING);
  return (
    <>
      <form action={submit} className="mt-6 space-y-4">
        <Field
          label="Evidence file"
          name="file"
          type="file"
          accept="application/json,.json"
          className="py-2.5 file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-accent sm:py-1.5"
        />
        <TextAreaField label="Or its content" name="evidence" rows={6} spellCheck={false} autoComplete="off" placeholder="{" className="font-mono" />
        <Button type="submit" variant="primary" className="max-sm:w-full" pending={pending}>
          Verify
        </Button>
      </form>
      <div className="mt-8" aria-live="polite">
        {message === null ? null : (
          <Notice tone="warning" title="Nothing was checked">
            {message}
          </Notice>
        )}
        {verdict === null ? null : <Proof verdict={verdict} />}
      </div>
    </>
  );
}
