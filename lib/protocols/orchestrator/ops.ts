import type { Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/** Who operates: an operator on everything, a merchant's key on its own rows (rules.md, Orchestrator). */
export const ops = { wire: 'orchestrator', credentials: ['operator_key', 'merchant_key', 'operator_session'], scope: null, tenant: 'credential' } as const satisfies Partial<Endpoint>;

/** What is of all tenants: an operator's alone. */
export const operatorOnly = { ...ops, credentials: ['operator_key', 'operator_session'], tenant: 'none' } as const satisfies Partial<Endpoint>;

/** Whose rows: a merchant's id, or null for all. */
export function opsTenant({ principal }: Pick<RequestCtx, 'principal'>): string | null {
  invariant(principal.kind === 'operator' || principal.kind === 'merchant_key', 'operators and merchants operate');
  return principal.kind === 'operator' ? null : principal.merchantId;
}
