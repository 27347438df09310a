import type { z } from 'zod';
import { readJsonOrEmpty } from '@/lib/http/body';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';

/** The body by its schema; no body is the empty object. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJsonOrEmpty(request));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', `${param} ${message}`, { param });
}

/** An endpoint for tests: the operator's, and there under COUNTERSIGN_TEST=1 alone. */
export const testing = (declaration: Pick<Endpoint, 'path' | 'handle'> & Partial<Pick<Endpoint, 'method'>>): Endpoint =>
  endpoint({ method: 'POST', ...declaration, wire: 'testing', credentials: ['operator_key'], scope: null, tenant: 'none', testOnly: true });
