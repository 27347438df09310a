import type Stripe from 'stripe';
import { addSeconds } from '@/lib/kernel/clock';
import { invariant } from '@/lib/kernel/invariant';
import { toWireAmount } from '@/lib/kernel/money';
import { Unavailable, type AuthorizeRequest, type Ctx, type PaymentPort, type PaymentState } from '@/lib/ports';
import { createAsker, fetchIntent, orThrow, type Asker } from './asker';
import { fetchSession, isSessionId } from './checkout-session';
import { PATIENCE, type StripeConfig, type StripePatience } from './client';
import { toDeclineReason, toRefusalReason } from './decline-reason';
import { onBehalfOf } from './on-behalf-of';
import { EXPAND, PaymentIntent, toSettledState } from './payment-intent';
import { refundPayment } from './refund';
import { beginAttempt, findByAttempt, writeAnswer, type StripePayment } from './store';
import { wordsOf, type Trouble } from './trouble';

/** Shared payment tokens are in preview: https://docs.stripe.com/changelog/dahlia/2026-04-22/shared-payment-granted-token */
export const SHARED_TOKEN_API_VERSION = '2026-04-22.preview';

/** Stripe remembers a key for 24 hours at least; we rely on a little less. */
const REPLAY_SECONDS = 23 * 60 * 60;
/** Stripe's search finds what is younger than a minute or so not surely; after this time it does. */
const SEARCH_SETTLED_SECONDS = 10 * 60;

/** The name of an attempt in the metadata of its PaymentIntent. */
export const ATTEMPT = 'countersign_attempt';

/**
 * The payment port over Stripe: a PaymentIntent per attempt, captured apart. Its calls are made outside any transaction. Whoever is
 * interrupted asks again: under the same idempotency key while Stripe remembers it, and by the attempt's name in the metadata after that.
 * Throws Unavailable where Stripe did not answer.
 */
export function stripePayment(config: StripeConfig, patience: StripePatience = PATIENCE): PaymentPort {
  const asker = createAsker(config, patience);
  return {
    authorize: (ctx, request) => authorize(ctx, asker, request),
    retrieve: (ctx, idempotencyKey) => retrieve(ctx, asker, idempotencyKey),
    capture: (_ctx, command) => capture(asker, command),
    void: (_ctx, reference) => cancel(asker, reference),
    refund: (ctx, command) => refundPayment(ctx, asker, command),
  };
}

async function authorize(ctx: Ctx, asker: Asker, request: AuthorizeRequest): Promise<PaymentState> {
  const { credential, idempotencyKey } = request;
  invariant(credential.kind === 'provider', `Stripe takes what it issued itself, not a ${credential.kind} credential`);
  const payment = await beginAttempt(ctx, { tokenId: credential.tokenId, attemptId: idempotencyKey });
  invariant(payment?.attemptId === idempotencyKey, 'a token is claimed, and pays for one attempt');
  const isRemembered = isYounger(ctx, payment, REPLAY_SECONDS);
  const known = payment.paymentIntentId !== null || payment.declineReason !== null || !isRemembered ? await recall(ctx, asker, payment) : null;
  if (known) return known;
  return isSessionId(payment.token) ? takeSession(ctx, asker, payment) : create(ctx, asker, payment, request);
}

/** What a person paid at Stripe Checkout pays for the checkout that its session was opened for, and for no other; it was captured as it was made. */
async function takeSession(ctx: Ctx, asker: Asker, payment: StripePayment): Promise<PaymentState> {
  const { token, checkoutId, tokenId } = payment;
  const { payment_status: paymentStatus, payment_intent: intent, metadata } = await fetchSession(asker, token);
  if (paymentStatus === 'paid' && intent && metadata?.countersign_checkout === checkoutId) return conclude(ctx, asker, payment, intent);
  await writeAnswer(ctx, { tokenId, paymentIntentId: null, declineReason: 'payment_method_unusable' });
  return declined(payment, null, 'payment_method_unusable');
}

