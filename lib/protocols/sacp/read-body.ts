import type { z } from 'zod';
import { parseJson, readText } from '@/lib/http/body';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import { quoteNumbers } from './exact-numbers';
import { snakeCaseKeys } from './snake-case';

const BODY_LIMIT_BYTES = 64 * 1024;

/** The body as JSON with every number as the text it was written as, in either spelling of its keys; no body is the empty object. */
export async function readExactJson(request: Request, limitBytes = BODY_LIMIT_BYTES): Promise<unknown> {
  const text = await readText(request, limitBytes);
  if (parseJson(text) === undefined) return {};
  return snakeCaseKeys(parseJson(quoteNumbers(text)));
}

/** A value by its schema; 400 invalid_request naming the first field that does not fit. */
export function parseOrRefuse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', `${param} ${message}`, { param });
}
