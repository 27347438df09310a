import { toEvidence } from '@/lib/confirmation';
import { err, ok, type Result } from '@/lib/kernel/result';
import { ensureSigningKeys, revokeIntentMandates, signMandate } from '@/lib/mandate';
import { type Ctx, inTransaction } from '@/lib/ports';
import { deleteChange, findAgent, findCeremony, findChange, lockOwnAgent, voidCeremonies, writeFields } from './store';
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
    const ceremony = await findCeremony(tx, agent.id);
    if (!ceremony) return err({ code: 'invalid_assertion' });

    const passkeys = await tx.ports.ownerPasskeys.list(tx, agent.walletId);
    const verified = await tx.ports.passkey.verifyAssertion(tx, { assertion: command.assertion, challenge: ceremony.challenge, passkeys });
    if (!verified) return err({ code: 'invalid_assertion' });

    await tx.ports.ownerPasskeys.recordUse(tx, verified);
    await voidCeremonies(tx, agent.id);
    await deleteChange(tx, agent.id);
    await writeFields(tx, agent.id, after);
    await revokeIntentMandates(tx, agent.id);
    const evidence = toEvidence(command.assertion, passkeys.find((passkey) => passkey.id === verified.passkeyId));
    await signMandate(tx, { walletId: agent.walletId, mandate: ceremony.mandate, evidence });
    return ok((await findAgent(tx, agent.id)) ?? agent);
  });
}
