import type { Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { localMoment } from './hours';
import { countRecent, lockWalletPolicy, readGround } from './store';
import type { LocalMoment, PastPurchases, Policies, Scope } from './types';

export type FactsQuery = {
  readonly walletId: string;
  readonly agentId: string;
  readonly merchant: string;
  readonly currency: Currency;
  readonly timeZone: string;
  /** The caller acts on the answer: what all agents bought together is counted under a lock. */
  readonly lock: boolean;
};

export type PolicyFacts = { readonly policies: Policies; readonly past: PastPurchases; readonly moment: LocalMoment };

/**
 * The owner's rules and what they are judged by, in one statement; one more for each velocity rule, and one for the lock that a velocity
 * over all agents needs. The caller holds the agent's row lock when it acts on the answer.
 */
export async function loadFacts(ctx: Ctx, query: FactsQuery): Promise<PolicyFacts> {
  const moment = localMoment(ctx.clock.now(), query.timeZone);
  const { policies, past } = await readGround(ctx, { ...query, hour: Math.floor(moment.minute / 60) });
  const recent = { agent: await recentIn('agent'), wallet: await recentIn('wallet') };
  return { policies, past: { ...past, recent }, moment };

  async function recentIn(scope: Scope): Promise<number> {
    const rule = policies[scope].velocity;
    if (!rule || rule.action === 'allow') return 0;
    if (scope === 'wallet' && query.lock) await lockWalletPolicy(ctx, query.walletId);
    return countRecent(ctx, { ...query, scope, rule });
  }
}
