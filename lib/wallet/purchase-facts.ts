import type { Agent } from '@/lib/agent';
import type { TriggerType } from '@/lib/approval';
import type { Currency } from '@/lib/kernel/money';
import type { CheckoutSnapshot, Ctx } from '@/lib/ports';
import { decidePurchase, type Decision, type Finding, loadFacts, type MandateScope, type Policies, type PurchaseFacts, type RuleName } from '@/lib/policy';
import type { Calendar, WindowKeys } from '@/lib/spending';

/** A purchase as the rules see it: in the merchant's words, never in the agent's. */
export type Purchase = {
  readonly merchant: { readonly handle: string; readonly country: string | null };
  /** Of its items, each once, in order. */
  readonly categories: readonly string[];
  readonly amount: bigint;
  readonly currency: Currency;
  /** Null: none is open, somebody asks what if. */
  readonly checkout: { readonly id: string; readonly snapshotHash: string } | null;
};

export const toPurchase = (snapshot: Omit<CheckoutSnapshot, 'expiresAt' | 'facts'>): Purchase => ({
  merchant: { handle: snapshot.merchantHandle, country: snapshot.merchantCountry },
  categories: [...new Set(snapshot.items.map((item) => item.category))].sort(),
  amount: snapshot.totalAmount,
  currency: snapshot.currency,
  checkout: { id: snapshot.checkoutId, snapshotHash: snapshot.hash },
});

/** What the agent was admitted for, and of that what its token is for. */
export function scopeOf(agent: Agent, tokenMerchants: readonly string[] | null, { checkout }: Purchase, now: Date): MandateScope {
  const merchants = agent.merchants ?? null;
  const { purchase } = agent;
  return {
    merchants: tokenMerchants === null || merchants === null ? (tokenMerchants ?? merchants) : tokenMerchants.filter((merchant) => merchants.includes(merchant)),
    coversPurchase: purchase === undefined || (purchase.checkoutId === checkout?.id && purchase.snapshotHash === checkout.snapshotHash && now < purchase.expiresAt),
  };
}

type Judged = { readonly decision: Decision; readonly keys: WindowKeys; readonly facts: PurchaseFacts; readonly policies: Policies };

/**
 * What limits, rules, the network's risk and the bank's controls of the card say to a purchase now. `act`: the caller holds the agent's row
 * lock and does what is answered; then limits and counts over all agents are locked, in this order. Else nothing is locked and nothing changes.
 */
export async function judgePurchase(
  ctx: Ctx,
  query: { agent: Agent; mayComplete: boolean; tokenMerchants: readonly string[] | null; calendar: Calendar; purchase: Purchase; cardId: string | null; act: boolean },
): Promise<Judged> {
  const { agent, mayComplete, tokenMerchants, calendar, purchase, cardId, act } = query;
  const { merchant, categories, amount, currency } = purchase;
  // What the network would say of the same purchase: nobody present, under a mandate of ours.
  const risked = { agentId: agent.id, agentCreatedAt: agent.createdAt, humanPresent: false, mandateVerified: true, amount, currency };
  const [{ policies, keys, ...ground }, risk, cardObjection] = await Promise.all([
    loadFacts(ctx, { agentId: agent.id, walletId: agent.walletId, merchant: merchant.handle, currency, amount, categories, calendar, lock: act }),
    ctx.ports.risk.assess(ctx, risked),
    cardId === null ? null : ctx.ports.cardControls.preview(ctx, { cardId, amount, currency, humanPresent: false }),
  ]);
  const scope = scopeOf(agent, tokenMerchants, purchase, ctx.clock.now());
  const facts: PurchaseFacts = { agentStatus: agent.status, mayComplete, currency, amount, merchant, categories, scope, ...ground, risk, cardObjection };
  return { decision: decidePurchase(facts, policies), keys, facts, policies };
}

/** The kinds of question that the wires know (rules.md, trigger_type), for each rule. */
const TRIGGERS: Record<RuleName, TriggerType> = {
  single_purchase: 'permission', pending_mandate: 'pending_mandate', permission: 'permission', currency: 'currency', per_transaction: 'per_transaction', daily: 'daily', weekly: 'weekly',
  monthly: 'monthly', wallet: 'wallet', merchant: 'merchant', category: 'category', country: 'merchant', hours: 'anomaly', velocity: 'velocity',
  new_merchant: 'anomaly', unusual_amount: 'anomaly', unusual_hour: 'anomaly', risk: 'risk', card: 'permission',
  card_limit: 'per_transaction', card_daily: 'daily',
};

/** Why a person is asked, in words and figures. */
export type Question = { readonly triggerType: TriggerType; readonly reason: string; readonly limitAmount: bigint | null; readonly excessAmount: bigint | null };

export function toQuestion({ rule, words, figures }: Finding): Question {
  const money = figures?.unit === 'money' ? figures : null;
  return { triggerType: TRIGGERS[rule], reason: words, limitAmount: money?.limit ?? null, excessAmount: money && money.used + money.requested - money.limit };
}
