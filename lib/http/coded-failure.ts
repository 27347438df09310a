import type { Failure, FailureCode, FailureRenderer } from './failure';

/** Each failure of the entrance as a code of the storefront's contract (seeds/pizza-x402-agents.txt, "Error Handling for Agents"). */
const CODES: Record<FailureCode, string> = {
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  insufficient_scope: 'FORBIDDEN',
  agent_suspended: 'FORBIDDEN',
  cross_origin: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  method_not_allowed: 'METHOD_NOT_ALLOWED',
  tenant_conflict: 'INVALID_PAYLOAD',
  unknown_merchant: 'MERCHANT_NOT_FOUND',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'INVALID_PAYLOAD',
  invalid_json: 'INVALID_PAYLOAD',
  invalid_request: 'INVALID_PAYLOAD',
  rate_limited: 'RATE_LIMITED',
  internal: 'INTERNAL_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** Those that the same request may get past later. */
const RETRYABLE: readonly FailureCode[] = ['rate_limited', 'unavailable', 'internal'];

/** The body of an error under /v1, /merchant and /partner: `retryable` always (rules.md, "Quote/confirm storefront and console"). */
export type CodedError = { readonly error: string; readonly errorCode: string; readonly retryable: boolean; readonly details?: object; readonly retryAfterMs?: number };

/** An answer that nobody keeps. */
export const answerCoded = (status: number, body: object, headers: HeadersInit = {}): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** `{error, errorCode, retryable, details?, retryAfterMs?}`. */
export const renderCoded: FailureRenderer = ({ status, code, message, param, headers, details }: Failure) => {
  const retryAfterSeconds = headers?.['retry-after'];
  const body: CodedError = {
    error: message,
    errorCode: CODES[code],
    retryable: RETRYABLE.includes(code),
    ...((param !== undefined || details !== undefined) && { details: { ...(param !== undefined && { param }), ...details } }),
    ...(retryAfterSeconds !== undefined && { retryAfterMs: Number(retryAfterSeconds) * 1000 }),
  };
  return answerCoded(status, body, headers);
};
