'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Opens a card at a bank where there is none yet. The passkey says yes: agents may pay with it at once. */
export function OpenCard({ bankName }: { bankName: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function open(): Promise<void> {
    setPending(true);
    const refused = await changeWithPasskey('/api/bank/cards', { bank: bankName }, 'POST');
    setPending(false);
    setFailure(refused);
    if (refused === null) router.refresh();
  }

  return (
    <section aria-label={bankName} className="rounded-card border border-dashed border-border px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-medium">{bankName}</h2>
          <p className="text-[13px]/5 text-muted">You have no card there. A second card pays when the first one is frozen or its bank is down.</p>
        </div>
        <Button pending={pending} className="max-sm:w-full" onClick={() => void open()}>
          Open a card with passkey
        </Button>
      </div>
      {failure === null ? null : (
        <div className="mt-3">
          <Notice tone="danger" live>
            {failure}
          </Notice>
        </div>
      )}
    </section>
  );
}
