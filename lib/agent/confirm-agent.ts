import { err, ok, type Result } from '@/lib/kernel/result';
import { ensureSigningKeys, revokeIntentMandates, signMandate } from '@/lib/mandate';
import { type Ctx, inTransaction } from '@/lib/ports';
import { recordChange } from './record-change';
import { deleteChange, findAgent, findChange, lockOwnAgent, writeFields } from './store';
import { tellConnected } from './tell-connected';
import { takeAssertion } from './take-assertion';
import type { Agent } from './types';

export type ConfirmError =
  | { readonly code: 'agent_not_found' }
  | { readonly code: 'agent_revoked' }
  | { readonly code: 'nothing_to_confirm' }
  /** Missing, wrong, over another, an outdated or a used challenge, or without user verification. */
  | { readonly code: 'invalid_assertion' };

/**
 * Applies what waits for an agent's owner, once, when `assertion` (AuthenticationResponseJSON) is the owner's passkey over exactly the
 * drafted intent mandate. The mandate is then signed with the assertion as its evidence; the one before it is revoked.
 */
export async function confirmAgent(
  ctx: Ctx,
  command: { walletId: string; agentId: string; assertion: unknown },
): Promise<Result<Agent, ConfirmError>> {
  await ensureSigningKeys(ctx);
  return inTransaction(ctx, async (tx) => {
    const agent = await lockOwnAgent(tx, command);
    if (!agent) return err({ code: 'agent_not_found' });
    if (agent.status === 'revoked') return err({ code: 'agent_revoked' });
    const after = await findChange(tx, agent.id);
    if (!after) return err({ code: agent.status === 'pending' ? 'invalid_assertion' : 'nothing_to_confirm' });
    const signed = await takeAssertion(tx, { walletId: agent.walletId, agentId: agent.id, assertion: command.assertion });
    if (!signed) return err({ code: 'invalid_assertion' });

    await deleteChange(tx, agent.id);
    await writeFields(tx, agent.id, after);
    await revokeIntentMandates(tx, agent.id);
    await signMandate(tx, { walletId: agent.walletId, ...signed });
    await recordChange(tx, agent, { before: agent, after });
    if (agent.status === 'pending') await tellConnected(tx, agent);
    return ok((await findAgent(tx, agent.id)) ?? agent);
  });
}
