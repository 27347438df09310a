import { z } from 'zod';
import type { Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { ConfirmBody, QuoteBody } from './schema';

const open = z.looseObject;

const locale = z.object({ locale: z.string().optional() });
const Locale = { resolvedLocale: z.string() };
const Item = open({ sku: z.string(), name: z.string(), description: z.string(), priceCents: z.int(), itemType: z.string(), sectionKey: z.string().optional(), imageUrl: z.string().optional() });

const merchant: Docs = {
  'GET /v1/merchants/[handle]/info': {
    summary: 'Begin with a merchant', details: 'Who it is, when it is open (in its own time), in which languages, how it is paid, and where the rest stands.', query: locale,
    answers: { 200: { words: 'The merchant.', schema: open({ merchantHandle: z.string(), ...Locale, name: z.string(), hours: open({ timezone: z.string() }), paymentRails: open({ available: z.array(z.string()) }), menuUrl: z.string() }) }, 404: 'No storefront has this handle.' },
  },
  'GET /v1/merchants/[handle]/legal': {
    summary: "Read a merchant's pages", query: locale,
    answers: { 200: { words: 'Each in the language that is served, or the one it was written in.', schema: open({ ...Locale, pages: z.array(open({ key: z.string(), title: z.string(), body: z.string() })) }) }, 404: 'No storefront has this handle.' },
  },
  'GET /v1/merchants/[handle]/contact-details': {
    summary: 'Reach a merchant',
    answers: { 200: { words: 'Its address, telephone and mail.', schema: open({ email: z.string().nullable(), phone: z.string(), address: z.string() }) }, 404: 'No storefront has this handle.' },
  },
  'GET /v1/menu': {
    summary: 'Read what can be ordered now', details: '`items` holds all of it, `sections` the same as the merchant groups it. Prices are minor units.', query: locale,
    answers: { 200: { words: 'The menu.', schema: open({ currency: z.string(), ...Locale, items: z.array(Item), sections: z.array(open({ sectionKey: z.string(), title: z.string(), items: z.array(Item) })) }) }, 404: 'No storefront has this handle.' },
  },
  'GET /v1/wallet-setup': { summary: 'Read how a person gets a wallet with USDC', answers: { 200: 'A guide in steps. Paying by card, or by the wallet of an agent here, needs none.' } },
};

const Quote = open({ quoteId: z.string(), quoteHash: z.string(), currency: z.string(), totalCents: z.int(), expiresAt: z.iso.datetime() });

const orders: Docs = {
  'POST /v1/orders/quote': {
    summary: 'Ask for a price', details: 'What the order costs, when it can be fetched, and how much a second look is worth. It holds until `expiresAt`.', query: locale, body: QuoteBody,
    answers: { 200: { words: 'The quote.', schema: Quote }, 400: 'An item is not to be had, the merchant is closed, or the time is taken.', 409: 'The way of paying is not to be had.' },
  },
  'POST /v1/orders/confirm': {
    summary: 'Take a quote up', details: 'Each assertion that is sent must hold, or nothing happens. By card a page where a person pays; by wallet the paid order. Again, it answers the same.', body: ConfirmBody,
    answers: {
      200: { words: 'The page to pay on, or the order.', schema: open({ status: z.string(), currency: z.string(), orderId: z.string().optional(), checkoutSessionId: z.string().optional(), checkoutUrl: z.string().optional() }) },
      400: 'An assertion does not hold, or the quote is over.', 401: 'By wallet: an agent or a payment token is needed.', 402: 'The owner of the agent is asked, or the payment failed.', 403: 'The owner of the agent forbids it.', 409: 'Another payment of it is under way.',
    },
  },
  'GET /v1/orders/checkout-sessions/[id]': {
    summary: 'Ask whether the person has paid',
    answers: { 200: { words: 'ready: there is an order.', schema: open({ status: z.enum(['open', 'complete', 'expired']), paymentStatus: z.enum(['unpaid', 'paid']), ready: z.boolean(), orderId: z.string().nullable() }) }, 404: 'There is no such checkout session.' },
  },
  'GET /v1/orders/[id]': {
    summary: 'Read how far an order is', details: 'Who fetches it is not told.',
    answers: { 200: { words: 'The order.', schema: open({ id: z.string(), status: z.string(), totalCents: z.int(), pickupETA: z.iso.datetime().nullable(), pickupCode: z.string().nullable() }) }, 404: 'There is no such order.' },
  },
};

export const docs: WireDoc = {
  title: 'Storefront API',
  words: 'Merchants whose goods are fetched: menu, quote, confirm, order, for browsers and agents.',
  error: { schema: open({ error: z.string(), errorCode: z.string(), retryable: z.boolean(), details: open({}).optional(), retryAfterMs: z.number().optional() }) },
  headers: [{ name: 'X-Merchant-Handle', words: 'The merchant that is called, where neither the path nor a key names one.', required: false, on: (endpoint) => !/\/v1\/(openapi|merchants)/.test(endpoint) }],
  groups: {
    'Merchant and menu': merchant,
    'Orders': orders,
    'OpenAPI': {
      'GET /v1/openapi.yaml': { summary: 'Read this document', answers: { 200: { words: 'OpenAPI 3.1 of the whole product.', mediaType: 'text/yaml' } } },
    },
  },
};
