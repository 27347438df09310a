import type { Answer } from '@/lib/http/idempotency';

/** What an operation of the orchestrator is refused with (specs/systems.md, Orchestrator), beside what every wire knows. */
type Code = 'BAD_REQUEST' | 'VALIDATION_ERROR' | 'MISSING_CART_ID' | 'AP2_VERIFICATION_ERROR' | 'AUTHZ_ERROR' | 'NOT_FOUND' | 'CART_VERSION_CONFLICT' | 'IDEMPOTENCY_CONFLICT' | 'PAYMENT_ERROR' | 'STORE_ERROR';

const STATUS: Record<Code, number> = {
  BAD_REQUEST: 400,
  VALIDATION_ERROR: 400,
  MISSING_CART_ID: 400,
  AP2_VERIFICATION_ERROR: 400,
  AUTHZ_ERROR: 403,
  NOT_FOUND: 404,
  CART_VERSION_CONFLICT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  PAYMENT_ERROR: 422,
  STORE_ERROR: 503,
};

/** `{error, code}`. */
export const refuse = (code: Code, error: string): Answer => ({ status: STATUS[code], body: { error, code } });

export const done = (body: object): Answer => ({ status: 200, body });

export const respond = ({ status, body }: Answer, headers: HeadersInit = {}): Response => Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
