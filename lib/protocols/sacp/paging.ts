import { z } from 'zod';
import { fail, type HttpFailure } from '@/lib/http/failure';

export const MAX_PAGE_SIZE = 100;

/** `limit` and `cursor`, as every list takes them. */
export const Paging = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, `must be a whole number from 1 to ${MAX_PAGE_SIZE}`)
    .transform(Number)
    .refine((limit) => limit <= MAX_PAGE_SIZE, `must be a whole number from 1 to ${MAX_PAGE_SIZE}`)
    .optional(),
  cursor: z.string().optional(),
};

export const badCursor = (): HttpFailure => fail(400, 'invalid_request', '$.cursor must be a next_cursor of an earlier answer to this query', { param: '$.cursor' });

/** The first `limit` of what was read, one more having been asked for, and the last of them when there is more. */
export function pageOf<T>(found: readonly T[], limit: number): { page: readonly T[]; last: T | null } {
  const page = found.slice(0, limit);
  return { page, last: found.length > limit ? (page.at(-1) ?? null) : null };
}
