import type { Failure, FailureCode } from '@/lib/http/failure';
import { invalidCard } from '../delegate-payment/errors';
import type { AcpError } from '../wire';

// Its list of codes is closed: invalid_card, duplicate_request, idempotency_conflict. What is wrong with the request itself is the first of them,
// as at the vault. What the list has no word for (401, 403, 404, 405, 413, 429, the version, a key that is missing or in use) is a checkout Error
// (rules.md, ACP).

const AS_A_FIELD: readonly FailureCode[] = ['invalid_json', 'invalid_request', 'unsupported_media_type', 'tenant_conflict'];

/** What failed before this service's own rules began, in its words; null where the checkout's are the same. */
export const toAuthenticationError = ({ status, code, message, param }: Failure): AcpError | null =>
  AS_A_FIELD.includes(code) ? invalidCard(message, param, status) : null;

/** A key that is none. One that is missing is said as at the checkout. */
export const keyError = (error: AcpError): AcpError => (error.code === 'idempotency_key_required' ? error : invalidCard(error.message));

export const AUTHENTICATION_PATH = '/delegate_authentication';

/** Also under `/m/{handle}`, and of one session. */
export const isAuthenticationRequest = (request: Request): boolean => new URL(request.url).pathname.replace(/^\/m\/[^/]+/, '').startsWith(AUTHENTICATION_PATH);
