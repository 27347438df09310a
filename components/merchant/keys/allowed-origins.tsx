'use client';

import { useState, type FormEvent } from 'react';
import { actIn } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { KeyWords } from './key-words';

/** The origins whose pages may call the store from a browser, one to a line. */
export function AllowedOrigins({ origins, words }: { origins: readonly string[]; words: KeyWords }) {
  const [saved, setSaved] = useState(false);
  const { pending, failure, run } = useAction();

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('origins');
    const lines = (typeof text === 'string' ? text : '').split(/\s+/).filter((line) => line !== '');
    setSaved(false);
    setSaved(await run(() => actIn(words.errors)('PUT', '/api/dashboard/allowed-origins', { origins: lines })));
  }

  return (
    <form onSubmit={(event) => void save(event)} className="flex max-w-[60ch] flex-col items-start gap-4">
      <div className="w-full">
        <TextAreaField
          label={words.origins}
          name="origins"
          rows={4}
          defaultValue={origins.join('\n')}
          spellCheck={false}
          className="font-mono"
          hint={words.originsHint}
          error={failure}
        />
      </div>
      <Button type="submit" variant="primary" pending={pending}>
        {words.save}
      </Button>
      {saved && !failure ? (
        <Notice tone="success" live>
          {words.saved}
        </Notice>
      ) : null}
    </form>
  );
}
