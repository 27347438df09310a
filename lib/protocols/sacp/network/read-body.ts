import { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { parseDecimal, type Currency } from '@/lib/kernel/money';
import { TEXT_OR_NUMBER } from '../exact-numbers';
import { parseOrRefuse, readExactJson } from '../read-body';

const BODY_LIMIT_BYTES = 16 * 1024;
const AMOUNT_FAULT = 'must be an amount above zero in major units, as a number or a string, with no more decimals than the currency has';

export const AmountBody = z.strictObject({ amount: z.string({ error: AMOUNT_FAULT }).meta(TEXT_OR_NUMBER).optional() });
export const EmptyBody = z.strictObject({});

/** The body by its schema, numbers as they were written; no body is the empty object. Throws 413, and 400 with the field. */
export const readBody = async <T>(request: Request, schema: z.ZodType<T>): Promise<T> => parseOrRefuse(schema, await readExactJson(request, BODY_LIMIT_BYTES));

/** Major units as written to minor units of the transaction's currency; null when nothing was written. */
export function readAmount(text: string | undefined, currency: Currency): bigint | null {
  if (text === undefined) return null;
  const amount = parseDecimal(text, currency);
  if (amount === null || amount === 0n) throw fail(400, 'invalid_request', `amount ${AMOUNT_FAULT}`, { param: '$.amount' });
  return amount;
}
