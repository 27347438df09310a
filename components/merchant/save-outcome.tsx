'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ConsoleWords } from './console-words';
import type { SaveOutcome as Outcome } from './use-save';

/** What came of a save. After a conflict, what somebody else saved can be loaded: what was typed here is left then. */
export function SaveOutcome({ outcome, words, saved = words.saved }: { outcome: Outcome | null; words: ConsoleWords; saved?: string }) {
  if (outcome === null) return null;
  if (outcome.kind === 'saved') return <Notice tone="success" live>{saved}</Notice>;
  if (outcome.kind === 'failed') return <Notice tone="danger" live>{outcome.message}</Notice>;
  return (
    <Notice tone="danger" live>
      <p>{words.conflict}</p>
      <Button className="mt-2" onClick={() => window.location.reload()}>{words.reload}</Button>
    </Notice>
  );
}