async function retrieve(ctx: Ctx, asker: Asker, attemptId: string): Promise<PaymentState | null> {
  const payment = await findByAttempt(ctx, attemptId);
  return payment && recall(ctx, asker, payment);
}

const isYounger = (ctx: Ctx, { askedAt }: StripePayment, seconds: number): boolean => askedAt !== null && ctx.clock.now() < addSeconds(askedAt, seconds);

/** What became of an attempt; null where Stripe shows nothing of it, or nothing yet. */
async function recall(ctx: Ctx, asker: Asker, payment: StripePayment): Promise<PaymentState | null> {
  if (payment.declineReason !== null) {
    if (payment.paymentIntentId !== null) await letGo(ctx, asker, payment.paymentIntentId);
    return declined(payment, payment.paymentIntentId, payment.declineReason);
  }
  if (payment.paymentIntentId === null && isSessionId(payment.token)) return takeSession(ctx, asker, payment);
  const intent = payment.paymentIntentId === null ? await search(asker, payment) : await fetchIntent(asker, payment.paymentIntentId);
  return intent && conclude(ctx, asker, payment, intent);
}

async function search({ stripe, ask }: Asker, { attemptId }: StripePayment): Promise<PaymentIntent | null> {
  const query = `metadata['${ATTEMPT}']:'${String(attemptId)}'`;
  const found = orThrow('search', await ask('search', () => stripe.paymentIntents.search({ query, limit: 1, expand: EXPAND.map((field) => `data.${field}`) })));
  return found.data[0] ? PaymentIntent.parse(found.data[0]) : null;
}

async function create(ctx: Ctx, asker: Asker, payment: StripePayment, request: AuthorizeRequest): Promise<PaymentState> {
  const asked = await asker.ask('authorize', () => send(asker, payment, request));
  if (!asked.ok) return concludeTrouble(ctx, asker, payment, asked.trouble);
  const intent = PaymentIntent.parse(asked.value);
  invariant(intent.amount === toWireAmount(request.amount) && intent.currency === request.currency.toLowerCase(), `Stripe authorised ${intent.id} for what was asked`);
  return conclude(ctx, asker, payment, intent);
}

/**
 * The official types know a PaymentMethod; a shared payment token goes by rawRequest, under the version that knows it. The same attempt is
 * always sent in the same words, or its key would be refused: nothing here may change while an attempt lives.
 */
function send({ stripe }: Asker, { token, payee }: StripePayment, request: AuthorizeRequest): Promise<unknown> {
  const { idempotencyKey } = request;
  const params = {
    amount: toWireAmount(request.amount),
    currency: request.currency.toLowerCase(),
    confirm: true,
    capture_method: 'manual',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: { [ATTEMPT]: idempotencyKey, countersign_checkout: request.checkoutId, countersign_merchant: request.merchantId },
    expand: EXPAND,
    ...onBehalfOf(payee),
  } as const satisfies Stripe.PaymentIntentCreateParams;
  if (!token.startsWith('spt_')) return stripe.paymentIntents.create({ ...params, payment_method: token }, { idempotencyKey });
  const shared = { ...params, payment_method_data: { shared_payment_granted_token: token } };
  return stripe.rawRequest('POST', '/v1/payment_intents', shared, { idempotencyKey, apiVersion: SHARED_TOKEN_API_VERSION });
}

/** Writes what Stripe answered, and makes it ours: what is not authorised at once is a decline, and is let go of. */
async function conclude(ctx: Ctx, asker: Asker, payment: StripePayment, intent: PaymentIntent): Promise<PaymentState> {
  const { tokenId } = payment;
  if (intent.status === 'processing') throw new Unavailable(`Stripe is still processing ${intent.id}.`);
  const state = toSettledState(intent);
  if (state) {
    await writeAnswer(ctx, { tokenId, paymentIntentId: intent.id, declineReason: null });
    return state;
  }
  const declineReason = intent.status === 'requires_action' ? 'authentication_required' : toDeclineReason(intent.last_payment_error ?? {});
  await writeAnswer(ctx, { tokenId, paymentIntentId: intent.id, declineReason });
  await letGo(ctx, asker, intent.id);
  return declined(payment, intent.id, declineReason);
}

