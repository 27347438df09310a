import type { FailureRenderer } from '@/lib/http/failure';

/** {error, message, param?}: only tests read it. */
export const renderFailure: FailureRenderer = ({ status, code, message, param, headers }) => Response.json({ error: code, message, param }, { status, headers });
