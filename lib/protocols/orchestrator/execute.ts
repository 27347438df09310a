import { capturePayment, completeCheckout, findCheckoutPayment, getCheckout, isShortage, type Checkout, type CheckoutRefusal } from '@/lib/checkout';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { oncePerKeyInSteps, type Answer } from '@/lib/http/idempotency';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { toCurrency } from '@/lib/kernel/money';
import type { Result } from '@/lib/kernel/result';
import type { AcceptedConsent, ConsentRefusal, Ctx } from '@/lib/ports';
import { callerOf, strangerIn, type Caller } from './caller';
import { totalsOf } from './projection';
import { readBody } from './read-body';
import { receiptOf } from './receipt';
import { ExecuteBody } from './schema';
import { done, refuse, respond } from './words';

const PATH = '/api/v1/checkout/execute';

/**
 * POST /api/v1/checkout/execute: pays a cart that is checkout_ready with a token of it. Goods are set aside, the payment is authorised, the order
 * placed, the payment captured, each step resumed after a crash. Once for its key; what is refused with 4xx leaves the key unused.
 */
export const postExecute: Endpoint = endpoint({
  method: 'POST',
  path: PATH,
  wire: 'orchestrator',
  credentials: ['merchant_key', 'agent_token'],
  scope: 'initiate_purchase',
  tenant: 'merchant',
  handle: async (ctx, request) => executeOnce(ctx, callerOf(ctx), await readBody(request, ExecuteBody)),
});

/** The same for a body that came in another envelope. */
export async function executeOnce(ctx: Ctx, caller: Caller, body: ExecuteBody): Promise<Response> {
  const stranger = strangerIn(caller, body);
  if (stranger) return respond(stranger);
  const outcome = await oncePerKeyInSteps(
    ctx,
    { principal: `${caller.merchant.id} ${caller.principal}`, path: PATH, key: body.idempotency_key, body },
    ctx.settings.completionLeaseSeconds,
    (resumed) => execute(ctx, caller, body, resumed),
    ({ status }) => status < 400,
  );
  switch (outcome.kind) {
    case 'answered':
      return respond(outcome.answer);
    case 'conflict':
      return respond(refuse('IDEMPOTENCY_CONFLICT', 'This idempotency_key was used with another body.'));
    case 'in_flight':
      return respond(inFlight, { 'retry-after': String(outcome.retryAfterSeconds) });
  }
}

const inFlight = refuse('IDEMPOTENCY_CONFLICT', 'The first request with this idempotency_key is still being answered.');

async function execute(ctx: Ctx, caller: Caller, body: ExecuteBody, resumed: boolean): Promise<Answer> {
  const query = { checkoutId: body.cart_id, actor: caller.actor, merchantId: caller.merchant.id };
  const found = await getCheckout(ctx, query);
  if (!found.ok || found.value.handover !== 'external') return refuse('NOT_FOUND', 'There is no such cart.');
  const cart = found.value;
  if (body.currency !== cart.currency) return refuse('VALIDATION_ERROR', `The cart is in ${cart.currency}.`);
  if (cart.lines.length === 0) return refuse('VALIDATION_ERROR', 'The cart is empty.');
  if (ctx.settings.needsConsentProof && !body.payment_intent.ap2_consent_proof) return refuse('AP2_VERIFICATION_ERROR', 'payment_intent.ap2_consent_proof is missing: this installation executes no checkout without it.');
  const consent = await checkConsent(ctx, body);
  // What a request that was cut off came to does not depend on what its proof is worth by now: completeCheckout knows.
  if (consent?.ok === false && !resumed) return refuseConsent(consent.error.code);
  const country = body.location?.country_code?.toUpperCase() ?? null;
  const place = { country, region: body.location?.region ?? null, postalCode: body.location?.postal_code ?? null };
  if (!(await ctx.ports.geo.sells(ctx, { merchantId: cart.merchantId, ...place }))) return result(ctx, cart, 'rejected', `The merchant does not sell to ${country ?? 'its own country'}.`);
  const completed = await completeCheckout(ctx, {
    ...query,
    token: body.payment_intent.token_or_reference,
    wireVersion: '1',
    captureMethod: body.payment_intent.capture_method ?? 'automatic',
    expected: { version: body.cart_version, amount: BigInt(body.payment_intent.amount_minor) },
    contact: { name: body.customer?.full_name ?? undefined, email: body.customer?.email ?? undefined },
    ...(consent && { consent }),
    resumed,
  });
  if (!completed.ok) return refused(ctx, cart, completed.error);
  const { checkout, outcome } = completed.value;
  if (outcome === 'completed') return completedResult(ctx, checkout);
  if (outcome === 'authentication_required') return result(ctx, checkout, 'auth_failed', 'The card needs its holder authenticated (3-D Secure).');
  const short = checkout.messages.find(isShortage);
  return result(ctx, checkout, short ? 'commit_failed' : 'auth_failed', (short ?? checkout.messages[0])?.text ?? 'The payment was declined.');
}

