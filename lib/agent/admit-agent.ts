import { err, ok, type Result } from '@/lib/kernel/result';
import { ensureSigningKeys, signMandate } from '@/lib/mandate';
import { type Ctx, inTransaction } from '@/lib/ports';
import { newAgent, type NewAgent } from './register-agent';
import { recordCreation } from './record-change';
import { requestAssertion } from './request-confirmation';
import { insertAgent } from './store';
import { tellConnected } from './tell-connected';
import { takeAssertion } from './take-assertion';
import type { Agent, MandateRequest } from './types';

/**
 * An agent as its owner would admit it, written nowhere yet, and the mandate that the owner's passkey must sign first. For consent pages:
 * whoever asks for access gets nothing, and leaves no agent behind, until admitAgent.
 */
export const proposeAgent = (ctx: Ctx, command: NewAgent): Promise<{ proposal: Agent; mandate: MandateRequest }> =>
  inTransaction(ctx, async (tx) => {
    const proposal = newAgent(tx, command, 'active');
    const { id, walletId, purchase } = proposal;
    return { proposal, mandate: await requestAssertion(tx, { agentId: id, walletId, before: null, after: proposal, purchase }) };
  });

/** Writes a proposed agent, active at once, when `assertion` is the owner's passkey over its intent mandate. It has no secret yet. */
export async function admitAgent(ctx: Ctx, { proposal, assertion }: { proposal: Agent; assertion: unknown }): Promise<Result<Agent, { code: 'invalid_assertion' }>> {
  await ensureSigningKeys(ctx);
  return inTransaction(ctx, async (tx) => {
    const { id, walletId } = proposal;
    const signed = await takeAssertion(tx, { walletId, agentId: id, assertion });
    if (!signed) return err({ code: 'invalid_assertion' });
    await insertAgent(tx, proposal);
    await recordCreation(tx, proposal);
    await signMandate(tx, { walletId, ...signed });
    await tellConnected(tx, proposal);
    return ok(proposal);
  });
}
