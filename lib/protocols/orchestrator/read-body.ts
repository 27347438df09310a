import type { z } from 'zod';
import { readJson } from '@/lib/http/body';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';

/** A value by its schema; 400 VALIDATION_ERROR naming the first field that does not fit. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', `${param} ${message}`, { param });
}

/** The same of a request's JSON. */
export const readBody = async <T>(request: Request, schema: z.ZodType<T>): Promise<T> => parse(schema, await readJson(request));
