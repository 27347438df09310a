import { findOpenCart } from '@/lib/cart';
import { getCheckout, type CheckoutActor } from '@/lib/checkout';
import type { Ctx } from '@/lib/ports';

const OPEN: readonly string[] = ['open', 'needs_input', 'ready', 'authentication_required'];

export type PayableQuery = { readonly id: string; readonly merchantId: string; readonly actor: CheckoutActor };

/** Whether an allowance may be for this id: a checkout session of this merchant that the caller sees and that can still be paid, or an open cart of it (rules.md, ACP, Vault). */
export async function isPayable(ctx: Ctx, { id, merchantId, actor }: PayableQuery): Promise<boolean> {
  const found = await getCheckout(ctx, { checkoutId: id, merchantId, actor });
  if (found.ok) return OPEN.includes(found.value.status);
  return (await findOpenCart(ctx, { merchantId, cartId: id })) !== null;
}
