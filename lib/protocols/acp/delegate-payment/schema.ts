import { z } from 'zod';
import { isCurrency } from '@/lib/kernel/money';
import { dateTime } from '../schema';

/** In what the published schemas of the versions differ. */
export type VaultShape = {
  readonly iinMaxLength: 6 | 8;
  /** Four digits; before, up to four characters. */
  readonly last4IsExact: boolean;
  readonly riskSignalsMin: 0 | 1;
};

const metadata = z.record(z.string(), z.string());

const digits = (pattern: RegExp, message: string) => z.string().regex(pattern, message);

/** An integer, or one as a string (rules.md, ACP). Minor units; above zero, since nothing can be charged otherwise. */
const maxAmount = z
  .union([z.int(), digits(/^\d{1,15}$/, 'must be an integer in minor units')], { error: 'must be an integer in minor units' })
  .transform((amount) => BigInt(amount))
  .refine((amount) => amount > 0n, 'must be above zero');

const currency = digits(/^[a-z]{3}$/, 'must be three lowercase letters')
  .transform((code) => code.toUpperCase())
  .pipe(z.string().refine(isCurrency, 'is not a currency that is served'));

const allowance = z.strictObject({
  reason: z.literal('one_time'),
  max_amount: maxAmount,
  currency,
  checkout_session_id: z.string(),
  merchant_id: z.string().max(256),
  expires_at: dateTime,
});

const billingAddress = z.strictObject({
  name: z.string().max(256),
  line_one: z.string().max(60),
  line_two: z.string().max(60).optional(),
  city: z.string().max(60),
  state: z.string(),
  country: z.string().length(2),
  postal_code: z.string().max(20),
});

const riskSignal = z.strictObject({ type: z.enum(['card_testing']), score: z.int(), action: z.enum(['blocked', 'manual_review', 'authorized']) });

const paymentMethod = ({ iinMaxLength, last4IsExact }: VaultShape) =>
  z
    .strictObject({
      type: z.literal('card'),
      card_number_type: z.enum(['fpan', 'network_token']),
      number: z.string(),
      exp_month: digits(/^(0?[1-9]|1[0-2])$/, 'must be a month, 01 to 12').optional(),
      exp_year: digits(/^(\d{2}|\d{4})$/, 'must be a year of four digits').optional(),
      name: z.string().optional(),
      cvc: z.string().max(4).optional(),
      cryptogram: z.string().optional(),
      eci_value: z.string().max(2).optional(),
      checks_performed: z.array(z.enum(['avs', 'cvv', 'ani', 'auth0'])).optional(),
      iin: z.string().max(iinMaxLength).optional(),
      display_card_funding_type: z.enum(['credit', 'debit', 'prepaid']),
      display_wallet_type: z.string().optional(),
      display_brand: z.string().optional(),
      display_last4: (last4IsExact ? digits(/^[0-9]{4}$/, 'must be four digits') : z.string().max(4)).optional(),
      metadata,
      virtual: z.boolean().optional(),
    })
    // A month without a year is no date, nor the other way round.
    .refine((card) => card.exp_year === undefined || card.exp_month !== undefined, { path: ['exp_month'], message: 'is required beside exp_year' })
    .refine((card) => card.exp_month === undefined || card.exp_year !== undefined, { path: ['exp_year'], message: 'is required beside exp_month' });

/** DelegatePaymentRequest. Closed, as published. */
export const delegatePaymentRequest = (shape: VaultShape) =>
  z.strictObject({
    payment_method: paymentMethod(shape),
    allowance,
    billing_address: billingAddress.optional(),
    risk_signals: z.array(riskSignal).min(shape.riskSignalsMin).max(100),
    metadata,
  });

export type DelegatePaymentRequest = z.output<ReturnType<typeof delegatePaymentRequest>>;
