import type { CheckoutActor } from '@/lib/checkout';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/** Keys of two principals never meet: an agent's belong to the agent, a platform's to its API key. */
export function principalId({ principal }: Pick<RequestCtx, 'principal'>): string {
  invariant(principal.kind === 'agent' || principal.kind === 'merchant_key', 'an ACP call has an agent or a merchant key');
  return principal.kind === 'agent' ? principal.agentId : principal.keyId;
}

export function actorOf({ principal }: Pick<RequestCtx, 'principal'>): Exclude<CheckoutActor, { kind: 'guest' }> {
  invariant(principal.kind === 'agent' || principal.kind === 'merchant_key', 'an ACP call has an agent or a merchant key');
  return principal.kind === 'agent'
    ? { kind: 'agent', agentId: principal.agentId }
    : { kind: 'merchant', merchantId: principal.merchantId, keyId: principal.keyId };
}
