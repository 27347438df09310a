import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { findMerchant } from './store';
import type { Merchant } from './types';

/** A merchant that must exist, because a row of ours names it. */
export async function getMerchant(ctx: Ctx, merchantId: string): Promise<Merchant> {
  const merchant = await findMerchant(ctx, merchantId);
  invariant(merchant, `merchant ${merchantId} exists`);
  return merchant;
}
