import { pauseAgents } from '@/lib/agent';
import type { Ctx } from '@/lib/ports';
import { voidAgentPayments } from './expire-payments';

/** Stops everything that spends in a wallet while its owner's passkey is recovered (rules.md, Passkeys). In the caller's transaction. */
export async function freezeWallet(ctx: Ctx, walletId: string): Promise<void> {
  for (const agentId of await pauseAgents(ctx, walletId)) await voidAgentPayments(ctx, agentId);
}
