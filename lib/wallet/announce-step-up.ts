import type { Approval } from '@/lib/approval';
import { money, toDecimal } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { announce } from '@/lib/webhook';

/** Promises the agent word of how its step-up ended, in the caller's transaction. The token itself is fetched with a poll, never sent. */
export const announceStepUp = (ctx: Ctx, outcome: 'approved' | 'rejected' | 'expired', approval: Approval): Promise<void> =>
  announce(ctx, {
    type: `step_up.${outcome}`,
    agentId: approval.agentId,
    sessionId: approval.checkoutId,
    data: {
      step_up_id: approval.id,
      payment_id: approval.paymentId,
      session_id: approval.checkoutId,
      merchant_id: approval.snapshot.merchantHandle,
      status: outcome,
      amount: toDecimal(money(approval.amount, approval.currency)),
      currency: approval.currency,
      // The owner took something out of the cart: the session tells what is left.
      ...(approval.replacesId === null ? {} : { items_changed: true }),
      ...(approval.ownerNote === null ? {} : { owner_note: approval.ownerNote }),
    },
  });
