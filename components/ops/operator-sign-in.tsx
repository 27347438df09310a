'use client';

import { useState, type FormEvent } from 'react';
import { act } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';

/** The operator's key, once: the browser keeps a cookie that it cannot read, and not the key. */
export function OperatorSignIn({ destination }: { destination: string }) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function enter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    setPending(true);
    setFailure(null);
    const told = await act('POST', '/api/v1/ops/session', { api_key: typeof key === 'string' ? key.trim() : '' });
    if (told === null) return window.location.assign(destination);
    setPending(false);
    setFailure(told);
  }

  return (
    <form onSubmit={(event) => void enter(event)} className="flex flex-col gap-4">
      <Field label="Operator key" name="key" type="password" required autoComplete="off" spellCheck={false} className="font-mono" hint="Begins with csk_o_, unless you chose your own." error={failure} />
      <Button type="submit" variant="primary" pending={pending}>Sign in</Button>
    </form>
  );
}
