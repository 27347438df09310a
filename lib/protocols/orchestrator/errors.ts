import type { Failure, FailureCode, FailureRenderer } from '@/lib/http/failure';

/** Each failure of the entrance as one of the orchestrator's codes (specs/systems.md, Orchestrator). */
const CODES: Record<FailureCode, string> = {
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  insufficient_scope: 'AUTHZ_ERROR',
  agent_suspended: 'AUTHZ_ERROR',
  cross_origin: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  method_not_allowed: 'BAD_REQUEST',
  tenant_conflict: 'BAD_REQUEST',
  unknown_merchant: 'NOT_FOUND',
  payload_too_large: 'BAD_REQUEST',
  unsupported_media_type: 'BAD_REQUEST',
  invalid_json: 'BAD_REQUEST',
  invalid_request: 'VALIDATION_ERROR',
  rate_limited: 'BAD_REQUEST',
  internal: 'RUNNER_ERROR',
  unavailable: 'RUNNER_ERROR',
};

/** {error, code}. */
export const renderFailure: FailureRenderer = ({ status, code, message, headers }: Failure) =>
  Response.json({ error: message, code: CODES[code] }, { status, headers: { 'cache-control': 'no-store', ...headers } });
