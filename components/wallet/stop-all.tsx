'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { StoppedAgent } from '@/lib/wallet';

/** Pauses every agent at once, after showing which. It only narrows, so it needs no passkey. Nothing where nothing runs. */
export function StopAll({ running }: { running: readonly StoppedAgent[] }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (running.length === 0) return null;

  async function stop(): Promise<void> {
    setPending(true);
    const answer = await call('POST', '/api/agent/v1/wallet/stop', { agents: 'all' });
    setPending(false);
    setFailure(answer.ok ? null : answer.message);
    if (!answer.ok) return;
    setAsking(false);
    router.refresh();
  }

  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Stop all
      </Button>
      <Dialog open={asking} title="Stop all agents?" onClose={() => setAsking(false)}>
        <p className="mt-1 text-muted">Their next call is refused, unused payment tokens are void, and what waits for you is cancelled. Resuming each needs your passkey.</p>
        <ul className="mt-3 max-h-48 list-inside list-disc overflow-y-auto" aria-label="Agents that will be stopped">
          {running.map(({ id, name }) => (
            <li key={id} className="wrap-anywhere">
              {name}
            </li>
          ))}
        </ul>
        {failure ? (
          <Notice tone="danger" live className="mt-3">
            {failure}
          </Notice>
        ) : null}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep them</Button>
          <Button variant="danger" pending={pending} onClick={() => void stop()}>
            Stop all agents
          </Button>
        </div>
      </Dialog>
    </>
  );
}
