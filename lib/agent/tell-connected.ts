import { agentWord, notifyOwner } from '@/lib/notification';
import type { Ctx } from '@/lib/ports';
import type { Agent } from './types';

/** An agent may act from now on: its owner is told everywhere, in case it was not them. In the caller's transaction. */
export const tellConnected = (ctx: Ctx, { id, walletId, name }: Pick<Agent, 'id' | 'walletId' | 'name'>): Promise<void> =>
  notifyOwner(ctx, {
    walletId,
    kind: 'agent_connected',
    subject: id,
    body: `${agentWord(name)} may now buy for you, within the limits that your passkey signed.`,
    path: `/wallet/agents/${id}`,
  });
