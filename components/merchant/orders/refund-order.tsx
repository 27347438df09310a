'use client';

import { actIn } from '@/components/client/http';
import { AmountField, TextAreaField } from '@/components/ui/field';
import { FormDialog } from '../form-dialog';
import { textOf } from './goods-fields';
import type { OrderWords } from './order-words';

type Props = { readonly orderId: string; /** What is left to refund, in major units. */ readonly left: string; readonly currency: string; readonly words: OrderWords };

/** Gives an order's money back, wholly or in part. A refund that is tried again keeps its id, so it is made once. */
export function RefundOrder({ orderId, left, currency, words }: Props) {
  const refund = (form: FormData, wishId: string): Promise<string | null> =>
    actIn(words.errors)('POST', `/api/dashboard/orders/${orderId}/refund`, { refund_id: wishId, amount: textOf(form, 'amount'), reason: textOf(form, 'reason') });

  return (
    <FormDialog open={words.refund.open} title={words.refund.title} submit={words.refund.open} dismiss={words.refund.keep} work={refund}>
      <AmountField name="amount" label={words.amount} currency={currency} defaultValue={left} required hint={`${words.refund.upTo} ${left} ${currency} ${words.refund.goesBack}`} />
      <TextAreaField label={words.reasonField} name="reason" rows={2} maxLength={300} hint={words.reasonHint} />
    </FormDialog>
  );
}
