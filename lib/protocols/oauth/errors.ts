import type { Failure, FailureCode } from '@/lib/http/failure';

export type OAuthError = {
  readonly code:
    | 'invalid_request' // RFC 6749 section 5.2
    | 'invalid_client'
    | 'invalid_grant'
    | 'unsupported_grant_type'
    | 'invalid_scope'
    | 'unsupported_response_type' // RFC 6749 section 4.1.2.1
    | 'access_denied'
    | 'authorization_pending' // RFC 8628 section 3.5
    | 'slow_down'
    | 'expired_token'
    | 'invalid_target' // RFC 8707
    | 'invalid_authorization_details' // RFC 9396
    | 'invalid_redirect_uri' // RFC 7591
    | 'invalid_client_metadata'
    | 'invalid_dpop_proof' // RFC 9449
    | 'use_dpop_nonce'
    | 'invalid_assertion'; // of a passkey
  readonly message: string;
};

const BASIC_CHALLENGE = { 'www-authenticate': 'Basic realm="countersign", charset="UTF-8"' };

/** Answers with {error, error_description}: 401 with a challenge for a client that failed to authenticate, 400 else. */
export const refuse = ({ code, message }: OAuthError): Response =>
  code === 'invalid_client' ? errorResponse(401, code, message, BASIC_CHALLENGE) : errorResponse(400, code, message);

const FAILURES: Record<FailureCode, string> = {
  unauthorized: 'invalid_client',
  forbidden: 'access_denied',
  insufficient_scope: 'insufficient_scope',
  agent_suspended: 'invalid_client',
  cross_origin: 'access_denied',
  not_found: 'not_found',
  method_not_allowed: 'invalid_request',
  tenant_conflict: 'invalid_request',
  unknown_merchant: 'invalid_request',
  payload_too_large: 'invalid_request',
  unsupported_media_type: 'invalid_request',
  invalid_json: 'invalid_request',
  invalid_request: 'invalid_request',
  rate_limited: 'slow_down',
  internal: 'server_error',
  unavailable: 'temporarily_unavailable',
};

/** A failure of the entrance in OAuth's shape. */
export const renderFailure = (failure: Failure): Response =>
  errorResponse(failure.status, FAILURES[failure.code], failure.message, {
    ...(failure.code === 'unauthorized' ? BASIC_CHALLENGE : {}),
    ...failure.headers,
  });

const errorResponse = (status: number, error: string, description: string, headers: Readonly<Record<string, string>> = {}): Response =>
  respond(status, { error, error_description: description }, headers);

/** JSON that no cache may keep (RFC 6749 section 5.1). */
export const respond = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache', ...headers },
  });
