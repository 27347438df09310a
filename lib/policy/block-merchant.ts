import { lockWalletAgents } from '@/lib/agent';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { setPolicy } from './set-policy';
import { findPolicy } from './store';
import type { ListRule, Policy } from './types';

/** As many as a list of rules may name. */
const MAX_BLOCKED = 200;

export type BlockError = { readonly code: 'too_many_blocked'; readonly max: number };

/**
 * No agent of a wallet pays this merchant from here on. It only narrows, so it holds at once and no passkey is asked: a rule that asked now
 * refuses, and one that rested makes way for this one.
 */
export const blockMerchant = (ctx: Ctx, command: { walletId: string; handle: string }): Promise<Result<Policy, BlockError>> =>
  inTransaction<Ctx, Result<Policy, BlockError>>(ctx, async (tx) => {
    const { walletId, handle } = command;
    await lockWalletAgents(tx, walletId);
    const { merchants } = await findPolicy(tx, { walletId, agentId: null });
    const blocking = withBlocked(merchants, handle);
    if (blocking.blocked.length > MAX_BLOCKED) return err({ code: 'too_many_blocked', max: MAX_BLOCKED });
    const set = await setPolicy(tx, { walletId, agentId: null, patch: { merchants: blocking } });
    invariant(set.ok, 'blocking only narrows');
    return ok(set.value);
  });

function withBlocked(rule: ListRule | undefined, handle: string): ListRule {
  if (!rule || rule.action === 'allow') return { allowed: [], blocked: [handle], action: 'refuse' };
  return { ...rule, blocked: [...new Set([...rule.blocked, handle])], action: 'refuse' };
}
