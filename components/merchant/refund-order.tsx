'use client';

import { act } from '@/components/client/http';
import { AmountField, TextAreaField } from '@/components/ui/field';
import { FormDialog } from './form-dialog';
import { textOf } from './goods-fields';

type Props = { readonly orderId: string; /** What is left to refund, in major units. */ readonly left: string; readonly currency: string };

/** Gives an order's money back, wholly or in part. A refund that is tried again keeps its id, so it is made once. */
export function RefundOrder({ orderId, left, currency }: Props) {
  const refund = (form: FormData, wishId: string): Promise<string | null> =>
    act('POST', `/api/dashboard/orders/${orderId}/refund`, { refund_id: wishId, amount: textOf(form, 'amount'), reason: textOf(form, 'reason') });

  return (
    <FormDialog open="Refund" title="Refund this order" submit="Refund" dismiss="Keep the money" work={refund}>
      <AmountField name="amount" label="Amount" currency={currency} defaultValue={left} required hint={`Up to ${left} ${currency} goes back to the card. The order's total stays.`} />
      <TextAreaField label="Reason" name="reason" rows={2} maxLength={300} hint="Optional. The agent reads it." />
    </FormDialog>
  );
}
