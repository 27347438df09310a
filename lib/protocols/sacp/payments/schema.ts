import { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { CURRENCIES, isCurrency, parseDecimal, type Currency } from '@/lib/kernel/money';
import { TEXT_OR_NUMBER } from '../exact-numbers';

const Id = z.string({ error: 'must be text' }).min(1, 'must not be empty').max(200, 'is too long');
// Numbers arrive as the text they were written as (exact-numbers.ts).
const Quantity = z
  .string({ error: 'must be a whole number' })
  .regex(/^[1-9]\d{0,6}$/, 'must be a whole number from 1 to 1000000')
  .meta(TEXT_OR_NUMBER)
  .transform(Number)
  .refine((quantity) => quantity <= 1_000_000, 'must be a whole number from 1 to 1000000');

const Item = z
  .strictObject({ product_id: Id.optional(), item_id: Id.optional(), id: Id.optional(), quantity: Quantity })
  .transform(({ product_id, item_id, id, quantity }) => ({ id: product_id ?? item_id ?? id ?? '', quantity }))
  .refine(({ id }) => id !== '', 'must name a product_id');

/** Body of payments/token and payments/authorize (rules.md, "Limits, approvals, tokens"). */
export const PaymentBody = z.strictObject({
  merchant_id: Id,
  session_id: Id,
  amount: z.string({ error: 'must be an amount in major units, as a number or a string' }).max(40, 'is too long').meta(TEXT_OR_NUMBER),
  currency: z.string({ error: 'must be an ISO 4217 code' }).max(10, 'must be an ISO 4217 code'),
  items: z.array(Item).min(1, 'must not be empty').max(200, 'has too many entries').optional(),
  note: z.string({ error: 'must be text' }).max(500, 'is too long').optional(),
});
export type PaymentBody = z.output<typeof PaymentBody>;

/** A currency that we know, in any case; 400 naming it otherwise. */
export function readCurrency(code: string): Currency {
  const currency = code.toUpperCase();
  if (isCurrency(currency)) return currency;
  throw fail(400, 'invalid_request', `$.currency must be one of ${CURRENCIES.join(', ')}`, { param: '$.currency' });
}

/** Major units as written to minor units; 400 for zero, a sign, an exponent, or more decimals than the currency has. */
export function readAmount(text: string, currency: Currency): bigint {
  const amount = parseDecimal(text, currency);
  if (amount !== null && amount > 0n) return amount;
  throw fail(400, 'invalid_request', `$.amount must be above zero in major units, with no more decimals than ${currency} has`, { param: '$.amount' });
}
