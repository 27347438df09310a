'use client';

import { act } from '@/components/client/http';
import { Field } from '@/components/ui/field';
import type { FulfillmentKind } from '@/lib/order';
import { FormDialog } from './form-dialog';
import { GoodsFields, readGoods, textOf, type OpenGoods } from './goods-fields';
import { HAND_OVER } from './words';

type Props = { readonly orderId: string; readonly kind: FulfillmentKind; readonly goods: readonly OpenGoods[] };

/** Hands goods over, all that is left or a part. Sent twice, it happens once. */
export function ShipOrder({ orderId, kind, goods }: Props) {
  const words = HAND_OVER[kind];

  function ship(form: FormData, wishId: string): Promise<string | null> {
    const lines = readGoods(form, goods);
    if (lines?.length === 0) return Promise.resolve('Choose at least one item.');
    return act('POST', `/api/dashboard/orders/${orderId}/ship`, {
      fulfillment_id: wishId,
      lines,
      carrier: textOf(form, 'carrier'),
      tracking_number: textOf(form, 'tracking_number'),
      tracking_url: textOf(form, 'tracking_url'),
    });
  }

  return (
    <FormDialog open={words.open} variant="primary" title={words.title} submit={words.submit} dismiss="Not now" work={ship}>
      <p className="text-muted">{words.tells}</p>
      <GoodsFields goods={goods} />
      {kind === 'shipping' ? (
        <>
          <Field label="Carrier" name="carrier" maxLength={100} hint="Optional." />
          <Field label="Tracking number" name="tracking_number" maxLength={100} autoComplete="off" hint="Optional." />
          <Field label="Tracking link" name="tracking_url" type="url" pattern="https://.*" title="A link that begins with https://" maxLength={500} hint="Optional. Begins with https://" />
        </>
      ) : null}
    </FormDialog>
  );
}
