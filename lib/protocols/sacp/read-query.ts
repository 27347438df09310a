import type { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { parseOrRefuse } from './read-body';
import { snakeCaseKeys } from './snake-case';

/** The query by its schema, in either spelling of its names; 400 naming the parameter that does not fit, that nobody knows or that comes twice. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const given = new Map<string, string>();
  for (const [name, value] of new URL(request.url).searchParams) {
    if (given.has(name)) throw fail(400, 'invalid_request', `$.${name} was given twice`, { param: `$.${name}` });
    given.set(name, value);
  }
  return parseOrRefuse(schema, snakeCaseKeys(Object.fromEntries(given)));
}
