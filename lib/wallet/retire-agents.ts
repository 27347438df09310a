import { listSpentAgents, revokeAgent } from '@/lib/agent';
import { inTransaction, type Ctx } from '@/lib/ports';
import { voidAgentPayments } from './expire-payments';

const BATCH = 100;

/**
 * The job: revokes agents that were admitted for one purchase, once it is paid or its time is over. Until the job comes they can do nothing
 * more than that purchase anyway. Safe to run anywhere, at any time.
 */
export async function retireSpentAgents(ctx: Ctx): Promise<void> {
  for (const agent of await listSpentAgents(ctx, BATCH)) {
    await inTransaction(ctx, async (tx) => {
      await revokeAgent(tx, agent);
      await voidAgentPayments(tx, agent.agentId);
    });
  }
}
