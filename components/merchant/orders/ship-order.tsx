'use client';

import { actIn } from '@/components/client/http';
import { Field } from '@/components/ui/field';
import type { FulfillmentKind } from '@/lib/order';
import { FormDialog } from '../form-dialog';
import { GoodsFields, readGoods, textOf, type OpenGoods } from './goods-fields';
import type { OrderWords } from './order-words';

type Props = { readonly orderId: string; readonly kind: FulfillmentKind; readonly goods: readonly OpenGoods[]; readonly words: OrderWords };

/** Hands goods over, all that is left or a part. Sent twice, it happens once. */
export function ShipOrder({ orderId, kind, goods, words }: Props) {
  const [said, fields] = [words.handOver[kind], words.ship];

  function ship(form: FormData, wishId: string): Promise<string | null> {
    const lines = readGoods(form, goods);
    if (lines?.length === 0) return Promise.resolve(words.chooseOne);
    return actIn(words.errors)('POST', `/api/dashboard/orders/${orderId}/ship`, {
      fulfillment_id: wishId,
      lines,
      carrier: textOf(form, 'carrier'),
      tracking_number: textOf(form, 'tracking_number'),
      tracking_url: textOf(form, 'tracking_url'),
    });
  }

  return (
    <FormDialog open={said.open} variant="primary" title={said.title} submit={said.submit} dismiss={words.notNow} work={ship}>
      <p className="text-muted">{said.tells}</p>
      <GoodsFields goods={goods} words={words} />
      {kind === 'shipping' ? (
        <>
          <Field label={fields.carrier} name="carrier" maxLength={100} hint={words.optional} />
          <Field label={fields.number} name="tracking_number" maxLength={100} autoComplete="off" hint={words.optional} />
          <Field label={fields.link} name="tracking_url" type="url" pattern="https://.*" title={fields.linkTitle} maxLength={500} hint={fields.linkHint} />
        </>
      ) : null}
    </FormDialog>
  );
}
