import { findCheckoutPayment, wasDeclined, type Checkout, type CheckoutActor } from '@/lib/checkout';
import type { Answer } from '@/lib/http/idempotency';
import type { Ctx } from '@/lib/ports';
import { findPendingStepUp } from '@/lib/wallet';
import { toSession } from './to-wire';

/** A session as its caller sees it: an agent is told what its own owner is being asked. */
export async function sessionAnswer(ctx: Ctx, actor: CheckoutActor, checkout: Checkout, status = 200): Promise<Answer> {
  const agentId = actor.kind === 'agent' ? actor.agentId : checkout.agentId;
  const stepUp = checkout.status === 'ready' && agentId !== null ? await findPendingStepUp(ctx, { agentId, checkoutId: checkout.id }) : null;
  const wasTried = checkout.status === 'paying' || checkout.status === 'completed' || wasDeclined(checkout);
  const payment = wasTried ? await findCheckoutPayment(ctx, checkout.id) : null;
  return { status, body: toSession({ checkout, stepUp, payment }, ctx.settings.publicOrigin) };
}
