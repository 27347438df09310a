import type { Failure, FailureCode } from '@/lib/http/failure';
import type { AcpError } from '../wire';

// The vault's Error has a closed list of codes. 401, 404, 405, 413 and version errors use the checkout's Error; every other refusal is
// invalid_card with the field that it is about (rules.md, ACP, Vault).

/** What is wrong with a card or its allowance. `$` where it is the request as a whole. */
export const invalidCard = (message: string, param = '$', status = 400): AcpError => ({ status, type: 'invalid_request', code: 'invalid_card', message, param });

const AS_AT_THE_CHECKOUT: readonly FailureCode[] = ['unauthorized', 'not_found', 'unknown_merchant', 'method_not_allowed', 'payload_too_large', 'internal', 'unavailable'];

/** What failed before the vault's own rules began, in its words; null where the checkout's are the same. */
export function toVaultError({ status, code, message, param }: Failure): AcpError | null {
  if (AS_AT_THE_CHECKOUT.includes(code)) return null;
  if (code === 'rate_limited') return { status, type: 'rate_limit_exceeded', code: 'too_many_requests', message };
  return invalidCard(message, param, status);
}

export const VAULT_PATH = '/agentic_commerce/delegate_payment';

/** Also under `/m/{handle}`. */
export const isVaultRequest = (request: Request): boolean => new URL(request.url).pathname.endsWith(VAULT_PATH);
