import type { Ctx } from '@/lib/ports';
import { toStepUp, type StepUpAnswer } from './request-payment';
import { findWaitingPayment } from './store';

/** What this agent's owner is being asked about this checkout, or null when nothing waits. Changes nothing. */
export async function findPendingStepUp(ctx: Ctx, query: { agentId: string; checkoutId: string }): Promise<StepUpAnswer | null> {
  const payment = await findWaitingPayment(ctx, query);
  return payment && toStepUp(ctx, payment);
}
