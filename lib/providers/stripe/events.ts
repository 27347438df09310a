import Stripe from 'stripe';
import { z } from 'zod';
import { emit, inTransaction, type Ctx, type PaymentNoticePort } from '@/lib/ports';
import { HOSTED } from './checkout-session';
import type { StripeConfig } from './client';
import { ATTEMPT } from './payment';
import { findByAttempt, findByIntent, findMerchantOf, insertEvent, writeAnswer, type StripePayment } from './store';

const Event = z.object({
  id: z.string().max(255),
  type: z.string().max(255),
  /** The connected account that it happened on. */
  account: z.string().nullish(),
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

/** Accounts v2 tell by notifications that carry no object, only what they are about (docs.stripe.com/webhooks, "thin events"). */
const Notification = z.object({ id: z.string().max(255), type: z.string().max(255), related_object: z.object({ id: z.string(), type: z.string() }) });

/** Stripe's own default. */
const TOLERANCE_SECONDS = 300;

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
export function stripeEvents({ webhookSecret, connectWebhookSecret = null }: Pick<StripeConfig, 'webhookSecret' | 'connectWebhookSecret'>): PaymentNoticePort {
  const secrets = [webhookSecret, ...(connectWebhookSecret === null ? [] : [connectWebhookSecret])];
  return {
    async receive(ctx, { body, signature }) {
      const read = verify(body, signature, secrets, ctx.clock.now());
      if (read === 'forged') return 'forged';
      const account = accountOf(read);
      if (account) return takeAccount(ctx, account);
      const event = Event.safeParse(read).data ?? null;
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

/** What was posted, if one of our endpoints' secrets signed it. */
function verify(body: string, signature: string, secrets: readonly string[], now: Date): unknown {
  const isSigned = (secret: string): boolean => {
    try {
      return Stripe.webhooks.signature?.verifyHeader(body, signature, secret, TOLERANCE_SECONDS, undefined, now.getTime()) ?? false;
    } catch {
      return false;
    }
  };
  if (!secrets.some(isSigned)) return 'forged';
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The account that an event is about: by a notification of Accounts v2, an event of the older kind, or one of a payout of its. */
function accountOf(read: unknown): { id: string; type: string; accountId: string } | null {
  const notification = Notification.safeParse(read).data;
  if (notification?.related_object.type === 'v2.core.account') return { id: notification.id, type: notification.type, accountId: notification.related_object.id };
  const event = Event.safeParse(read).data;
  if (event?.data.object.object === 'account') return { id: event.id, type: event.type, accountId: event.data.object.id };
  return event?.data.object.object === 'payout' && event.account ? { id: event.id, type: event.type, accountId: event.account } : null;
}

async function takeAccount(ctx: Ctx, { id, type, accountId }: { id: string; type: string; accountId: string }): Promise<'accepted' | 'duplicate' | 'ignored'> {
  const merchantId = await findMerchantOf(ctx, accountId);
  if (merchantId === null) return 'ignored';
  return inTransaction(ctx, async (tx) => {
    if (!(await insertEvent(tx, { id, type }))) return 'duplicate';
    await emit(tx, { topic: 'payment-account.sync', aggregateId: accountId, tenantId: merchantId, payload: { accountId } });
    return 'accepted';
  });
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
