import Stripe from 'stripe';
import { z } from 'zod';
import { emit, inTransaction, type Ctx, type PaymentNoticePort } from '@/lib/ports';
import { HOSTED } from './checkout-session';
import type { StripeConfig } from './client';
import { ATTEMPT } from './payment';
import { findByAttempt, findByIntent, insertEvent, writeAnswer, type StripePayment } from './store';

const Event = z.object({
  id: z.string().max(255),
  type: z.string().max(255),
  data: z.object({
    object: z.object({
      id: z.string(),
      object: z.string(),
      payment_intent: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});
type Event = z.infer<typeof Event>;

/** What tells of a payment: a PaymentIntent itself, its charge, a refund or a dispute of it. */
const CARRIES_PAYMENT: readonly string[] = ['charge', 'refund', 'dispute'];

const intentIdOf = ({ data: { object } }: Event): string | null => {
  if (object.object === 'payment_intent') return object.id;
  return CARRIES_PAYMENT.includes(object.object) ? (object.payment_intent ?? null) : null;
};

/** Of a session of Stripe Checkout: which of our hosted checkouts it is, or null for one of nobody's here. */
const hostedIdOf = ({ data: { object } }: Event): string | null => (object.object === 'checkout.session' && object.metadata?.[HOSTED]) || null;

/**
 * What Stripe posts (docs.stripe.com/webhooks). An event only says that something moved: what it is now is asked for, so events may come twice,
 * late and in any order. Those of payments that are not ours, and of other things, are ignored.
 */
export function stripeEvents({ webhookSecret }: Pick<StripeConfig, 'webhookSecret'>): PaymentNoticePort {
  return {
    async receive(ctx, { body, signature }) {
      const event = verify(body, signature, webhookSecret, ctx.clock.now());
      if (event === 'forged') return 'forged';
      const hostedId = event && hostedIdOf(event);
      if (event && hostedId) return (await takeHosted(ctx, event, hostedId)) ? 'accepted' : 'duplicate';
      const intentId = event && intentIdOf(event);
      if (!event || intentId === null) return 'ignored';
      const payment = await findPayment(ctx, event, intentId);
      if (!payment?.attemptId) return 'ignored';
      return (await take(ctx, event, { intentId, payment, attemptId: payment.attemptId })) ? 'accepted' : 'duplicate';
    },
  };
}

/** Null for what is signed by Stripe and of no shape that we read. */
function verify(body: string, signature: string, secret: string, now: Date): Event | 'forged' | null {
  let event: Stripe.Event;
  try {
    event = Stripe.webhooks.constructEvent(body, signature, secret, undefined, undefined, now.getTime());
  } catch {
    return 'forged';
  }
  return Event.safeParse(event).data ?? null;
}

/** By the PaymentIntent, or by our attempt's name in it where Stripe's answer never came. */
async function findPayment(ctx: Ctx, { data: { object } }: Event, intentId: string): Promise<StripePayment | null> {
  const attemptId = object.metadata?.[ATTEMPT];
  return (await findByIntent(ctx, intentId)) ?? (attemptId === undefined ? null : findByAttempt(ctx, attemptId));
}

/** Whether there is such a hosted checkout, and what its session came to, is found when it is settled. */
const takeHosted = (ctx: Ctx, { id, type, data: { object } }: Event, hostedCheckoutId: string): Promise<boolean> =>
  inTransaction(ctx, async (tx) => {
    if (!(await insertEvent(tx, { id, type }))) return false;
    const tenantId = object.metadata?.countersign_merchant ?? hostedCheckoutId;
    await emit(tx, { topic: 'hosted-checkout.settle', aggregateId: hostedCheckoutId, tenantId, payload: { hostedCheckoutId, sessionId: object.id } });
    return true;
  });

type Notice = { readonly intentId: string; readonly payment: StripePayment; readonly attemptId: string };

const take = (ctx: Ctx, { id, type }: Event, { intentId, payment, attemptId }: Notice): Promise<boolean> =>
  inTransaction(ctx, async (tx) => {
    if (!(await insertEvent(tx, { id, type }))) return false;
    await writeAnswer(tx, { tokenId: payment.tokenId, paymentIntentId: intentId, declineReason: null });
    if (type === 'charge.dispute.created') tx.log.warn({ paymentIntentId: intentId, attemptId }, 'a payment is disputed at Stripe');
    await emit(tx, { topic: 'payment.changed', aggregateId: intentId, tenantId: payment.merchantId, payload: { transactionId: intentId, attemptId } });
    return true;
  });
