import type { Ctx } from '@/lib/ports';
import { announceToMerchants, type MerchantEvent } from '@/lib/webhook';
import { pairwiseOwnerId } from './pairwise-owner-id';
import type { Agent } from './types';

/**
 * Promises the merchants that an agent paid, or that one among them, word of what happened to it, in the caller's transaction. They learn the agent
 * and the owner as each of them knows the owner; nothing of limits and usage.
 */
export const tellMerchants = (
  tx: Ctx,
  { id: agentId, walletId }: Pick<Agent, 'id' | 'walletId'>,
  told: { type: MerchantEvent['type']; merchantId?: string; more?: Readonly<Record<string, string>> },
): Promise<void> =>
  announceToMerchants(tx, {
    type: told.type,
    agentId,
    merchantId: told.merchantId,
    dataFor: (merchantId) => ({ agent_id: agentId, owner_id: pairwiseOwnerId(tx, { walletId, merchantId }), ...told.more }),
  });
