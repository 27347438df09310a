import type { Failure } from './failure';

/** A failure as RFC 9457 problem+json, for routes that have no wire of their own. */
export function renderProblem(failure: Failure): Response {
  const body = {
    type: 'about:blank',
    status: failure.status,
    code: failure.code,
    title: failure.message,
    ...(failure.param === undefined ? {} : { param: failure.param }),
    ...failure.details,
  };
  return new Response(JSON.stringify(body), {
    status: failure.status,
    headers: { ...failure.headers, 'content-type': 'application/problem+json' },
  });
}
