import { encodeJson } from '@/lib/db';
import { err, ok, type Result } from '@/lib/kernel/result';
import { type Ctx, inTransaction } from '@/lib/ports';
import { cleanDescription, cleanName } from './agent-text';
import { decideWidening, type Widening } from './decide-widening';
import { recordChange } from './record-change';
import { fieldsOf } from './register-agent';
import { requestConfirmation } from './request-confirmation';
import { deleteChange, lockOwnAgent, voidCeremonies, writeFields } from './store';
import { type Agent, AGENT_PERMISSIONS, type AgentFields, type AgentLimit, type AgentPermission, type MandateRequest } from './types';

/** Fields that are given replace the agent's; `limits` replaces the whole set. */
export type AgentPatch = {
  readonly name?: string;
  readonly description?: string;
  readonly permissions?: readonly AgentPermission[];
  /** At least one, as parseLimits answers them. */
  readonly limits?: readonly AgentLimit[];
  /** Handles, at least one; null: any merchant. */
  readonly merchants?: readonly string[] | null;
  readonly status?: 'active' | 'suspended';
};

export type UpdateError =
  | { readonly code: 'agent_not_found' }
  | { readonly code: 'agent_revoked' }
  /** Nothing was changed: the whole patch waits for confirmAgent. */
  | { readonly code: 'widening_needs_confirmation'; readonly widening: readonly Widening[]; readonly mandate: MandateRequest };

/**
 * Changes an agent. What only takes away (lower limits, fewer permissions, a pause) or renames applies at once, and drops a widening
 * that still waited; what allows more waits for the owner's passkey, all of the patch together.
 */
export const updateAgent = (
  ctx: Ctx,
  command: { walletId: string; agentId: string; patch: AgentPatch },
): Promise<Result<Agent, UpdateError>> =>
  inTransaction(ctx, async (tx) => {
    const agent = await lockOwnAgent(tx, command);
    if (!agent) return err({ code: 'agent_not_found' });
    if (agent.status === 'revoked') return err({ code: 'agent_revoked' });

    const after = applyPatch(agent, command.patch);
    if (encodeJson(after) === encodeJson(fieldsOf(agent))) return ok(agent);
    const widening = decideWidening(agent, after);
    if (widening.length > 0) {
      // Confirming an agent that was never confirmed makes it active (rules.md, Agents).
      const confirmed: AgentFields = after.status === 'pending' ? { ...after, status: 'active' } : after;
      const mandate = await requestConfirmation(tx, { agentId: agent.id, walletId: agent.walletId, before: agent, after: confirmed, purchase: agent.purchase });
      return err({ code: 'widening_needs_confirmation', widening, mandate });
    }
    await writeFields(tx, agent.id, after);
    await deleteChange(tx, agent.id);
    await voidCeremonies(tx, agent.id);
    await recordChange(tx, agent, { before: agent, after });
    return ok({ ...agent, ...after });
  });

function applyPatch(agent: Agent, patch: AgentPatch): AgentFields {
  const permissions = patch.permissions;
  const { merchants: currentMerchants, ...fields } = fieldsOf(agent);
  const merchants = patch.merchants === undefined ? currentMerchants : (patch.merchants ?? undefined);
  return {
    ...fields,
    ...(merchants === undefined ? {} : { merchants }),
    ...(patch.name === undefined ? {} : { name: cleanName(patch.name) }),
    ...(patch.description === undefined ? {} : { description: cleanDescription(patch.description) }),
    ...(permissions ? { permissions: AGENT_PERMISSIONS.filter((permission) => permissions.includes(permission)) } : {}),
    ...(patch.limits ? { limits: patch.limits } : {}),
    ...(patch.status ? { status: patch.status } : {}),
  };
}
