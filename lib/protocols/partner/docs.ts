import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';
import { CARD_AVAILABILITIES } from '@/lib/ports';
import { ActivationQuery } from './activation/list';
import { OrdersQuery } from './orders/list';
import { FeePolicyBody, NoFields, ResetBody } from './stripe-connect';

const Order = z.looseObject({ id: z.string(), merchantHandle: z.string(), status: z.string(), pickupCode: z.string(), pickupETA: z.iso.datetime(), revision: z.int() });
const Activation = z.looseObject({
  merchantId: z.string(), merchantHandle: z.string(), name: z.string(), signedUpAt: z.iso.datetime(), launchpad: z.looseObject({ ready: z.boolean(), blockers: z.array(z.string()) }),
  card: z.looseObject({ availabilityStatus: z.enum(CARD_AVAILABILITIES) }), live: z.boolean(), firstPaidAt: z.iso.datetime().nullable(), firstFulfilledAt: z.iso.datetime().nullable(),
});
const hub = {
  words: 'How the merchant stands with the provider, and what to do.',
  schema: z.looseObject({ merchantId: z.string(), availabilityStatus: z.enum(CARD_AVAILABILITIES), accountId: z.string().nullable(), message: z.string(), feeBasisPoints: z.int() }),
};
const NONE = 'There is no merchant of this id.';
const REFUSED = 'The provider does not serve such a merchant.';
const SILENT = 'The provider does not answer. Ask again.';
const moved = { 200: { words: 'The order as it is now; again, it changes nothing.', schema: Order }, 404: 'There is no such order.', 409: 'This is not what can happen to it next.' };

export const docs: WireDoc = {
  title: 'Partner API',
  words: 'For partners and operators with a partner key: the orders in the kitchens of all merchants, without a word of who ordered, and how far each merchant has come.',
  error: { schema: z.looseObject({ error: z.string(), errorCode: z.string(), retryable: z.boolean(), details: z.looseObject({}).optional() }) },
  groups: {
    'Merchants': {
      'GET /partner/merchant-activation': { summary: 'List how far merchants have come, the newest first', query: ActivationQuery, answers: { 200: { words: 'A page of them.', schema: z.looseObject({ merchants: z.array(Activation), nextCursor: z.string().nullable() }) } } },
    },
    'Payment accounts': {
      'GET /partner/merchants/[id]/stripe-connect': { summary: 'Read how a merchant takes cards', details: "The id is the merchant's UUID, not its handle.", answers: { 200: hub, 404: NONE } },
      'POST /partner/merchants/[id]/stripe-connect/account': { summary: 'Open an account', body: NoFields, bodyOptional: true, answers: { 200: hub, 404: NONE, 422: REFUSED, 503: SILENT } },
      'POST /partner/merchants/[id]/stripe-connect/reset': { summary: 'Throw a test account away', body: ResetBody, bodyOptional: true, answers: { 200: hub, 404: NONE, 409: 'The account moves real money.', 503: SILENT } },
      'POST /partner/merchants/[id]/stripe-connect/sync': { summary: 'Ask the provider how the account stands', body: NoFields, bodyOptional: true, answers: { 200: hub, 404: NONE, 503: SILENT } },
      'POST /partner/merchants/[id]/stripe-connect/account-links': {
        summary: 'Go on with the account', body: NoFields, bodyOptional: true,
        answers: { 200: { words: 'Where to send the merchant.', schema: z.looseObject({ url: z.string(), expiresAt: z.iso.datetime().nullable() }) }, 404: NONE, 422: REFUSED, 503: SILENT },
      },
      'POST /partner/merchants/[id]/stripe-connect/fee-policy': { summary: 'Set what the platform keeps of card orders', body: FeePolicyBody, answers: { 200: hub, 400: 'A fee is 0 to 10000 basis points.', 404: NONE } },
    },
    'Orders': {
      'GET /partner/orders': { summary: 'List orders, the newest first', query: OrdersQuery, answers: { 200: { words: 'A page of them.', schema: z.looseObject({ orders: z.array(Order), nextCursor: z.string().nullable() }) } } },
      'POST /partner/orders/[id]/ack': { summary: 'The kitchen has seen it', answers: moved },
      'POST /partner/orders/[id]/ready': { summary: 'It waits at the counter', answers: moved },
      'POST /partner/orders/[id]/fulfill': { summary: 'It was fetched', answers: moved },
    },
  },
};
