import { insertDiscount, type Discount } from '@/lib/discount';
import type { Ctx } from '@/lib/ports';
import type { Shop } from './shop';

/** A discount of a test's shop: ten percent of the whole order unless it says otherwise, under the code that is its id in capitals. */
export const addDiscount = (ctx: Ctx, { merchantId }: Shop, discount: Partial<Discount> & { readonly id: string }): Promise<void> =>
  insertDiscount(ctx, {
    code: discount.id.toUpperCase(), name: `Discount ${discount.id}`, percentBasisPoints: discount.offAmount ? null : 1_000, offAmount: null, scope: 'order', targets: [], method: 'across',
    priority: 1, combinable: true, minimumAmount: 0n, startsAt: null, endsAt: null, maxRedemptions: null, maxPerBuyer: null, firstPurchaseOnly: false,
    ...discount, merchantId,
  });
