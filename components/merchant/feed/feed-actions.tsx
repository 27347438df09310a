'use client';

import { useState } from 'react';
import { actIn } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { FeedWords } from './feed-words';

const PATH = '/api/dashboard/feed';

/** Everything once more, now; and the end of it. */
export function FeedActions({ mayRemove, words }: { mayRemove: boolean; words: FeedWords }) {
  const act = actIn(words.errors);
  const { pending, failure, run } = useAction();
  const [asking, setAsking] = useState(false);

  async function remove(): Promise<void> {
    if (await run(() => act('DELETE', PATH))) setAsking(false);
  }

  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-2 max-sm:*:w-full">
        <Button pending={pending} onClick={() => void run(() => act('POST', `${PATH}/publish`))}>
          {words.publishAll}
        </Button>
        {mayRemove ? (
          <Button variant="danger-quiet" onClick={() => setAsking(true)}>
            {words.stop}
          </Button>
        ) : null}
      </div>
      {failure && !asking ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
      <Dialog open={asking} title={words.stopTitle} onClose={() => setAsking(false)}>
        <p className="mt-2 text-muted">{words.stopLead}</p>
        {failure ? (
          <Notice tone="danger" live className="mt-3">
            {failure}
          </Notice>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button variant="quiet" onClick={() => setAsking(false)}>
            {words.goOn}
          </Button>
          <Button variant="danger" pending={pending} onClick={() => void remove()}>
            {words.stop}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
