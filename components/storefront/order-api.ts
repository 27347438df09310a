import { call, type Answer } from '@/components/client/http';

/** POST /v1/orders/quote answers it: amounts in minor units of `currency`. */
export type QuoteReply = {
  readonly quoteId: string;
  readonly currency: string;
  readonly subtotalCents: number;
  readonly discountCents?: number;
  readonly taxCents?: number;
  readonly feeCents: number;
  readonly totalCents: number;
  readonly lineItems: readonly { readonly sku: string; readonly name: string; readonly qty: number; readonly unitPriceCents: number; readonly lineTotalCents: number }[];
  readonly pickupETA: string;
  readonly expiresAt: string;
  readonly quoteHash: string;
};

/** POST /v1/orders/confirm answers a page to pay on, or, once it is paid, the order. */
export type ConfirmReply = { readonly checkoutSessionId?: string; readonly checkoutUrl?: string; readonly orderId?: string };

export type Contact = { readonly name: string; readonly phone: string; readonly email: string };
export type QuoteRequest = {
  readonly items: readonly { readonly sku: string; readonly qty: number }[];
  readonly fulfillment: { readonly type: 'pickup'; readonly window?: string };
  readonly contact: Contact;
  readonly notes?: string;
  readonly paymentMethod: 'card';
};

type Shop = { readonly handle: string; readonly locale: string };

/** A price that holds for 15 minutes. */
export const askQuote = ({ handle, locale }: Shop, request: QuoteRequest): Promise<Answer<QuoteReply>> =>
  call<QuoteReply>('POST', `/m/${handle}/v1/orders/quote?locale=${encodeURIComponent(locale)}`, request);

/** Confirms exactly what was shown: another price, currency or rail is refused. */
export const confirmQuote = ({ handle }: Shop, { quoteId, quoteHash, totalCents, currency }: QuoteReply): Promise<Answer<ConfirmReply>> =>
  call<ConfirmReply>('POST', `/m/${handle}/v1/orders/confirm`, {
    quoteId,
    paymentMethod: 'card',
    assertions: { expectedQuoteHash: quoteHash, expectedTotalCents: totalCents, expectedCurrency: currency, expectedPaymentMethod: 'card' },
  });
