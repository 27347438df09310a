import { useState } from 'react';
import { useRouter } from 'next/navigation';
import { call, tellIn } from '@/components/client/http';
import type { ConsoleWords } from './console-words';

export type SaveOutcome = { readonly kind: 'saved' } | { readonly kind: 'failed'; readonly message: string } | { readonly kind: 'conflict' };

/** Sends a change of the console, one at a time, and tells what came of it in the reader's language; the page is then read again. */
export function useSave(words: ConsoleWords) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null);
  async function save(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object | Blob): Promise<boolean> {
    setPending(true);
    setOutcome(null);
    const answer = await call(method, path, body);
    setPending(false);
    if (answer.ok) {
      setOutcome({ kind: 'saved' });
      router.refresh();
      return true;
    }
    const said = tellIn(words.errors, answer);
    setOutcome(answer.code === 'REVISION_CONFLICT' ? { kind: 'conflict' } : { kind: 'failed', message: said });
    return false;
  }
  return { pending, outcome, save };
}
