import type { Failure, FailureRenderer } from '@/lib/http/failure';

/** `{error, message, param?}`: what a page's forms are answered where the browser did not come for a page. */
export const renderFailure: FailureRenderer = ({ status, code, message, param, headers, details }: Failure) =>
  Response.json({ error: code, message, param, ...details }, { status, headers: { 'cache-control': 'no-store', ...headers } });
