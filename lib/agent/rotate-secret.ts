import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import { type Ctx, inTransaction } from '@/lib/ports';
import { issueSecret } from './client-secret';
import { expireSecrets, lockOwnAgent } from './store';

const OVERLAP_SECONDS = 24 * 60 * 60;

export type RotatedSecret = { readonly clientId: string; readonly clientSecret: string; readonly previousSecretExpiresAt: Date };

/** Gives an agent a new secret. The one before it holds for another 24 hours, so that a running agent can change over. */
export const rotateSecret = (
  ctx: Ctx,
  command: { walletId: string; agentId: string },
): Promise<Result<RotatedSecret, { code: 'agent_not_found' } | { code: 'agent_revoked' }>> =>
  inTransaction(ctx, async (tx) => {
    const agent = await lockOwnAgent(tx, command);
    if (!agent) return err({ code: 'agent_not_found' });
    if (agent.status === 'revoked') return err({ code: 'agent_revoked' });
    const previousSecretExpiresAt = addSeconds(tx.clock.now(), OVERLAP_SECONDS);
    await expireSecrets(tx, agent.id, previousSecretExpiresAt);
    return ok({ clientId: agent.clientId, clientSecret: await issueSecret(tx, agent.id), previousSecretExpiresAt });
  });
