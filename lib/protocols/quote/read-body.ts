import type { z } from 'zod';
import { readJson } from '@/lib/http/body';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';

const BODY_LIMIT_BYTES = 64 * 1024;

/** The body by its schema; 400 INVALID_PAYLOAD naming the first field that does not fit. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(request, BODY_LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', `${param} ${message}`, { param });
}
