import { listAgents, lockWalletAgents, type Agent } from '@/lib/agent';
import { notifyOwner } from '@/lib/notification';
import { inTransaction, type Ctx } from '@/lib/ports';
import { freezeWallet } from './freeze-wallet';

export type StoppedAgent = Pick<Agent, 'id' | 'name' | 'status'>;

const mayAct = ({ status }: Agent): boolean => status === 'active' || status === 'pending';

/** The agents of a wallet that may act, and would be stopped. */
export const listRunningAgents = async (ctx: Ctx, walletId: string): Promise<StoppedAgent[]> => (await listAgents(ctx, walletId)).filter(mayAct);

/**
 * Stops everything that spends in a wallet with one commit: every agent is paused, unused tokens are void, what waits is cancelled; the
 * owner is told. It only narrows, so it needs no passkey; resuming an agent does. Answers those that it paused; again, there are none.
 */
export const stopAgents = (ctx: Ctx, walletId: string): Promise<StoppedAgent[]> =>
  inTransaction(ctx, async (tx) => {
    await lockWalletAgents(tx, walletId);
    const running = await listRunningAgents(tx, walletId);
    await freezeWallet(tx, walletId);
    if (running.length > 0) await notifyOwner(tx, { walletId, kind: 'agents_stopped', subject: `stop:${walletId}`, body: told(running.length), path: '/wallet/agents' });
    return running;
  });

const told = (count: number): string => `${count === 1 ? 'Your agent is' : `All ${count} agents of your wallet are`} paused. What waited is cancelled. Resuming one needs your passkey.`;
