'use client';

import { actIn } from '@/components/client/http';
import { AmountField, TextAreaField } from '@/components/ui/field';
import { FormDialog } from '../form-dialog';
import { textOf } from './goods-fields';
import type { OrderWords } from './order-words';

type Props = { readonly orderId: string; readonly returnId: string; readonly goods: string; readonly expected: string; readonly currency: string; readonly words: OrderWords };

/** The merchant's decision on a return that waits. */
export function ReturnDecision({ orderId, returnId, goods, expected, currency, words }: Props) {
  const said = words.decide;
  const decide = (decision: 'approve' | 'refuse') => (form: FormData): Promise<string | null> =>
    actIn(words.errors)('POST', `/api/agent/v1/orders/${orderId}/returns/${returnId}/${decision}`, {
      message: textOf(form, 'message'), ...(decision === 'approve' && { refund_amount: textOf(form, 'refund_amount') }),
    });

  return (
    <div className="mt-1 flex flex-wrap gap-2 max-sm:*:flex-1">
      <FormDialog open={said.approve} variant="primary" title={said.approveTitle} submit={said.approve} dismiss={words.notNow} work={decide('approve')}>
        <p className="text-muted">{said.takeBack} {goods}. {said.goesBack}</p>
        <AmountField label={said.refund} name="refund_amount" currency={currency} defaultValue={expected} required />
        <TextAreaField label={said.message} name="message" rows={2} maxLength={500} hint={said.messageHint} />
      </FormDialog>
      <FormDialog open={said.refuse} variant="danger" title={said.refuseTitle} submit={said.submitRefuse} dismiss={words.notNow} danger work={decide('refuse')}>
        <p className="text-muted">{said.told}</p>
        <TextAreaField label={words.reasonField} name="message" rows={2} maxLength={500} required />
      </FormDialog>
    </div>
  );
}
