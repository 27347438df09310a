import { err, ok, type Result } from '@/lib/kernel/result';
import { revokeIntentMandates } from '@/lib/mandate';
import { type Ctx, inTransaction } from '@/lib/ports';
import { recordChange } from './record-change';
import { deleteChange, lockOwnAgent, voidCeremonies, writeFields } from './store';
import type { Agent } from './types';

/**
 * Ends an agent for good: its next call is refused, its intent mandate is revoked. Revoking it again changes nothing. Its payment tokens
 * and approvals are the wallet's: void them in the same transaction (lib/wallet, voidAgentPayments).
 */
export const revokeAgent = (ctx: Ctx, command: { walletId: string; agentId: string }): Promise<Result<Agent, { code: 'agent_not_found' }>> =>
  inTransaction(ctx, async (tx) => {
    const agent = await lockOwnAgent(tx, command);
    if (!agent) return err({ code: 'agent_not_found' });
    const revoked: Agent = { ...agent, status: 'revoked' };
    await writeFields(tx, agent.id, revoked);
    await deleteChange(tx, agent.id);
    await voidCeremonies(tx, agent.id);
    await revokeIntentMandates(tx, agent.id);
    if (agent.status !== 'revoked') await recordChange(tx, agent, { before: agent, after: revoked });
    return ok(revoked);
  });
