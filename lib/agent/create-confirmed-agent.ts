import { ensureSigningKeys, signMandate } from '@/lib/mandate';
import { type Ctx, inTransaction } from '@/lib/ports';
import { issueSecret } from './client-secret';
import { draftIntentMandate } from './intent-mandate';
import { recordCreation } from './record-change';
import { newAgent, type NewAgent } from './register-agent';
import { insertAgent } from './store';

/**
 * An agent that is active at once, for the demo world and for tests. Its intent mandate says `confirmedBy: fixture`: no person was
 * asked. Never reachable from an owner's routes.
 */
export async function createConfirmedAgent(ctx: Ctx, command: NewAgent): Promise<{ agentId: string; clientId: string; clientSecret: string }> {
  await ensureSigningKeys(ctx);
  return inTransaction(ctx, async (tx) => {
    const agent = newAgent(tx, command, 'active');
    await insertAgent(tx, agent);
    await recordCreation(tx, agent, 'system');
    const clientSecret = await issueSecret(tx, agent.id);
    const change = { agentId: agent.id, walletId: agent.walletId, before: null, after: agent, confirmedBy: 'fixture' } as const;
    await signMandate(tx, { walletId: agent.walletId, mandate: draftIntentMandate(tx, change) });
    return { agentId: agent.id, clientId: agent.clientId, clientSecret };
  });
}
