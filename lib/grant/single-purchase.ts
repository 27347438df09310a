import type { AgentPermission, NewAgent } from '@/lib/agent';
import type { CheckoutSnapshot, Ctx } from '@/lib/ports';
import type { AskedPurchase } from './types';

/** All that an agent needs for one purchase whose checkout is open already. */
export const PURCHASE_PERMISSIONS: readonly AgentPermission[] = ['initiate_purchase', 'complete_purchase'];

/** Whoever asks has no agent yet: a checkout that an agent opened is that agent's alone. */
const NOBODY = '';

/** The purchase that is asked for, in its merchant's words; null when there is no such checkout, or nothing to pay in it now. */
export async function findAskedPurchase(ctx: Ctx, { merchant, checkoutId }: AskedPurchase): Promise<CheckoutSnapshot | null> {
  const found = await ctx.ports.checkoutSnapshot.find(ctx, { merchant, checkoutId, agentId: NOBODY });
  return found.state === 'ready' && found.snapshot.totalAmount > 0n ? found.snapshot : null;
}

/** An agent for this purchase and no other: its total, once, until its checkout ends. */
export function toPurchaseTerms(snapshot: CheckoutSnapshot): Pick<NewAgent, 'permissions' | 'limits' | 'merchants' | 'purchase'> {
  const { totalAmount, currency, merchantHandle, checkoutId, hash, expiresAt } = snapshot;
  return {
    permissions: PURCHASE_PERMISSIONS,
    limits: [{ currency, perTransactionAmount: totalAmount, dailyAmount: totalAmount, monthlyAmount: totalAmount }],
    merchants: [merchantHandle],
    purchase: { checkoutId, snapshotHash: hash, expiresAt },
  };
}
