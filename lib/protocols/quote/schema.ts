import { z } from 'zod';

// The bodies of /v1 (seeds/pizza-x402-agents.txt). Closed: a field that nobody reads is somebody's mistake.

const Sku = z.string().min(1).max(100);
const PaymentMethod = z.enum(['card', 'wallet', 'crypto']);

const QuoteItem = z.strictObject({ sku: Sku, qty: z.int('must be a whole number').min(1).max(1000) });

export const QuoteBody = z.strictObject({
  items: z.array(QuoteItem).min(1).max(100),
  fulfillment: z.strictObject({
    type: z.literal('pickup'),
    /** ISO 8601 interval, both ends with an offset. */
    window: z.string().max(100).optional(),
  }),
  contact: z.strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200),
    phone: z.string().regex(/^\+?[0-9][0-9 ()./-]{3,30}$/, 'must be a phone number').optional(),
    email: z.email('must be an email address').max(254),
  }),
  notes: z.string().max(500).optional(),
  paymentMethod: PaymentMethod.optional(),
});

const Cents = z.int('must be a whole number').min(0);

export const ConfirmBody = z
  .strictObject({
    quoteId: z.string().min(1).max(200),
    paymentMethod: PaymentMethod.optional(),
    /** A wallet's token for this quote. */
    paymentToken: z.string().min(1).max(300).optional(),
    assertions: z
      .strictObject({
        expectedQuoteHash: z.string().max(200).optional(),
        expectedTotalCents: Cents.optional(),
        maxTotalCents: Cents.optional(),
        expectedCurrency: z.string().max(20).optional(),
        expectedPaymentMethod: z.string().max(50).optional(),
        expectedExpiresAt: z.iso.datetime({ offset: true, error: 'must be a date and time with an offset' }).optional(),
        expectedMerchantHandle: z.string().max(200).optional(),
        expectedMerchantAddress: z.string().max(500).optional(),
      })
      .optional(),
  })
  .refine(({ paymentMethod, paymentToken }) => paymentToken === undefined || paymentMethod === undefined || paymentMethod === 'wallet', {
    path: ['paymentToken'],
    message: 'goes with paymentMethod "wallet"',
  });
