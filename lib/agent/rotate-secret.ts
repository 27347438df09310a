import { addSeconds } from '@/lib/kernel/clock';
import { err, ok, type Result } from '@/lib/kernel/result';
import { type Ctx, inTransaction, record } from '@/lib/ports';
import type { ClientKeys } from './client-keys';
import { issueSecret } from './client-secret';
import { expireSecrets, findClientKeys, lockOwnAgent, writeClientKeys } from './store';
import type { Agent } from './types';
import { tellMerchants } from './tell-merchants';

const OVERLAP_SECONDS = 24 * 60 * 60;

export type RotatedSecret = { readonly clientId: string; readonly clientSecret: string; readonly previousSecretExpiresAt: Date };
export type RotateError = {
  /** `agent_has_keys`, `agent_has_secret`: it authenticates the other way. `single_purchase`: it was given one token, and no credentials. */
  readonly code: 'agent_not_found' | 'agent_revoked' | 'agent_has_keys' | 'agent_has_secret' | 'single_purchase';
};

type Rotation = { readonly walletId: string; readonly agentId: string };

/** Gives an agent a new secret. The one before it holds for another 24 hours, so that a running agent can change over. */
export const rotateSecret = (ctx: Ctx, command: Rotation): Promise<Result<RotatedSecret, RotateError>> =>
  inTransaction<Ctx, Result<RotatedSecret, RotateError>>(ctx, async (tx) => {
    const found = await lockRotatable(tx, command);
    if (!found.ok) return found;
    const { agent, hasKeys } = found.value;
    if (hasKeys) return err({ code: 'agent_has_keys' });
    const previousSecretExpiresAt = addSeconds(tx.clock.now(), OVERLAP_SECONDS);
    await expireSecrets(tx, agent.id, previousSecretExpiresAt);
    await record(tx, { of: agent, kind: 'agent.secret_rotated', actor: 'owner', subject: agent.id });
    await tellMerchants(tx, agent, { type: 'agent.secret_rotated' });
    return ok({ clientId: agent.clientId, clientSecret: await issueSecret(tx, agent.id), previousSecretExpiresAt });
  });

/** Gives an agent that signs its assertions other public keys, at once: to change over without a gap, the set holds old and new for a while. */
export const rotateKeys = (ctx: Ctx, command: Rotation & { keys: ClientKeys }): Promise<Result<Agent, RotateError>> =>
  inTransaction<Ctx, Result<Agent, RotateError>>(ctx, async (tx) => {
    const found = await lockRotatable(tx, command);
    if (!found.ok) return found;
    const { agent, hasKeys } = found.value;
    if (!hasKeys) return err({ code: 'agent_has_secret' });
    await writeClientKeys(tx, { agentId: agent.id, jwks: command.keys });
    return ok(agent);
  });

async function lockRotatable(tx: Ctx, owner: Rotation): Promise<Result<{ agent: Agent; hasKeys: boolean }, RotateError>> {
  const agent = await lockOwnAgent(tx, owner);
  if (!agent) return err({ code: 'agent_not_found' });
  if (agent.status === 'revoked') return err({ code: 'agent_revoked' });
  if (agent.purchase !== undefined) return err({ code: 'single_purchase' });
  return ok({ agent, hasKeys: (await findClientKeys(tx, agent.id)) !== null });
}
