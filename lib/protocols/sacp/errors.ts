import type { Failure, FailureCode } from '@/lib/http/failure';
import type { Answer } from '@/lib/http/idempotency';

/** How each failure of the entrance reads on SACP's routes: its `error`, and what the caller can do next (rules.md: every refusal says so). */
const FAILURES: Record<FailureCode, { error: string; nextStep: string }> = {
  unauthorized: { error: 'invalid_token', nextStep: 'Get a new access token at POST /api/agent/v1/oauth/token, or sign in, then try again.' },
  forbidden: { error: 'forbidden', nextStep: 'Use a credential that may do this.' },
  insufficient_scope: { error: 'insufficient_scope', nextStep: 'Ask for a token with this scope; the owner grants permissions in the wallet.' },
  agent_suspended: { error: 'agent_suspended', nextStep: 'Ask the owner to resume this agent in the wallet.' },
  cross_origin: { error: 'cross_origin', nextStep: 'Send this request from a page of this site.' },
  not_found: { error: 'not_found', nextStep: 'Check the address and the id.' },
  method_not_allowed: { error: 'method_not_allowed', nextStep: 'Use a method that the Allow header names.' },
  tenant_conflict: { error: 'tenant_conflict', nextStep: 'Name one merchant only, or leave the credential to name it.' },
  unknown_merchant: { error: 'unknown_merchant', nextStep: 'Check the handle of the merchant.' },
  payload_too_large: { error: 'payload_too_large', nextStep: 'Send a smaller body.' },
  unsupported_media_type: { error: 'unsupported_media_type', nextStep: 'Send application/json.' },
  invalid_json: { error: 'invalid_request', nextStep: 'Send a body that is valid JSON.' },
  invalid_request: { error: 'invalid_request', nextStep: 'Correct the request and send it again.' },
  rate_limited: { error: 'rate_limited', nextStep: 'Wait as long as Retry-After says, then try again.' },
  internal: { error: 'internal_error', nextStep: 'Try again; if it goes on, report the request id.' },
  unavailable: { error: 'unavailable', nextStep: 'Try again in a few seconds.' },
};

/** A failure of the entrance in SACP's words. */
export function failureAnswer({ status, code, message, param, details }: Failure): Answer {
  const { error, nextStep } = FAILURES[code];
  return { status, body: { error, message, param, next_step: nextStep, ...details } };
}

/** The same as an answer of SACP's routes. */
export function renderFailure(failure: Failure): Response {
  const { status, body } = failureAnswer(failure);
  return answer(status, body as object, failure.headers);
}

/** SACP's error: {error, message, param?, next_step, ...more}. Fields that are undefined are left out. */
export function refusal(
  status: number,
  error: string,
  message: string,
  more: { readonly param?: string; readonly next_step: string; readonly [field: string]: unknown },
  headers: Readonly<Record<string, string>> = {},
): Response {
  return answer(status, { error, message, ...more }, headers);
}

/** A JSON answer of SACP's routes. What they tell is for the caller alone: nothing on the way may keep it. */
export const answer = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers } });
