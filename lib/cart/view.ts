import { money, toCurrency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { readCart } from './store';

export type CartView = {
  readonly id: string;
  readonly merchantName: string;
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly unit: Money; readonly total: Money; readonly isSoldOut: boolean }[];
  readonly totals: readonly { readonly label: string; readonly amount: Money }[];
  readonly updatedAt: Date;
  readonly expiresAt: Date;
};

type Row = { id: string; merchant_name: string; currency: string; content: unknown; updated_at: Date; expires_at: Date };

/** What the bearer of a cart's id may see, as it was estimated when it was written last: no buyer. Null once it is canceled or ran out. */
export async function loadCart(ctx: Ctx, cartId: string): Promise<CartView | null> {
  const rows = await ctx.db.query<Row>({
    name: 'cart.view',
    text: `select c.id, m.name as merchant_name, c.currency, c.content, c.updated_at, c.expires_at
             from cart c join merchant m on m.id = c.merchant_id where c.id = $1 and c.expires_at > $2`,
    values: [cartId, ctx.clock.now()],
  });
  const row = rows[0];
  if (!row) return null;
  const { lines, totals, taxIsKnown } = readCart(row.content);
  const of = (amount: bigint): Money => money(amount, toCurrency(row.currency));
  return {
    id: row.id,
    merchantName: row.merchant_name,
    lines: lines.map(({ name, quantity, unitAmount, baseAmount, isSoldOut }) => ({ name, quantity, unit: of(unitAmount), total: of(baseAmount), isSoldOut })),
    totals: [
      ...(totals.itemsDiscountAmount + totals.discountAmount > 0n ? [{ label: 'Discount', amount: of(totals.itemsDiscountAmount + totals.discountAmount) }] : []),
      ...(taxIsKnown ? [{ label: 'Tax', amount: of(totals.taxAmount) }] : []),
      ...(totals.feeAmount > 0n ? [{ label: 'Service fee', amount: of(totals.feeAmount) }] : []),
      { label: 'Estimate', amount: of(totals.totalAmount) },
    ],
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
  };
}
