import { z } from 'zod';
import { isCountry } from '@/lib/kernel/country';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import type { FaultCode } from './types';

type Reading<V> = Result<V, { readonly code: FaultCode }>;

/** How a cell is read and written. An empty one, or a column that a file has not, reads as `otherwise`; without that it is required. */
export type Column<V> = {
  readonly read: (cell: string) => Reading<V>;
  readonly write: (value: V) => string;
  readonly otherwise?: { readonly value: V };
};

const column = <V>(read: (cell: string) => Reading<V>, write: (value: V) => string): Column<V> => ({ read, write });

/** The column may stand empty, or not at all. */
export const optional = <V>(of: Column<V>, value: V): Column<V> => ({ ...of, otherwise: { value } });

/** What a spreadsheet would take for a formula; the wide forms too, which some fold. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
/** As our own exports mark it. */
const MARKED = new RegExp(`^'(?=${FORMULA.source.slice(1)})`);

/** Words in one line. What begins like a formula must carry the mark of an export, an apostrophe. */
export const words = (max: number): Column<string> =>
  column((cell) => {
    if (FORMULA.test(cell)) return err({ code: 'formula' });
    const plain = cell.replace(MARKED, '');
    return [...plain].length > max ? err({ code: 'too_long' }) : ok(cleanText(plain, max));
  }, String);

const matching = (pattern: RegExp, code: FaultCode): Column<string> => column((cell) => (pattern.test(cell) ? ok(cell) : err({ code })), String);

/** Letters, digits, dots, hyphens and underscores; as a SKU in Menu Studio. */
export const id = matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'not_an_id');

/** ISO 3166, two letters. */
export const country: Column<string> = column((cell) => (isCountry(cell.toUpperCase()) ? ok(cell.toUpperCase()) : err({ code: 'not_a_country' })), String);

/** A whole number of minor units, or of pieces. */
export const whole = (min: bigint, max: bigint): Column<bigint> =>
  column((cell) => {
    if (!/^\d{1,15}$/.test(cell)) return err({ code: 'not_a_number' });
    const value = BigInt(cell);
    return value < min || value > max ? err({ code: 'out_of_range' }) : ok(value);
  }, String);

/** Up to two places after a point: per cent. */
export const decimal = matching(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,2})?$/, 'not_a_number');

export const oneOf = <const V extends string>(...values: readonly V[]): Column<V> =>
  column<V>((cell) => {
    const value = values.find((each) => each === cell.toLowerCase());
    return value === undefined ? err({ code: 'not_one_of' }) : ok(value);
  }, String);

/** As spreadsheets write it, in English and French. */
const YES = ['true', 'yes', '1', 'vrai', 'oui'];
const NO = ['false', 'no', '0', 'faux', 'non'];
export const flag: Column<boolean> = column((cell) => {
  const word = cell.toLowerCase();
  return YES.includes(word) ? ok(true) : NO.includes(word) ? ok(false) : err({ code: 'not_yes_or_no' });
}, String);

const Email = z.email();
export const email: Column<string> = column((cell) => (cell.length <= 254 && Email.safeParse(cell).success ? ok(cell) : err({ code: 'not_an_email' })), String);

/** Where a picture lies: https alone, without a user. */
export const httpsUrl: Column<string> = column((cell) => {
  const url = URL.parse(cell);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && cell.length <= 2000 ? ok(url.href) : err({ code: 'not_https' });
}, String);

/** Null where the cell is empty. */
export const orNull = <V>(of: Column<V>): Column<V | null> => ({ read: of.read, write: (value) => (value === null ? '' : of.write(value)), otherwise: { value: null } });

const IDS_MAX = 200;
/** Ids with a semicolon, a space or a bar between them, or a JSON array of them. */
export const ids: Column<readonly string[]> = column<readonly string[]>((cell) => {
  const parts = cell.replace(/^\[|\]$/g, '').split(/[\s;|,"]+/).filter((part) => part !== '');
  if (parts.length > IDS_MAX) return err({ code: 'too_many' });
  return parts.every((part) => id.read(part).ok) ? ok([...new Set(parts)]) : err({ code: 'not_an_id' });
}, (value) => value.join(';'));
