import { findAgent } from '@/lib/agent';
import type { Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Decision } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';
import { judgePurchase, toPurchase, type Purchase } from './purchase-facts';
import { findMismatch, SNAPSHOT_REFUSALS } from './request-payment';
import { getPayer } from './store';

export type SimulatePayment = {
  readonly agentId: string;
  /** Of the access token; null for the owner, who asks for the agent's own. */
  readonly scopes: readonly string[] | null;
  /** Handles that the access token is for; null or left out: any. */
  readonly merchants?: readonly string[] | null;
  /** The agent must be of this wallet. */
  readonly walletId: string;
  /** Handle or id. */
  readonly merchant: string;
  /** A checkout of that merchant: then it says what is bought, and the rest must agree. Null: what if. */
  readonly checkoutId: string | null;
  readonly amount: bigint;
  readonly currency: Currency;
  /** What if: where no checkout says it. */
  readonly categories: readonly string[];
  readonly country: string | null;
};

export type SimulateRefusal =
  | { readonly code: 'agent_not_found' }
  | { readonly code: 'session_not_found' | 'session_not_ready' | 'session_closed' }
  | { readonly code: 'currency_mismatch'; readonly expected: Currency }
  | { readonly code: 'amount_mismatch'; readonly expected: bigint; readonly currency: Currency };

/** What would be answered to a payment now, and why. Changes nothing and locks nothing. */
export async function simulatePayment(ctx: Ctx, command: SimulatePayment): Promise<Result<Decision, SimulateRefusal>> {
  const agent = await findAgent(ctx, command.agentId);
  if (agent?.walletId !== command.walletId) return err({ code: 'agent_not_found' });
  const purchase = await findPurchase(ctx, command);
  if (!purchase.ok) return purchase;
  const { owner, method } = await getPayer(ctx, agent.walletId);
  const mayComplete = agent.permissions.includes('complete_purchase') && (command.scopes?.includes('complete_purchase') ?? true);
  const { decision } = await judgePurchase(ctx, {
    agent, mayComplete, tokenMerchants: command.merchants ?? null, calendar: owner.calendar, purchase: purchase.value, cardId: method?.cardId ?? null, act: false,
  });
  return ok(decision);
}

async function findPurchase(ctx: Ctx, command: SimulatePayment): Promise<Result<Purchase, SimulateRefusal>> {
  const { merchant, checkoutId, amount, currency, country } = command;
  if (checkoutId === null) return ok({ merchant: { handle: merchant, country }, categories: [...new Set(command.categories)].sort(), amount, currency, checkout: null });
  const found = await ctx.ports.checkoutSnapshot.find(ctx, { merchant, checkoutId, agentId: command.agentId });
  if (found.state !== 'ready') return err({ code: SNAPSHOT_REFUSALS[found.state] });
  const mismatch = findMismatch(command, found.snapshot);
  return mismatch && mismatch.code !== 'items_mismatch' ? err(mismatch) : ok(toPurchase(found.snapshot));
}