/** Of AP2's consent proof, where one came: it is checked whether or not one is needed. Throws Unavailable where its issuer does not answer. */
async function checkConsent(ctx: Ctx, body: ExecuteBody): Promise<Result<AcceptedConsent, ConsentRefusal> | null> {
  const { ap2_consent_proof: proof, payment_handler_id: handlerId = null, amount_minor: amount } = body.payment_intent;
  if (!proof) return null;
  return ctx.ports.consentProofs.check(ctx, { proof, handlerId, amount: BigInt(amount), currency: toCurrency(body.currency), checkoutId: body.cart_id });
}

const CONSENT_WORDS: Record<ConsentRefusal['code'], string> = {
  untrusted_issuer: 'Its issuer is not one that this installation trusts.',
  not_yet_valid: 'It is issued in the future.',
  expired: 'It has expired.',
  other_handler: 'It is for another payment_handler_id than the payment intent.',
  forged: 'Its signature does not hold for this proof, amount_minor, currency and cart_id.',
  used: 'Its mandate paid before.',
};

const refuseConsent = (reason: ConsentRefusal['code']): Answer => refuse('AP2_VERIFICATION_ERROR', `The consent proof is refused. ${CONSENT_WORDS[reason]}`);

async function refused(ctx: Ctx, cart: Checkout, refusal: CheckoutRefusal): Promise<Answer> {
  switch (refusal.code) {
    case 'not_as_expected':
      if (refusal.what === 'amount') return refuse('VALIDATION_ERROR', 'amount_minor is not the total of the cart.');
      return refuse('CART_VERSION_CONFLICT', refusal.what === 'start' ? 'The cart is not checkout_ready: start the checkout first.' : 'The cart is at another version.');
    case 'not_editable':
      return refusal.status === 'completed'
        ? refuse('CART_VERSION_CONFLICT', 'The cart is paid already.')
        : result(ctx, cart, 'timed_out', `The cart is ${refusal.status}.`);
    case 'not_ready':
      return refuse('CART_VERSION_CONFLICT', refusal.messages[0]?.text ?? 'The cart is not checkout_ready: start the checkout first.');
    case 'in_progress':
      return refusal.unavailable ? refuse('STORE_ERROR', 'The payment network does not answer. Send the same request again.') : inFlight;
    case 'invalid_consent':
      return refuseConsent(refusal.reason);
    case 'invalid_token':
      return result(ctx, cart, 'auth_failed', `The token does not pay this cart (${refusal.reason}).`);
    case 'requires_3ds':
    case 'invalid_authentication':
      return result(ctx, cart, 'auth_failed', 'The card needs its holder authenticated (3-D Secure).');
    default:
      return refuse('VALIDATION_ERROR', `The cart cannot be paid (${refusal.code}).`);
  }
}

/** The capture is promised to the outbox with the order. It is made now, so that the answer tells of it; where the network is silent, the outbox makes it. */
async function completedResult(ctx: Ctx, checkout: Checkout): Promise<Answer> {
  const orderId = checkout.order?.id ?? null;
  const attempt = await findCheckoutPayment(ctx, checkout.id);
  invariant(attempt && orderId !== null, `cart ${checkout.id} was paid`);
  const isCaptured = attempt.captureMethod === 'automatic' ? await captureNow(ctx, { orderId, attemptId: attempt.attemptId }) : attempt.status === 'captured';
  return done({
    transaction_id: attempt.transactionId,
    status: 'completed',
    totals_breakdown: totalsOf(checkout),
    payment_reference: attempt.transactionId,
    receipt_payload: await receiptOf(ctx, checkout),
    correlation_id: checkout.id,
    audit_trail_id: attempt.attemptId,
    payment_state: isCaptured ? 'captured' : 'authorized',
    order_id: orderId,
  });
}

async function captureNow(ctx: Ctx, payment: { orderId: string; attemptId: string }): Promise<boolean> {
  try {
    return await capturePayment(ctx, payment);
  } catch (error) {
    ctx.log.warn({ err: error, orderId: payment.orderId }, 'the capture is left to the outbox');
    return false;
  }
}

/** What came of it where nothing was sold. */
async function result(ctx: Ctx, cart: Checkout, status: 'rejected' | 'auth_failed' | 'commit_failed' | 'timed_out', reason: string): Promise<Answer> {
  const payment = await findCheckoutPayment(ctx, cart.id);
  return done({
    transaction_id: payment?.transactionId ?? newId('transaction', ctx.clock.now().getTime()),
    status,
    totals_breakdown: totalsOf(cart),
    payment_reference: null,
    receipt_payload: null,
    correlation_id: cart.id,
    audit_trail_id: null,
    payment_state: 'failed',
    order_id: null,
    reason,
  });
}
