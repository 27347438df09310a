import { findAgent } from '@/lib/agent';
import { listPendingApprovals } from '@/lib/approval';
import { createCheckout } from '@/lib/checkout';
import { invariant } from '@/lib/kernel/invariant';
import { findMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { requestPayment } from '@/lib/wallet';
import { AGENT_FACT } from './seed';
import { findFact } from './store';

/** Whether the demo world stands, and so the landing page's button. */
export async function demoAvailable(ctx: Ctx): Promise<boolean> {
  return ctx.settings.embeddedDatabase && (await findFact(ctx, AGENT_FACT)) !== null;
}

const SHIP_TO = { name: 'Alex Winter', line_one: '123 Main Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5V 2T6' };
const BUYER = { firstName: 'Alex', lastName: 'Winter', email: 'alex@wallet.example' };
/** Each above the demo agent's limit; another cart is tried where one was declined a moment ago. */
const CARTS = [
  [{ id: 'espresso-beans', quantity: 2 }, { id: 'burr-grinder', quantity: 1 }],
  [{ id: 'wool-blanket', quantity: 1 }],
  [{ id: 'espresso-beans', quantity: 1 }, { id: 'wool-socks', quantity: 3 }],
] as const;

/**
 * The demo agent asks for more than it may spend, as it would over the wire. Answers the approval that waits; when three wait already,
 * the oldest of them. Null where there is no demo world, its agent is not active, or every cart was declined a moment ago.
 */
export async function overspend(ctx: Ctx): Promise<{ approvalId: string } | null> {
  const agentId = ctx.settings.embeddedDatabase ? await findFact(ctx, AGENT_FACT) : null;
  const agent = agentId === null ? null : await findAgent(ctx, agentId);
  const merchant = await findMerchant(ctx, 'regal-moose');
  if (agent?.status !== 'active' || !merchant) return null;
  for (const items of CARTS) {
    const checkout = await createCheckout(ctx, {
      merchantId: merchant.id,
      actor: { kind: 'agent', agentId: agent.id },
      wire: 'acp',
      wireVersion: '2026-04-17',
      items,
      buyer: BUYER,
      address: SHIP_TO,
    });
    invariant(checkout.ok, 'the demo sells what it stocks');
    const asked = await requestPayment(ctx, {
      agentId: agent.id,
      scopes: agent.permissions,
      merchant: merchant.id,
      checkoutId: checkout.value.id,
      amount: checkout.value.totals.totalAmount,
      currency: checkout.value.currency,
      note: 'The beans are nearly out, and the grinder broke.',
      withToken: true,
    });
    if (asked.ok && asked.value.kind === 'step_up') return { approvalId: asked.value.approvalId };
    if (!asked.ok && asked.error.code === 'policy_refused' && asked.error.rule === 'pending_approvals') return oldestPending(ctx, agent.walletId);
  }
  return null;
}

async function oldestPending(ctx: Ctx, walletId: string): Promise<{ approvalId: string } | null> {
  const [oldest] = await listPendingApprovals(ctx, walletId);
  return oldest ? { approvalId: oldest.id } : null;
}
