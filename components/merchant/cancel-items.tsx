'use client';

import { act } from '@/components/client/http';
import { TextAreaField } from '@/components/ui/field';
import { FormDialog } from './form-dialog';
import { GoodsFields, readGoods, textOf, type OpenGoods } from './goods-fields';

type Props = { readonly orderId: string; readonly goods: readonly OpenGoods[]; /** The money was taken: it goes back. */ readonly captured: boolean };

/** Takes goods off an order that are not handed over. Sent twice, it happens once. */
export function CancelItems({ orderId, goods, captured }: Props) {
  function cancel(form: FormData, wishId: string): Promise<string | null> {
    const lines = readGoods(form, goods);
    if (lines?.length === 0) return Promise.resolve('Choose at least one item.');
    return act('POST', `/api/dashboard/orders/${orderId}/cancel`, { cancellation_id: wishId, lines, reason: textOf(form, 'reason') });
  }

  return (
    <FormDialog open="Cancel items" variant="danger" title="Cancel items?" submit="Cancel items" dismiss="Keep them" danger work={cancel}>
      <p className="text-muted">
        {captured ? 'What they cost goes back to the card, with its tax.' : 'Nothing was charged yet: what they cost is not taken, or goes back at once.'} The agent is told. This cannot be undone.
      </p>
      <GoodsFields goods={goods} />
      <TextAreaField label="Reason" name="reason" rows={2} maxLength={300} hint="Optional. The agent reads it." />
    </FormDialog>
  );
}
