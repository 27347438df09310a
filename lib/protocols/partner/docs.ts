import { z } from 'zod';
import type { WireDoc } from '@/lib/http/endpoint-doc';
import { ActivationQuery } from './activation/list';
import { OrdersQuery } from './orders/list';

const Order = z.looseObject({ id: z.string(), merchantHandle: z.string(), status: z.string(), pickupCode: z.string(), pickupETA: z.iso.datetime(), revision: z.int() });
const Activation = z.looseObject({
  merchantId: z.string(), merchantHandle: z.string(), name: z.string(), signedUpAt: z.iso.datetime(), launchpad: z.looseObject({ ready: z.boolean(), blockers: z.array(z.string()) }),
  card: z.looseObject({ availabilityStatus: z.enum(['available', 'needs_onboarding']) }), live: z.boolean(), firstPaidAt: z.iso.datetime().nullable(), firstFulfilledAt: z.iso.datetime().nullable(),
});
const moved = { 200: { words: 'The order as it is now; again, it changes nothing.', schema: Order }, 404: 'There is no such order.', 409: 'This is not what can happen to it next.' };

export const docs: WireDoc = {
  title: 'Partner API',
  words: 'For partners and operators with a partner key: the orders in the kitchens of all merchants, without a word of who ordered, and how far each merchant has come.',
  error: { schema: z.looseObject({ error: z.string(), errorCode: z.string(), retryable: z.boolean(), details: z.looseObject({}).optional() }) },
  groups: {
    'Merchants': {
      'GET /partner/merchant-activation': { summary: 'List how far merchants have come, the newest first', query: ActivationQuery, answers: { 200: { words: 'A page of them.', schema: z.looseObject({ merchants: z.array(Activation), nextCursor: z.string().nullable() }) } } },
    },
    'Orders': {
      'GET /partner/orders': { summary: 'List orders, the newest first', query: OrdersQuery, answers: { 200: { words: 'A page of them.', schema: z.looseObject({ orders: z.array(Order), nextCursor: z.string().nullable() }) } } },
      'POST /partner/orders/[id]/ack': { summary: 'The kitchen has seen it', answers: moved },
      'POST /partner/orders/[id]/ready': { summary: 'It waits at the counter', answers: moved },
      'POST /partner/orders/[id]/fulfill': { summary: 'It was fetched', answers: moved },
    },
  },
};
