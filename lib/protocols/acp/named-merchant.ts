import type { RequestCtx } from '@/lib/http/request-ctx';
import { findMerchant, type Merchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';

/** The merchant that a body names, by handle or id. Null where it is not the one that the call is at, if it is at one, where the agent's token is for others alone, or where it is a draft of someone else. */
export async function findNamedMerchant(tx: Ctx, { principal, merchant: at }: Pick<RequestCtx, 'principal' | 'merchant'>, named: string): Promise<Merchant | null> {
  const merchant = await findMerchant(tx, named);
  if (!merchant || !(merchant.isLive || isOwn(principal, merchant)) || (at !== null && at.id !== merchant.id)) return null;
  const isBarred = principal.kind === 'agent' && principal.merchants != null && !principal.merchants.includes(merchant.handle);
  return isBarred ? null : merchant;
}

const isOwn = (principal: RequestCtx['principal'], { id }: Merchant): boolean => (principal.kind === 'merchant_key' || principal.kind === 'merchant_user') && principal.merchantId === id;
