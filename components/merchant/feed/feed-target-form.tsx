'use client';

import { useState, type FormEvent } from 'react';
import { actIn } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { FeedWords } from './feed-words';

/** Where the feed is published. Saving it, the same one too, starts over: the secret is given each time. */
export function FeedTargetForm({ url, words }: { url: string; words: FeedWords }) {
  const { pending, failure, run } = useAction();
  const [saved, setSaved] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const secret = given.get('secret');
    setSaved(false);
    if (await run(() => actIn(words.errors)('PUT', '/api/dashboard/feed', { url: given.get('url'), ...(secret !== '' && { secret }) }))) {
      setSaved(true);
      form.reset();
    }
  }

  return (
    <form onSubmit={(event) => void save(event)} className="space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      <Field key={url} label={words.address} name="url" type="url" required maxLength={2000} defaultValue={url} placeholder="https://" hint={words.addressHint} />
      <Field label={words.secret} name="secret" type="password" autoComplete="off" maxLength={500} hint={words.secretHint} />
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      {saved ? (
        <Notice tone="success" live>
          {words.saved}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-2 max-sm:*:w-full">
        <Button type="submit" variant="primary" pending={pending}>
          {url === '' ? words.here : words.hereInstead}
        </Button>
        <p className="text-[13px]/5 text-muted">{words.newFeed}</p>
      </div>
    </form>
  );
}
