import { z } from 'zod';
import type { Address } from '@/lib/ports';
import type { ItemRequest } from '@/lib/checkout';
import { firstIssue } from '@/lib/http/issues';
import { err, ok } from '@/lib/kernel/result';
import { invalidRequest } from './errors';
import type { Parsed, Parser } from './wire';

// What the request schemas of all versions share. Objects are closed where the official schema closes them.

const TEXT_MAX_LENGTH = 1000;
const ITEMS_MAX = 500;
const QUANTITY_MAX = 1_000_000;

/** PostgreSQL holds no NUL in text. */
export const isKeptText = [(value: string): boolean => !value.includes('\u0000'), 'must not hold the character U+0000'] as const;

/** Text that is kept. */
export const text = z.string().max(TEXT_MAX_LENGTH).refine(...isKeptText);

/** RFC 5321 bounds an address at 254 characters. */
export const email = z.email().max(254);
export const dateTime = z.iso.datetime({ offset: true });

export const addressFields = { name: text, line_one: text, line_two: text.optional(), city: text, state: text, country: text, postal_code: text };
export const address = z.strictObject(addressFields);

/** The longest list of anything beside items: codes, groups, selections, consents. */
const LIST_MAX = 100;
export const list = <S extends z.ZodType>(entry: S) => z.array(entry).max(LIST_MAX);

const OBJECT_MAX_LENGTH = 64 * 1024;
/** In JSON, outside an escaped backslash: U+0000, or half of a surrogate pair. PostgreSQL's jsonb takes neither. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** An object that is kept as given: its JSON within 64 KiB, and of characters that can be kept. */
export const keptObject = <S extends z.ZodType<object>>(schema: S) =>
  schema.superRefine((value, context) => {
    const json = JSON.stringify(value);
    const message =
      json.length > OBJECT_MAX_LENGTH ? 'must be at most 64 KiB of JSON' : UNSTORABLE.test(json) ? 'must hold well-formed text without U+0000' : null;
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

/** What is there of some fields; undefined when nothing is. */
export function given<T extends object>(fields: T): Partial<T> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<T>);
}

/** Country codes are written in capitals inside, whatever the caller wrote. */
export const toAddress = (given: Address): Address => ({ ...given, country: given.country.toUpperCase() });

const quantity = z.number().int().min(1).max(QUANTITY_MAX).default(1);

/**
 * The cart's items: `{id, quantity?}` or `{item: {id}, quantity}`, whatever the version's schema can express (specs/acp.md, trap 3).
 * `fields` are the fields that this version's Item has beside its id.
 */
export const itemList = (fields: z.ZodRawShape) =>
  z
    .array(
      z
        .strictObject({ ...fields, id: text.min(1).optional(), item: z.strictObject({ ...fields, id: text.min(1) }).optional(), quantity })
        .transform((given, context): ItemRequest => {
          const nested = given.item?.id;
          if (given.id === undefined && nested === undefined) {
            context.addIssue({ code: 'custom', path: ['id'], message: 'is required' });
            return z.NEVER;
          }
          if (given.id !== undefined && nested !== undefined) {
            context.addIssue({ code: 'custom', path: ['item'], message: 'must not stand beside id' });
            return z.NEVER;
          }
          return { id: given.id ?? nested ?? '', quantity: given.quantity };
        }),
    )
    .min(1)
    .max(ITEMS_MAX);

/** Names of unknown fields are the caller's own words, of any length. */
const shorten = (words: string): string => (words.length <= 300 ? words : `${words.slice(0, 299)}\u2026`);

/** Parses by a schema, then translates. A fault is 400 `invalid` with the path of the first field at fault. */
export function parseWith<S extends z.ZodType, T>(schema: S, toDomain: (request: z.output<S>) => T): Parser<T> {
  const parse = (body: unknown): Parsed<T> => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return ok(toDomain(parsed.data));
    const { param, message } = body === undefined ? { param: '$', message: 'A JSON body is required.' } : firstIssue(parsed.error);
    return err(invalidRequest(400, 'invalid', shorten(`${param}: ${message}`), shorten(param)));
  };
  return Object.assign(parse, { schema });
}
