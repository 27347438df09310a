'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call, tellIn } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { WebhookWords } from './webhook-words';

type Told = { readonly tone: 'success' | 'danger'; readonly text: string };

/** Posts a delivery once more, under the event's own id, and tells what the endpoint said. The page is read again either way: the attempt is kept. */
export function ResendDelivery({ id, words }: { id: string; words: WebhookWords }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [told, setTold] = useState<Told | null>(null);

  async function resend(): Promise<void> {
    setPending(true);
    setTold(null);
    const answer = await call<{ response_status: number }>('POST', `/api/dashboard/webhooks/deliveries/${id}/resend`, {});
    setPending(false);
    setTold(answer.ok ? { tone: 'success', text: `${words.taken} (HTTP ${answer.data.response_status}).` } : { tone: 'danger', text: tellIn(words.errors, answer) });
    router.refresh();
  }

  return (
    <div>
      <Button variant="primary" pending={pending} onClick={() => void resend()} className="max-sm:w-full">
        {words.again}
      </Button>
      {told ? (
        <Notice tone={told.tone} live className="mt-3">
          {told.text}
        </Notice>
      ) : null}
    </div>
  );
}
