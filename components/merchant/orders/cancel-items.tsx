'use client';

import { actIn } from '@/components/client/http';
import { TextAreaField } from '@/components/ui/field';
import { FormDialog } from '../form-dialog';
import { GoodsFields, readGoods, textOf, type OpenGoods } from './goods-fields';
import type { OrderWords } from './order-words';

type Props = { readonly orderId: string; readonly goods: readonly OpenGoods[]; /** The money was taken: it goes back. */ readonly captured: boolean; readonly words: OrderWords };

/** Takes goods off an order that are not handed over. Sent twice, it happens once. */
export function CancelItems({ orderId, goods, captured, words }: Props) {
  function cancel(form: FormData, wishId: string): Promise<string | null> {
    const lines = readGoods(form, goods);
    if (lines?.length === 0) return Promise.resolve(words.chooseOne);
    return actIn(words.errors)('POST', `/api/dashboard/orders/${orderId}/cancel`, { cancellation_id: wishId, lines, reason: textOf(form, 'reason') });
  }

  return (
    <FormDialog open={words.cancel.open} variant="danger" title={words.cancel.title} submit={words.cancel.open} dismiss={words.cancel.keep} danger work={cancel}>
      <p className="text-muted">
        {captured ? words.cancel.captured : words.cancel.uncaptured} {words.cancel.told}
      </p>
      <GoodsFields goods={goods} words={words} />
      <TextAreaField label={words.reasonField} name="reason" rows={2} maxLength={300} hint={words.reasonHint} />
    </FormDialog>
  );
}