async function concludeTrouble(ctx: Ctx, asker: Asker, payment: StripePayment, { kind, error }: Trouble): Promise<PaymentState> {
  switch (kind) {
    case 'declined': {
      const declineReason = toDeclineReason(error);
      const paymentIntentId = error.payment_intent?.id ?? null;
      await writeAnswer(ctx, { tokenId: payment.tokenId, paymentIntentId, declineReason });
      if (paymentIntentId !== null) await letGo(ctx, asker, paymentIntentId);
      return declined(payment, paymentIntentId, declineReason);
    }
    case 'refused': {
      const declineReason = toRefusalReason(error);
      ctx.log.error({ attemptId: payment.attemptId, stripe: wordsOf(error), declineReason }, 'Stripe would not try a payment; it counts as declined');
      await writeAnswer(ctx, { tokenId: payment.tokenId, paymentIntentId: null, declineReason });
      return declined(payment, null, declineReason);
    }
    case 'conflict':
    case 'unclear':
      return concludeUnclear(ctx, asker, payment, error);
  }
}

/** Stripe keeps a 500 under the key, or knows the key by other words of an older release: it tells nothing more. Found, it goes on; never found, it is a decline once the search would show it. */
async function concludeUnclear(ctx: Ctx, asker: Asker, payment: StripePayment, error: Trouble['error']): Promise<PaymentState> {
  const intent = await search(asker, payment);
  if (intent) return conclude(ctx, asker, payment, intent);
  if (isYounger(ctx, payment, SEARCH_SETTLED_SECONDS)) throw new Unavailable(`Stripe failed to authorize: ${wordsOf(error)}.`);
  await writeAnswer(ctx, { tokenId: payment.tokenId, paymentIntentId: null, declineReason: 'processing_error' });
  return declined(payment, null, 'processing_error');
}

/** A payment that Stripe began nothing for is known by our own name of it. */
const declined = ({ attemptId, tokenId }: StripePayment, paymentIntentId: string | null, reason: string): PaymentState => ({
  status: 'declined',
  reference: paymentIntentId ?? attemptId ?? tokenId,
  reason,
});

/** Nobody may still complete what we called declined. Should this not succeed, the webhook of it that came to life tries again. */
async function letGo(ctx: Ctx, asker: Asker, paymentIntentId: string): Promise<void> {
  try {
    await cancel(asker, paymentIntentId);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    ctx.log.warn({ err: error, paymentIntentId }, 'a declined payment could not be cancelled at Stripe');
  }
}

/** Takes all of it. One that cannot be captured is answered as it is. */
async function capture(asker: Asker, { reference, orderId }: { reference: string; orderId: string }): Promise<PaymentState> {
  const { stripe } = asker;
  return act(asker, reference, 'capture', () => stripe.paymentIntents.capture(reference, { expand: EXPAND }, { idempotencyKey: `capture-${reference}-${orderId}` }));
}

async function cancel(asker: Asker, reference: string): Promise<PaymentState> {
  return act(asker, reference, 'void', () => asker.stripe.paymentIntents.cancel(reference, { expand: EXPAND }, { idempotencyKey: `void-${reference}` }));
}

async function act(asker: Asker, reference: string, name: string, call: () => Promise<unknown>): Promise<PaymentState> {
  const asked = await asker.ask(name, call);
  const intent = asked.ok ? PaymentIntent.parse(asked.value) : await fetchIntent(asker, reference);
  const state = toSettledState(intent);
  const isDone = asked.ok || asked.trouble.kind !== 'unclear' || state?.status !== 'authorized';
  if (!state || !isDone) throw new Unavailable(`Stripe did not ${name} ${reference}, which is ${intent.status}.`);
  return state;
}
