'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { AmountField } from '@/components/ui/field';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

type Props = { readonly orderId: string; /** What is left to refund, in major units. */ readonly left: string; readonly currency: string };

/** Gives an order's money back, wholly or in part. A refund that is tried again keeps its id, so it is made once. */
export function RefundOrder({ orderId, left, currency }: Props) {
  const router = useRouter();
  const [refundId, setRefundId] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  function open(): void {
    setFailure(null);
    setRefundId(crypto.randomUUID());
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const amount = new FormData(event.currentTarget).get('amount');
    setPending(true);
    setFailure(null);
    const answer = await call('POST', `/api/dashboard/orders/${encodeURIComponent(orderId)}/refund`, { refund_id: refundId, amount });
    setPending(false);
    if (!answer.ok) return setFailure(answer.message);
    setRefundId(null);
    router.refresh();
  }

  return (
    <div className="mt-3">
      <Button onClick={open}>Refund</Button>
      <Dialog open={refundId !== null} title="Refund this order" onClose={() => setRefundId(null)}>
        <form onSubmit={(event) => void submit(event)} className="mt-3 space-y-4">
          <AmountField key={left} name="amount" label="Amount" currency={currency} defaultValue={left} required hint={`Up to ${left} ${currency} goes back to the card. The order's total stays.`} />
          {failure ? <Notice tone="danger" live>{failure}</Notice> : null}
          <div className="flex justify-end gap-2">
            <Button type="button" variant="quiet" onClick={() => setRefundId(null)}>Keep the money</Button>
            <Button type="submit" variant="primary" pending={pending}>Refund</Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
