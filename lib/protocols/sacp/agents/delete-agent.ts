import { revokeAgent } from '@/lib/agent';
import { inTransaction } from '@/lib/ports';
import { voidAgentPayments } from '@/lib/wallet';
import { answer } from '../errors';
import { agentEndpoint } from './agent-endpoint';
import { refuse } from './refuse';

/** Revokes an agent for good, with its payment tokens and pending approvals, in one transaction. */
export const deleteAgent = agentEndpoint({
  method: 'DELETE',
  path: '/api/agent/v1/agents/[id]',
  handle: async (ctx, _request, call) => {
    const revoked = await inTransaction(ctx, async (tx) => {
      const result = await revokeAgent(tx, call);
      if (result.ok) await voidAgentPayments(tx, call.agentId);
      return result;
    });
    return revoked.ok ? answer(200, { agent_id: revoked.value.id, status: revoked.value.status }) : refuse(revoked.error);
  },
});
