import type { CheckoutActor } from '@/lib/checkout';
import type { Answer } from '@/lib/http/idempotency';
import type { RequestCtx, TenantMerchant } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { refuse } from './words';

/** Who calls, for which merchant: a merchant's key is an agent platform's, an agent comes with its own token. */
export type Caller = { readonly actor: Exclude<CheckoutActor, { kind: 'guest' }>; readonly principal: string; readonly merchant: TenantMerchant };

export function callerOf({ principal, merchant }: RequestCtx): Caller {
  invariant(merchant && (principal.kind === 'agent' || principal.kind === 'merchant_key'), 'a call of the orchestrator has an agent or a key, and a merchant');
  if (principal.kind === 'agent') return { actor: { kind: 'agent', agentId: principal.agentId }, principal: principal.agentId, merchant };
  return { actor: { kind: 'merchant', merchantId: principal.merchantId, keyId: principal.keyId }, principal: principal.keyId, merchant };
}

/** The tenant and the merchant that a body names must be the caller's; both by handle or by id. Null when they are. */
export function strangerIn({ merchant }: Caller, body: { readonly tenant_id?: string; readonly merchant_id: string }): Answer | null {
  const isOwn = (name: string): boolean => name === merchant.handle || name === merchant.id;
  return isOwn(body.merchant_id) && (body.tenant_id === undefined || isOwn(body.tenant_id)) ? null : refuse('AUTHZ_ERROR', 'tenant_id and merchant_id must be those of the credential.');
}
