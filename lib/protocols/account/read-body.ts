import type { z } from 'zod';
import { readJsonOrEmpty } from '@/lib/http/body';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';

/** Attestations of a few kilobytes are the largest that comes here. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** The body by its schema; no body is the empty object. Throws 413, 400 invalid_json and 400 invalid_request with the field. */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', message, { param });
}
