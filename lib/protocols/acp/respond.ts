import type { Answer } from '@/lib/http/idempotency';

const ECHOED = ['request-id', 'idempotency-key'] as const;

/** An answer as a Response. Echoes Request-Id and Idempotency-Key, on errors too (ACP, response headers). */
export function respond(request: Request, { status, body }: Answer, more: Readonly<Record<string, string>> = {}): Response {
  const headers = new Headers(more);
  for (const name of ECHOED) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // RFC 9110: a 405 names what is allowed; on a session that is over, that is nothing at this path.
  if (status === 405 && !headers.has('allow')) headers.set('allow', '');
  return Response.json(body, { status, headers });
}
