import type { Ctx } from '@/lib/ports';
import { getMerchant } from './get-merchant';

export type MerchantHome = { readonly name: string; readonly handle: string; readonly currency: string };

/** What the console's frame says about the merchant. */
export async function loadMerchantHome(ctx: Ctx, merchantId: string): Promise<MerchantHome> {
  const { name, handle, currency } = await getMerchant(ctx, merchantId);
  return { name, handle, currency };
}
