import type { FailureRenderer } from '@/lib/http/failure';

/** {error, message}: what UCP's discovery says when there is no profile to show. */
export const renderFailure: FailureRenderer = ({ status, code, message, headers }) => Response.json({ error: code, message }, { status, headers });
