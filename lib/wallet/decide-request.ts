import type { TriggerType } from '@/lib/approval';
import type { Agent } from '@/lib/agent';
import { formatMoney, money, type Currency } from '@/lib/kernel/money';
import type { LimitKind, SpendingDecision } from '@/lib/spending';

/** Why a person is asked, in words and figures; null when nobody needs to be. */
export type Question = { readonly triggerType: TriggerType; readonly reason: string; readonly limitAmount: bigint | null; readonly excessAmount: bigint | null };

const WINDOW: Record<LimitKind, string> = { per_transaction: 'for each purchase', daily: 'a day', weekly: 'a week', monthly: 'a month' };

/** Whether a purchase may go through by itself. `mayComplete`: the agent and its token hold complete_purchase. */
export function decideRequest(facts: { agentStatus: Agent['status']; mayComplete: boolean; spending: SpendingDecision; currency: Currency }): Question | null {
  const inWords = (amount: bigint): string => formatMoney(money(amount, facts.currency));
  const ask = (triggerType: TriggerType, reason: string): Question => ({ triggerType, reason, limitAmount: null, excessAmount: null });
  if (facts.agentStatus === 'pending') return ask('pending_mandate', 'You have not confirmed this agent yet, so every purchase asks.');
  if (!facts.mayComplete) return ask('permission', 'This agent may not complete purchases by itself.');
  switch (facts.spending.decision) {
    case 'within_limits':
      return null;
    case 'currency_not_covered':
      return ask('currency', `No limit is set for ${facts.currency}, so every purchase in it asks.`);
    case 'over_limit': {
      const { scope, kind, limitAmount, excessAmount } = facts.spending.over;
      const who = scope === 'wallet' ? ' for all your agents together' : '';
      return {
        triggerType: scope === 'wallet' ? 'wallet' : kind,
        reason: `${inWords(limitAmount)} ${WINDOW[kind]}${who}. This one is ${inWords(excessAmount)} over. Your limits stay as they are.`,
        limitAmount,
        excessAmount,
      };
    }
  }
}
