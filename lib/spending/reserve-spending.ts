import type { Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { decideSpending } from './decide-spending';
import { insertHold, readBudgets, releaseHold, useHold } from './store';
import type { Budgets, SpendingDecision, WindowKeys } from './types';
import { windowKeys } from './window-keys';

export type SpendingRequest = {
  readonly agentId: string;
  readonly walletId: string;
  readonly currency: Currency;
  readonly amount: bigint;
  /** The owner's: the calendar that days, weeks and months are cut by. */
  readonly timeZone: string;
};

export type BudgetAnswer = { readonly decision: SpendingDecision; readonly budgets: Budgets; readonly keys: WindowKeys };

/**
 * What the limits say to a purchase now. The caller holds the agent's row lock when it acts on the answer; a limit over all agents is
 * locked here (readBudgets).
 */
export async function checkSpending(ctx: Ctx, request: SpendingRequest): Promise<BudgetAnswer> {
  const keys = windowKeys(ctx.clock.now(), request.timeZone);
  const budgets = await readBudgets(ctx, { ...request, keys });
  return { decision: decideSpending(budgets, request.amount), budgets, keys };
}

/**
 * Commits the amount of a payment to windows: those that checkSpending judged it by, so that no midnight comes between. `automatic`:
 * within limits, without a person. Human-approved spend counts too.
 */
export const holdSpending = (
  ctx: Ctx,
  hold: Omit<SpendingRequest, 'timeZone'> & { paymentId: string; keys: WindowKeys; automatic: boolean },
): Promise<void> => insertHold(ctx, hold);

/** The payment came to nothing, or was voided afterwards: its amount is free again, in the windows it was held in. Idempotent. */
export const releaseSpending = (ctx: Ctx, paymentId: string): Promise<void> => releaseHold(ctx, paymentId);

/** The payment became an order: its amount stays counted. Idempotent. */
export const useSpending = (ctx: Ctx, paymentId: string): Promise<void> => useHold(ctx, paymentId);
