import type { Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { decideSpending } from './decide-spending';
import { findBudgets, insertHold, lockBudgets, releaseHold, useHold, type BudgetQuery } from './store';
import type { Budgets, Calendar, SpendingDecision, WindowKeys } from './types';
import { windowKeys } from './window-keys';

export type SpendingRequest = {
  readonly agentId: string;
  readonly walletId: string;
  readonly currency: Currency;
  readonly amount: bigint;
  /** Handle. */
  readonly merchant: string;
  /** Of its items, each once, as the merchant sorts them. */
  readonly categories: readonly string[];
  /** The owner's: days, weeks and months are cut by it. */
  readonly calendar: Calendar;
};

export type BudgetAnswer = {
  readonly decision: SpendingDecision;
  readonly budgets: Budgets;
  /** What would cover the purchase beyond the limits, if something does. */
  readonly authorizationId: string | null;
  readonly keys: WindowKeys;
};

/**
 * What the limits say to a purchase now. The caller holds the agent's row lock when it acts on the answer; a limit over all agents is
 * locked here (lockBudgets).
 */
export const checkSpending = (ctx: Ctx, request: SpendingRequest): Promise<BudgetAnswer> => check(ctx, request, lockBudgets);

/** What the limits would say, for a look that nobody acts on: no lock is taken. */
export const previewSpending = (ctx: Ctx, request: SpendingRequest): Promise<BudgetAnswer> => check(ctx, request, findBudgets);

async function check(ctx: Ctx, request: SpendingRequest, read: typeof lockBudgets): Promise<BudgetAnswer> {
  const keys = windowKeys(ctx.clock.now(), request.calendar);
  const query: BudgetQuery = { ...request, keys };
  const { budgets, authorizationId } = await read(ctx, query);
  return { decision: decideSpending(budgets, request.amount), budgets, authorizationId, keys };
}

/**
 * Commits the amount of a payment to windows: those that checkSpending judged it by, so that no midnight comes between. `automatic`:
 * within limits, without a person. Human-approved spend counts too.
 */
export const holdSpending = (
  ctx: Ctx,
  hold: Pick<SpendingRequest, 'agentId' | 'walletId' | 'currency' | 'amount'> & {
    paymentId: string;
    keys: WindowKeys;
    automatic: boolean;
    authorizationId: string | null;
  },
): Promise<void> => insertHold(ctx, hold);

/** The payment came to nothing, or was voided afterwards: its amount is free again, in the windows it was held in. Idempotent. */
export const releaseSpending = (ctx: Ctx, paymentId: string): Promise<void> => releaseHold(ctx, paymentId);

/** The payment became an order: its amount stays counted. Idempotent. */
export const useSpending = (ctx: Ctx, paymentId: string): Promise<void> => useHold(ctx, paymentId);
