'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** One of two people has signed: it waits for the other, and can still be declined. */
export function Waits({ approvalId, other }: { approvalId: string; other: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function decline(): Promise<void> {
    setPending(true);
    const answer = await call('POST', `/api/step-up/${approvalId}/reject`, {});
    setPending(false);
    if (!answer.ok) setFailure(answer.message);
    router.refresh();
  }

  return (
    <footer className="mt-auto space-y-3 pt-6 pb-6">
      <Notice tone="info" live title="You signed">
        Nothing is approved until {other} has signed too.
      </Notice>
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button variant="danger-quiet" className="h-12 w-full rounded-[14px] sm:h-12" pending={pending} onClick={() => void decline()}>
        Decline
      </Button>
    </footer>
  );
}
