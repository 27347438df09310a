import { record, type Ctx, type TrailDetail, type TrailKind } from '@/lib/ports';
import { toMandateLimit } from './intent-mandate';
import { tellMerchants } from './tell-merchants';
import type { Agent, AgentFields } from './types';

type Acting = Pick<Agent, 'id' | 'walletId'>;

/** Writes a new agent into its owner's trail. In the caller's transaction. */
export const recordCreation = (tx: Ctx, agent: Agent, actor: 'owner' | 'system' = 'owner'): Promise<void> =>
  record(tx, { of: agent, kind: 'agent.created', actor, subject: agent.id, detail: { after: termsOf(agent) } });

/**
 * Writes what became of an agent into its owner's trail, under the name that an owner would give it, and promises word of its end or pause to the
 * merchants that it paid. In the caller's transaction.
 */
export async function recordChange(tx: Ctx, agent: Acting, { before, after, actor = 'owner' }: { before: AgentFields; after: AgentFields; actor?: 'owner' | 'system' }): Promise<void> {
  const kind = decideKind(before, after);
  await record(tx, { of: agent, kind, actor, subject: agent.id, detail: { before: termsOf(before), after: termsOf(after) } });
  if (kind === 'agent.paused' || kind === 'agent.revoked') await tellMerchants(tx, agent, { type: 'agent.deactivated', more: { status: after.status } });
}

/** Pausing and resuming have names of their own, whatever else changes with them. */
export function decideKind(before: Pick<AgentFields, 'status'>, after: Pick<AgentFields, 'status'>): TrailKind {
  if (before.status === after.status) return 'agent.changed';
  switch (after.status) {
    case 'active':
      return before.status === 'pending' ? 'agent.confirmed' : 'agent.resumed';
    case 'suspended':
      return 'agent.paused';
    case 'revoked':
      return 'agent.revoked';
    case 'pending':
      return 'agent.changed';
  }
}

const termsOf = ({ name, description, status, permissions, limits }: AgentFields): TrailDetail => ({ name, description, status, permissions, limits: limits.map((limit) => ({ ...toMandateLimit(limit) })) });
