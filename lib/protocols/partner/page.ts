import { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import { decodeCursor, encodeCursor } from '@/lib/kernel/cursor';

const DEFAULT_LIMIT = 50;

/** What every list takes: `limit` 1 to 100 (50), and the `cursor` that the page before ended with. */
export const PageQuery = {
  limit: z.string().regex(/^\d{1,3}$/, 'must be a whole number').transform(Number).pipe(z.int().min(1).max(100)).optional(),
  cursor: z.string().max(1000).optional(),
};

/** Where a page ended: when that came to be, and its id. */
export type Position = { readonly at: Date; readonly id: string };
type Page = { readonly limit?: number | undefined; readonly cursor?: string | undefined };

/** The query by its schema. Throws 400 with the parameter. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', message, { param });
}

/** One page of a list that `load` reads from a position on, and the cursor of the next. Throws 400 for a cursor that is none of ours. */
export async function loadPage<T>(
  { limit = DEFAULT_LIMIT, cursor }: Page,
  load: (after: Position | null, limit: number) => Promise<T[]>,
  positionOf: (item: T) => Position,
): Promise<{ items: T[]; nextCursor: string | null }> {
  const found = await load(cursor === undefined ? null : readCursor(cursor), limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || !last) return { items, nextCursor: null };
  const { at, id } = positionOf(last);
  return { items, nextCursor: encodeCursor(at.toISOString(), id) };
}

function readCursor(text: string): Position {
  const [at = '', id = ''] = decodeCursor(text, 2) ?? [];
  if (!z.iso.datetime().safeParse(at).success) throw fail(400, 'invalid_request', 'must be a nextCursor of ours', { param: '$.cursor' });
  return { at: new Date(at), id };
}
