import type { Ctx } from '@/lib/ports';
import { insertHold, releaseHold, useHold, type NewHold } from './store';

/**
 * Commits the amount of a payment to windows: those that it was judged by, so that no midnight comes between. `automatic`:
 * within limits, without a person. Human-approved spend counts too.
 */
export const holdSpending = (ctx: Ctx, hold: NewHold): Promise<void> => insertHold(ctx, hold);

/** The payment came to nothing, or was voided afterwards: its amount is free again, in the windows it was held in. Idempotent. */
export const releaseSpending = (ctx: Ctx, paymentId: string): Promise<void> => releaseHold(ctx, paymentId);

/** The payment became an order: its amount stays counted. Idempotent. */
export const useSpending = (ctx: Ctx, paymentId: string): Promise<void> => useHold(ctx, paymentId);
