'use client';

import { useState } from 'react';
import { act } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

const PATH = '/api/dashboard/feed';

/** Everything once more, now; and the end of it. */
export function FeedActions({ mayRemove }: { mayRemove: boolean }) {
  const { pending, failure, run } = useAction();
  const [asking, setAsking] = useState(false);

  async function remove(): Promise<void> {
    if (await run(() => act('DELETE', PATH))) setAsking(false);
  }

  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-2 max-sm:*:w-full">
        <Button pending={pending} onClick={() => void run(() => act('POST', `${PATH}/publish`))}>
          Publish everything now
        </Button>
        {mayRemove ? (
          <Button variant="danger-quiet" onClick={() => setAsking(true)}>
            Stop publishing
          </Button>
        ) : null}
      </div>
      {failure && !asking ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
      <Dialog open={asking} title="Stop publishing?" onClose={() => setAsking(false)}>
        <p className="mt-2 text-muted">No change reaches the platform any more. What it has already stays there: ask it to remove your feed.</p>
        {failure ? (
          <Notice tone="danger" live className="mt-3">
            {failure}
          </Notice>
        ) : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button variant="quiet" onClick={() => setAsking(false)}>
            Go on publishing
          </Button>
          <Button variant="danger" pending={pending} onClick={() => void remove()}>
            Stop publishing
          </Button>
        </div>
      </Dialog>
    </>
  );
}
