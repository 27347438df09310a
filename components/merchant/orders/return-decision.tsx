'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { AmountField, TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { textOf } from './goods-fields';
import type { OrderWords } from './order-words';

type Waiting = { readonly orderId: string; readonly returnId: string; readonly goods: string; readonly expected: string; readonly currency: string };

const pathOf = ({ orderId, returnId }: Waiting): string => `/api/agent/v1/orders/${orderId}/returns/${returnId}`;

/** The merchant's decision on a return that waits. */
export function ReturnDecision({ words, ...waiting }: Waiting & { readonly words: OrderWords }) {
  const said = words.decide;
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
    if (!answer.ok) return setFailure(words.errors[answer.code] ?? answer.message);
    close();
    router.refresh();
  }

  return (
    <div className="mt-1 flex flex-wrap gap-2 max-sm:*:flex-1">
      <Button variant="primary" onClick={() => setAsking('approve')}>
        {said.approve}
      </Button>
      <Button variant="danger" onClick={() => setAsking('refuse')}>
        {said.refuse}
      </Button>
      <Dialog open={asking === 'approve'} title={said.approveTitle} onClose={close}>
        <form onSubmit={(event) => void send(event, 'approve')} className="mt-1 flex flex-col gap-4">
          <p className="text-muted">{said.takeBack} {waiting.goods}. {said.goesBack}</p>
          <AmountField label={said.refund} name="refund_amount" currency={waiting.currency} defaultValue={waiting.expected} required />
          <TextAreaField label={said.message} name="message" rows={2} maxLength={500} hint={said.messageHint} />
          <Outcome failure={failure} pending={pending} submit={said.approve} notNow={words.notNow} onClose={close} />
        </form>
      </Dialog>
      <Dialog open={asking === 'refuse'} title={said.refuseTitle} onClose={close}>
        <form onSubmit={(event) => void send(event, 'refuse')} className="mt-1 flex flex-col gap-4">
          <p className="text-muted">{said.told}</p>
          <TextAreaField label={words.reasonField} name="message" rows={2} maxLength={500} required />
          <Outcome failure={failure} pending={pending} submit={said.submitRefuse} notNow={words.notNow} onClose={close} danger />
        </form>
      </Dialog>
    </div>
  );
}

function Outcome({ failure, pending, submit, notNow, onClose, danger = false }: { failure: string | null; pending: boolean; submit: string; notNow: string; onClose: () => void; danger?: boolean }) {
  return (
    <>
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{notNow}</Button>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} pending={pending}>
          {submit}
        </Button>
      </div>
    </>
  );
}
