import { z } from 'zod';
import { parseJson, readText } from '@/lib/http/body';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { OAuthError } from './errors';

/** The parameters of a request: those that stand once, and the resources, which may be several (RFC 8707). */
export type Parameters = { readonly values: ReadonlyMap<string, string>; readonly resources: readonly string[] };

const LIMIT_BYTES = 64 * 1024;
const JsonParameters = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Reads a form, as RFC 6749 asks, or a JSON object of texts. A parameter without a value counts as left out; one given twice is refused. */
export async function readParameters(request: Request): Promise<Result<Parameters, OAuthError>> {
  const text = await readText(request, LIMIT_BYTES);
  const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '');
  const entries = isJson ? jsonEntries(text) : [...new URLSearchParams(text)];
  return entries ? toParameters(entries) : refused('The body must be an object of texts.');
}

/** Pairs as parameters: of a body, or of a query. */
export function toParameters(entries: readonly (readonly [string, string])[]): Result<Parameters, OAuthError> {
  const values = new Map<string, string>();
  const resources: string[] = [];
  for (const [name, value] of entries) {
    if (value === '') continue;
    if (name === 'resource') resources.push(value);
    else if (values.has(name)) return refused('No parameter but resource may be given twice.');
    else values.set(name, value);
  }
  return ok({ values, resources });
}

function jsonEntries(text: string): [string, string][] | null {
  const given = parseJson(text);
  const parsed = JsonParameters.safeParse(given === undefined ? {} : given);
  if (!parsed.success) return null;
  return Object.entries(parsed.data).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
}

const refused = (message: string) => err({ code: 'invalid_request', message } as const);
