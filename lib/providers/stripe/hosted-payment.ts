import type Stripe from 'stripe';
import { allocate, sum, toWireAmount } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { Unavailable, type Ctx, type HostedPage, type HostedPaymentPort, type HostedPaymentState } from '@/lib/ports';
import { createAsker, type Asker } from './asker';
import { CheckoutSession, fetchSession, HOSTED, SESSION_EXPAND } from './checkout-session';
import { onBehalfOf } from './on-behalf-of';
import { PATIENCE, type StripeConfig, type StripePatience } from './client';
import { wordsOf } from './trouble';

/** Stripe lets no session live less than 30 minutes from when it makes it: ours are closed at their time, this much is for the way there. */
const EXPIRY_SLACK_SECONDS = 120;
const NAME_MAX_LENGTH = 250;

/**
 * Stripe Checkout as the page where a person pays: a session in mode `payment`, by card, whose payment is captured as it is made. The same page is
 * always asked for in the same words, under its own id, so it is one session whoever asks and however often. Throws Unavailable where Stripe did
 * not answer.
 */
export function stripeHostedPayment(config: StripeConfig, patience: StripePatience = PATIENCE): HostedPaymentPort {
  const asker = createAsker(config, patience);
  return {
    provider: 'stripe',
    open: (ctx, page) => open(ctx, asker, page),
    find: async (_ctx, sessionId) => toState(await fetchSession(asker, sessionId)),
    close: (_ctx, sessionId) => close(asker, sessionId),
  };
}

async function open(ctx: Ctx, asker: Asker, page: HostedPage): Promise<Result<{ sessionId: string; url: string }, { code: 'refused' }>> {
  const asked = await asker.ask('open a checkout', () => asker.stripe.checkout.sessions.create(toParams(page), { idempotencyKey: `hosted-${page.id}` }));
  if (!asked.ok && asked.trouble.kind === 'refused') {
    ctx.log.error({ hostedCheckoutId: page.id, stripe: wordsOf(asked.trouble.error) }, 'Stripe would not open a checkout');
    return err({ code: 'refused' });
  }
  if (!asked.ok) throw new Unavailable(`Stripe did not open a checkout: ${wordsOf(asked.trouble.error)}.`);
  const { id: sessionId, url } = CheckoutSession.parse(asked.value);
  return typeof url === 'string' ? ok({ sessionId, url }) : err({ code: 'refused' });
}

function toParams({ id, checkoutId, merchantId, email, expiresAt, successUrl, cancelUrl, payee, ...priced }: HostedPage): Stripe.Checkout.SessionCreateParams {
  const metadata = { [HOSTED]: id, countersign_checkout: checkoutId, countersign_merchant: merchantId };
  return {
    mode: 'payment',
    allowed_payment_method_types: ['card'],
    adaptive_pricing: { enabled: false }, // what is charged is what was told, in its currency
    line_items: toLineItems(priced),
    client_reference_id: id,
    ...(email !== null && { customer_email: email }),
    success_url: successUrl,
    ...(cancelUrl !== null && { cancel_url: cancelUrl }),
    expires_at: Math.ceil(expiresAt.getTime() / 1000) + EXPIRY_SLACK_SECONDS,
    metadata,
    payment_intent_data: { metadata, ...onBehalfOf(payee) },
  };
}

/**
 * What is paid for, so that it comes to the total to the unit: each line and way of handing over with its tax, less its share of what discounts take
 * off the whole order, then the fee. Stripe multiplies a price by a quantity: where that would lose a unit, the quantity stands in the name.
 */
export function toLineItems({ lines, amount: { amount, currency }, feeAmount }: Pick<HostedPage, 'lines' | 'amount' | 'feeAmount'>): Stripe.Checkout.SessionCreateParams.LineItem[] {
  const parts = allocate(amount - feeAmount, lines.map((line) => line.amount));
  // Goods that cost nothing have no share: what they come to is then the fee alone.
  const rest = amount - sum(parts);
  const item = (name: string, unitAmount: bigint, quantity: number): Stripe.Checkout.SessionCreateParams.LineItem => ({
    quantity,
    price_data: { currency: currency.toLowerCase(), unit_amount: toWireAmount(unitAmount), product_data: { name: name.slice(0, NAME_MAX_LENGTH) } },
  });
  return [
    ...lines.map(({ name, quantity }, index) => {
      const part = parts[index] ?? 0n;
      return part % BigInt(quantity) === 0n ? item(name, part / BigInt(quantity), quantity) : item(`${quantity} × ${name}`, part, 1);
    }),
    ...(rest > 0n ? [item('Service fee', rest, 1)] : []),
  ];
}

/** One that is being paid at this very moment cannot be closed: it is answered as it is. */
async function close(asker: Asker, sessionId: string): Promise<HostedPaymentState> {
  const asked = await asker.ask('close a checkout', () => asker.stripe.checkout.sessions.expire(sessionId, { expand: SESSION_EXPAND }, { idempotencyKey: `close-${sessionId}` }));
  return toState(asked.ok ? CheckoutSession.parse(asked.value) : await fetchSession(asker, sessionId));
}

function toState({ status, payment_status, payment_intent }: CheckoutSession): HostedPaymentState {
  if (payment_status === 'paid' && payment_intent) return { status: 'paid', reference: payment_intent.id };
  if (status === 'complete') return { status: 'processing' };
  return { status: status === 'expired' ? 'expired' : 'open' };
}
