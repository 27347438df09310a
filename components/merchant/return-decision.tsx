'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { AmountField, TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

type Waiting = { readonly orderId: string; readonly returnId: string; readonly goods: string; readonly expected: string; readonly currency: string };

const pathOf = ({ orderId, returnId }: Waiting): string => `/api/agent/v1/orders/${orderId}/returns/${returnId}`;

/** A text field's value, or undefined when it was left empty. */
function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The merchant's decision on a return that waits. */
export function ReturnDecision(waiting: Waiting) {
  const router = useRouter();
  const [asking, setAsking] = useState<'approve' | 'refuse' | null>(null);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const close = () => {
    setAsking(null);
    setFailure(null);
  };
  async function send(event: FormEvent<HTMLFormElement>, decision: 'approve' | 'refuse') {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { message: textOf(form, 'message'), ...(decision === 'approve' ? { refund_amount: textOf(form, 'refund_amount') } : {}) };
    setPending(true);
    const answer = await call('POST', `${pathOf(waiting)}/${decision}`, body);
    setPending(false);
    if (!answer.ok) return setFailure(answer.message);
    close();
    router.refresh();
  }

  return (
    <div className="mt-1 flex flex-wrap gap-2 max-sm:*:flex-1">
      <Button variant="primary" onClick={() => setAsking('approve')}>
        Approve return
      </Button>
      <Button variant="danger" onClick={() => setAsking('refuse')}>
        Refuse
      </Button>
      <Dialog open={asking === 'approve'} title="Approve this return?" onClose={close}>
        <form onSubmit={(event) => void send(event, 'approve')} className="mt-1 flex flex-col gap-4">
          <p className="text-muted">You take back {waiting.goods}. The refund goes to the card that paid; the agent is told.</p>
          <AmountField label="Refund" name="refund_amount" currency={waiting.currency} defaultValue={waiting.expected} required />
          <TextAreaField label="Message" name="message" rows={2} maxLength={500} hint="Optional. Where to send the goods, for instance." />
          <Outcome failure={failure} pending={pending} submit="Approve return" onClose={close} />
        </form>
      </Dialog>
      <Dialog open={asking === 'refuse'} title="Refuse this return?" onClose={close}>
        <form onSubmit={(event) => void send(event, 'refuse')} className="mt-1 flex flex-col gap-4">
          <p className="text-muted">The agent is told, and the buyer sees why. It may ask again.</p>
          <TextAreaField label="Reason" name="message" rows={2} maxLength={500} required />
          <Outcome failure={failure} pending={pending} submit="Refuse return" onClose={close} danger />
        </form>
      </Dialog>
    </div>
  );
}

function Outcome({ failure, pending, submit, onClose, danger = false }: { failure: string | null; pending: boolean; submit: string; onClose: () => void; danger?: boolean }) {
  return (
    <>
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Not now</Button>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} pending={pending}>
          {submit}
        </Button>
      </div>
    </>
  );
}
