import type { Ctx } from '@/lib/ports';
import { recordChange } from './record-change';
import { deleteChange, listLiveAgentIds, lockOwnAgent, voidCeremonies, writeFields } from './store';

/**
 * Pauses every agent of a wallet that is not revoked, and drops what waits for the owner's confirmation. In the caller's transaction.
 * Answers the agents' ids: their payments are the wallet's to void.
 */
export async function pauseAgents(ctx: Ctx, walletId: string): Promise<string[]> {
  const agentIds = await listLiveAgentIds(ctx, walletId);
  for (const agentId of agentIds) {
    const agent = await lockOwnAgent(ctx, { walletId, agentId });
    if (!agent || agent.status === 'revoked') continue;
    const paused = { ...agent, status: 'suspended' } as const;
    await writeFields(ctx, agentId, paused);
    if (agent.status !== 'suspended') await recordChange(ctx, agent, { before: agent, after: paused, actor: 'system' });
    await deleteChange(ctx, agentId);
    await voidCeremonies(ctx, agentId);
  }
  return agentIds;
}
