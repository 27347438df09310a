import { money, toDecimal } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { announce, type AgentEventType } from '@/lib/webhook';
import { sessionStatus } from './session-status';
import type { Checkout } from './types';

type SessionEventType = Extract<AgentEventType, `session.${string}`>;

/**
 * Promises the agent of a SACP session word of what happened to it, in the caller's transaction. `checkout` is as it stands now. Checkouts
 * of other wires have webhooks of their own; one opened with a merchant's key has no agent to tell.
 */
export async function announceSession(ctx: Ctx, type: SessionEventType, checkout: Checkout, more: { orderId?: string } = {}): Promise<void> {
  if (checkout.wire !== 'sacp' || checkout.agentId === null) return;
  await announce(ctx, {
    type,
    agentId: checkout.agentId,
    sessionId: checkout.id,
    data: {
      session_id: checkout.id,
      merchant_id: checkout.merchantHandle,
      status: sessionStatus(checkout),
      total: toDecimal(money(checkout.totals.totalAmount, checkout.currency)),
      currency: checkout.currency,
      ...(more.orderId === undefined ? {} : { order_id: more.orderId }),
    },
  });
}
