import { newId } from '@/lib/kernel/id';
import { type Ctx, inTransaction } from '@/lib/ports';
import { cleanDescription, cleanName } from './agent-text';
import type { ClientKeys } from './client-keys';
import { issueSecret } from './client-secret';
import { requestConfirmation } from './request-confirmation';
import { recordCreation } from './record-change';
import { insertAgent, insertClientKeys } from './store';
import { type Agent, AGENT_PERMISSIONS, type AgentFields, type AgentLimit, type AgentPermission, type AgentStatus, type MandateRequest, type OnePurchase } from './types';

export type NewAgent = {
  readonly walletId: string;
  readonly name: string;
  readonly description?: string;
  readonly permissions: readonly AgentPermission[];
  /** At least one, as parseLimits answers them. */
  readonly limits: readonly AgentLimit[];
  /** Handles; left out: any merchant. */
  readonly merchants?: readonly string[];
  readonly purchase?: OnePurchase;
};

export type RegisteredAgent = { readonly agent: Agent; readonly clientSecret: string; readonly mandate: MandateRequest };

/**
 * Registers an agent, pending until its owner confirms the intent mandate (confirmAgent). Until then it may browse, and every
 * purchase asks. The secret is told here and never again.
 */
export const registerAgent = (ctx: Ctx, command: NewAgent): Promise<RegisteredAgent> =>
  inTransaction(ctx, async (tx) => {
    const registered = await register(tx, command);
    return { ...registered, clientSecret: await issueSecret(tx, registered.agent.id) };
  });

/**
 * The same for an agent that authenticates by its own keys (private_key_jwt): it has no secret. `signsRequests`: its ACP requests must be
 * signed by one of them too, for as long as it lives.
 */
export const registerAgentWithKeys = (ctx: Ctx, command: NewAgent & { keys: ClientKeys; signsRequests?: boolean }): Promise<Omit<RegisteredAgent, 'clientSecret'>> =>
  inTransaction(ctx, async (tx) => {
    const registered = await register(tx, command);
    await insertClientKeys(tx, { agentId: registered.agent.id, jwks: command.keys, signsRequests: command.signsRequests ?? false });
    return registered;
  });

async function register(tx: Ctx, command: NewAgent): Promise<{ agent: Agent; mandate: MandateRequest }> {
  const agent = newAgent(tx, command, 'pending');
  await insertAgent(tx, agent);
  await recordCreation(tx, agent);
  const after = { ...agent, status: 'active' } as const;
  const mandate = await requestConfirmation(tx, { agentId: agent.id, walletId: agent.walletId, before: null, after: fieldsOf(after) });
  return { agent, mandate };
}

/** A new agent's row, not yet written. */
export function newAgent(ctx: Ctx, command: NewAgent, status: AgentStatus): Agent {
  const createdAt = ctx.clock.now();
  return {
    id: newId('agent', createdAt.getTime()),
    clientId: newId('client', createdAt.getTime()),
    walletId: command.walletId,
    name: cleanName(command.name),
    description: cleanDescription(command.description ?? ''),
    permissions: AGENT_PERMISSIONS.filter((permission) => command.permissions.includes(permission)),
    limits: command.limits,
    ...(command.merchants === undefined ? {} : { merchants: command.merchants }),
    ...(command.purchase === undefined ? {} : { purchase: command.purchase }),
    status,
    createdAt,
    lastUsedAt: null,
  };
}

/** The fields alone that an owner decides. */
export const fieldsOf = ({ name, description, permissions, limits, merchants, status }: Agent): AgentFields => ({
  name, description, permissions, limits, ...(merchants === undefined ? {} : { merchants }), status,
});
