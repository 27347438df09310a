import type { AgentLimit } from '@/lib/agent';
import type { Checkout } from '@/lib/checkout';
import { beginFirstPasskey, finishPasskey } from '@/lib/identity';
import type { Ctx } from '@/lib/ports';
import { approveStepUp, getPaymentStatus, openStepUp } from '@/lib/wallet';
import { askFor, makeAgent, openCheckout, payWith, type Shop, type TestAgent } from './shop';
import { createAuthenticator, type SoftwareAuthenticator } from './software-authenticator';

export type Owner = { readonly agent: TestAgent; readonly authenticator: SoftwareAuthenticator };

/** An agent whose owner has enrolled a passkey. */
export async function makeOwner(ctx: Ctx, limits?: readonly AgentLimit[]): Promise<Owner> {
  const agent = await makeAgent(ctx, { limits });
  const { origin, hostname } = new URL(ctx.settings.publicOrigin);
  const authenticator = createAuthenticator({ origin, rpId: hostname });
  const begun = await beginFirstPasskey(ctx, { userId: agent.userId });
  if (!begun.ok) throw new Error(begun.error.code);
  const attestation = authenticator.register(begun.value.publicKey);
  const finished = await finishPasskey(ctx, { userId: agent.userId, ceremonyId: begun.value.ceremonyId, attestation });
  if (!finished.ok) throw new Error(finished.error.code);
  return { agent, authenticator };
}

/** Buys teas to the end: within the limit alone, above it with the owner's passkey. Answers the payment's id. */
export const buy = async (ctx: Ctx, shop: Shop, owner: Owner, quantity: number): Promise<string> =>
  buyCheckout(ctx, owner, await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity }]));

/** Pays a checkout of the owner's agent to the end, with the owner's passkey where it is needed. Answers the payment's id. */
export async function buyCheckout(ctx: Ctx, { agent, authenticator }: Owner, checkout: Checkout): Promise<string> {
  const asked = await askFor(ctx, agent, checkout);
  if (!asked.ok) throw new Error(asked.error.code);
  const { paymentId } = asked.value;
  if (asked.value.kind === 'step_up') {
    const query = { approvalId: asked.value.approvalId, walletId: agent.walletId };
    const opened = await openStepUp(ctx, query);
    if (!opened.ok) throw new Error(opened.error.code);
    const approved = await approveStepUp(ctx, { ...query, assertion: authenticator.assert(opened.value.publicKey) });
    if (!approved.ok) throw new Error(approved.error.code);
  }
  await pay(ctx, agent, checkout, paymentId);
  return paymentId;
}

async function pay(ctx: Ctx, agent: TestAgent, checkout: Checkout, paymentId: string): Promise<void> {
  const state = await getPaymentStatus(ctx, { paymentId, agentId: agent.agentId });
  await payWith(ctx, agent, checkout, state.ok ? (state.value.token ?? '') : '');
}
