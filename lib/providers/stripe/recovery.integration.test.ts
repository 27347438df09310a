import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import { Unavailable, type AuthorizeRequest, type PaymentPort } from '@/lib/ports';
import { closeStripeWorlds, makeStripeWorld, type StripeWorld } from '@/lib/testing/stripe-world';
import { stripePayment } from './payment';

const CREATE = 'POST /v1/payment_intents';
const DAY_SECONDS = 24 * 60 * 60;

let world: StripeWorld;
let hasty: PaymentPort;
beforeAll(async () => {
  world = await makeStripeWorld();
  const { secretKey, webhookSecret, url: apiBase } = world.stub;
  hasty = stripePayment({ secretKey, webhookSecret, apiBase }, { timeoutMs: 250, retries: 0 });
});
beforeEach(() => {
  world.stub.searchLags = false;
});
afterAll(closeStripeWorlds);

const authorize = (request: AuthorizeRequest, port = world.port) => port.authorize(world.ctx, request);
const retrieve = ({ idempotencyKey }: AuthorizeRequest) => world.port.retrieve(world.ctx, idempotencyKey);

async function captured(): Promise<string> {
  const { reference } = await authorize(await world.request());
  expect(await world.port.capture(world.ctx, { reference, orderId: newUuid() })).toMatchObject({ status: 'captured' });
  return reference;
}

/** Stripe forgets keys, and time passes with it. */
function nextDay(): void {
  world.stub.forgetKeys();
  world.ctx.clock.advance(DAY_SECONDS);
}

describe('an authorisation at Stripe that went wrong', () => {
  it('is one when the line was cut after Stripe acted: the key answers the second try', async () => {
    const request = await world.request();
    world.stub.fail(CREATE, 'cut_after');
    expect(await authorize(request)).toMatchObject({ status: 'authorized' });
    expect(await world.authorizations(request)).toBe(1);
  });

  it('is found by its name the next day, when Stripe has forgotten the key', async () => {
    const request = await world.request();
    world.stub.fail(CREATE, 'hang_after');
    await expect(authorize(request, hasty)).rejects.toThrow(Unavailable);
    nextDay();
    expect(await authorize(request)).toMatchObject({ status: 'authorized' });
    expect(await world.authorizations(request)).toBe(1);
  });

  it('is begun the next day where Stripe never heard of it', async () => {
    const request = await world.request();
    world.stub.fail(CREATE, 'hang');
    await expect(authorize(request, hasty)).rejects.toThrow(Unavailable);
    nextDay();
    expect(await retrieve(request)).toBeNull();
    expect(await authorize(request)).toMatchObject({ status: 'authorized' });
    expect(await world.authorizations(request)).toBe(1);
  });

  it('goes on after a 500 behind which Stripe had acted', async () => {
    const request = await world.request();
    world.stub.fail(CREATE, '500_after');
    const state = await authorize(request);
    expect(state).toMatchObject({ status: 'authorized' });
    expect(await retrieve(request)).toEqual(state);
    expect(await world.authorizations(request)).toBe(1);
  });

  it('waits after a 500 until the search has caught up, and then goes on', async () => {
    const request = await world.request();
    world.stub.searchLags = true;
    world.stub.fail(CREATE, '500_after');
    await expect(authorize(request)).rejects.toThrow(Unavailable);
    world.stub.searchLags = false;
    expect(await retrieve(request)).toMatchObject({ status: 'authorized' });
    expect(await world.authorizations(request)).toBe(1);
  });

  it('is a decline after a 500 behind which nothing happened, but not before the search would show it', async () => {
    const request = await world.request();
    world.stub.fail(CREATE, '500');
    await expect(authorize(request)).rejects.toThrow(Unavailable);
    await expect(authorize(request)).rejects.toThrow(Unavailable);
    world.ctx.clock.advance(600);
    expect(await authorize(request)).toMatchObject({ status: 'declined', reason: 'processing_error' });
    expect(await retrieve(request)).toMatchObject({ status: 'declined', reason: 'processing_error' });
    expect(await world.authorizations(request)).toBe(0);
  });

  it.each(['429', '409'] as const)('waits after %s, and is sent again', async (fault) => {
    const request = await world.request();
    world.stub.fail(CREATE, fault, 2);
    await expect(authorize(request, hasty)).rejects.toThrow(Unavailable);
    await expect(authorize(request, hasty)).rejects.toThrow(Unavailable);
    expect(await authorize(request)).toMatchObject({ status: 'authorized' });
  });

  it('waits where Stripe does not take our key, and says so without it', async () => {
    const { webhookSecret, url: apiBase } = world.stub;
    const stranger = stripePayment({ secretKey: 'sk_test_of_another', webhookSecret, apiBase }, { timeoutMs: 1_500, retries: 0 });
    const failure = await authorize(await world.request(), stranger).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unavailable);
    expect(JSON.stringify([failure, String(failure), (failure as Error).stack])).not.toContain('sk_test_of_another');
  });

  it('is refused where a token is at fault, with nothing begun', async () => {
    const request = await world.requestWith('pm_card_unheardOf');
    expect(await authorize(request)).toEqual({ status: 'declined', reference: request.idempotencyKey, reason: 'payment_method_unusable' });
    expect(await retrieve(request)).toMatchObject({ status: 'declined', reason: 'payment_method_unusable' });
  });
});

