import type { CheckoutActor } from '@/lib/checkout';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/** A session by its id, for its caller. A session's id resolves by itself; a merchant that was named beside it must be its own. */
export type SessionQuery = { readonly checkoutId: string; readonly actor: CheckoutActor; readonly merchantId?: string };

export function actorOf({ principal }: RequestCtx): CheckoutActor {
  if (principal.kind === 'anonymous') return { kind: 'guest' };
  invariant(principal.kind === 'agent' || principal.kind === 'merchant_key', 'the entrance admits agents, merchant keys and guests only');
  return principal.kind === 'agent'
    ? { kind: 'agent', agentId: principal.agentId }
    : { kind: 'merchant', merchantId: principal.merchantId, keyId: principal.keyId };
}

/** The default merchant was not named by anyone, so it says nothing. */
export function queryFor(ctx: RequestCtx, checkoutId: string): SessionQuery {
  const actor = actorOf(ctx);
  const named = ctx.merchant?.named ? ctx.merchant.id : undefined;
  return { checkoutId, actor, merchantId: named ?? (actor.kind === 'merchant' ? actor.merchantId : undefined) };
}
