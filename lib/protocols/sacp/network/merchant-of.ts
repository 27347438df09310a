import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';

/** The merchant whose key the caller gave. */
export function merchantOf({ principal }: RequestCtx): string {
  invariant(principal.kind === 'merchant_key', 'the entrance admits merchant keys only');
  return principal.merchantId;
}