describe('what a bank says no to at Stripe', () => {
  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error'],
    ['pm_card_authenticationRequiredOffSession', 'authentication_required'],
    ['pm_card_authenticationRequired', 'authentication_required'],
  ])('%s is declined: %s; nobody can complete it afterwards', async (token, reason) => {
    const request = await world.requestWith(token);
    const state = await authorize(request);
    expect(state).toMatchObject({ status: 'declined', reason });
    expect(world.stub.account.get(state.reference).status).toBe('canceled');
    expect(await retrieve(request)).toEqual(state);
  });
});

describe('a shared payment token', () => {
  it('pays under its preview version, once, and not above its limit', async () => {
    const token = world.stub.account.grant({ method: 'pm_card_visa', currency: 'cad', maxAmount: 1_650 });
    expect(await authorize(await world.requestWith(token, 1_651n))).toMatchObject({ status: 'declined', reason: 'payment_method_unusable' });
    const paid = await world.requestWith(token);
    expect(await authorize(paid)).toMatchObject({ status: 'authorized' });
    expect(await authorize(paid)).toMatchObject({ status: 'authorized' });
    expect(await authorize(await world.requestWith(token))).toMatchObject({ status: 'declined', reason: 'payment_method_unusable' });
    const sent = world.stub.requests.find(({ key }) => key === paid.idempotencyKey);
    expect(sent).toMatchObject({ version: '2026-04-22.preview', form: { payment_method_data: { shared_payment_granted_token: token } } });
  });

  it('is declined as its card is', async () => {
    const token = world.stub.account.grant({ method: 'pm_card_visa_chargeDeclinedInsufficientFunds', currency: 'cad', maxAmount: 1_650 });
    expect(await authorize(await world.requestWith(token))).toMatchObject({ status: 'declined', reason: 'insufficient_funds' });
  });
});

describe('a capture or a refund at Stripe that went wrong', () => {
  it('captures once behind a 500', async () => {
    const { reference } = await authorize(await world.request());
    world.stub.fail(`${CREATE}/${reference}/capture`, '500_after');
    expect(await world.port.capture(world.ctx, { reference, orderId: newUuid() })).toMatchObject({ status: 'captured' });
  });

  it('waits where a capture was not done', async () => {
    const { reference } = await authorize(await world.request());
    const orderId = newUuid();
    world.stub.fail(`${CREATE}/${reference}/capture`, '500');
    await expect(world.port.capture(world.ctx, { reference, orderId })).rejects.toThrow(Unavailable);
    nextDay();
    expect(await world.port.capture(world.ctx, { reference, orderId })).toMatchObject({ status: 'captured' });
  });

  it.each(['hang_after', '500_after'] as const)('refunds once after %s, also when Stripe has forgotten the key', async (fault) => {
    const reference = await captured();
    const refund = { reference, amount: 100n, refundKey: newUuid() };
    world.stub.fail('POST /v1/refunds', fault);
    const first = await hasty.refund(world.ctx, refund).catch((error: unknown) => error);
    if (fault === 'hang_after') expect(first).toBeInstanceOf(Unavailable);
    nextDay();
    expect(await world.port.refund(world.ctx, refund)).toMatchObject({ ok: true, value: { refundedAmount: 100n } });
    expect(world.stub.account.listRefunds(reference)).toHaveLength(1);
  });

  it('says that a refund was refused which failed at the bank', async () => {
    const reference = await captured();
    const refund = { reference, amount: 100n, refundKey: newUuid() };
    expect(await world.port.refund(world.ctx, refund)).toMatchObject({ ok: true });
    for (const made of world.stub.account.listRefunds(reference)) made.status = 'failed';
    expect(await world.port.refund(world.ctx, refund)).toEqual({ ok: false, error: { code: 'refused' } });
  });

  it('tells what is left when somebody refunded at Stripe meanwhile', async () => {
    const reference = await captured();
    world.stub.account.refund({ payment_intent: reference, amount: '1600' });
    expect(await world.port.refund(world.ctx, { reference, amount: 100n, refundKey: newUuid() })).toEqual({ ok: false, error: { code: 'amount_exceeds_captured', leftAmount: 50n } });
  });
});
