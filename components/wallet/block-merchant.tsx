'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

/** Blocks a merchant for all agents. It only narrows, so it needs no passkey; allowing it again does. */
export function BlockMerchant({ handle, name }: { handle: string; name: string }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function block(): Promise<void> {
    setAsking(false);
    setPending(true);
    const answer = await call('POST', '/api/agent/v1/wallet/merchants/block', { merchant: handle });
    setPending(false);
    setFailure(answer.ok ? null : answer.message);
    if (answer.ok) router.refresh();
  }

  return (
    <div className="max-sm:w-full">
      <Button variant="danger" pending={pending} aria-label={`Block ${name}`} onClick={() => setAsking(true)} className="max-sm:w-full">
        Block
      </Button>
      {failure ? (
        <Notice tone="danger" live className="mt-2">
          {failure}
        </Notice>
      ) : null}
      <Dialog open={asking} title={`Block ${name}?`} onClose={() => setAsking(false)}>
        <p className="mt-1 text-muted">Every agent is refused there from now on. Allowing it again needs your passkey, under Policy.</p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Do not block</Button>
          <Button variant="danger" onClick={() => void block()}>
            Block merchant
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
