import { beforeAll, describe, expect, it } from 'vitest';
import { authenticateCard, CHALLENGED, FRICTIONLESS, PLAIN, tokenOf, withCards } from '@/lib/testing/card-double';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import {
  cancelCheckout, completeCheckout, expireCheckouts, getCheckout, resumeCompletions, updateCheckout, type AuthenticationReport, type Checkout, type CompleteCheckout,
} from './index';

let bare: TestCtx;
let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  bare = await testCtx();
  ctx = withCards(bare);
  shop = await makeShop(ctx);
});

const actor = () => ({ kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' }) as const;
const complete = (checkout: Checkout, token: string, more: Partial<CompleteCheckout> = {}, on: TestCtx = ctx) =>
  completeCheckout(on, { checkoutId: checkout.id, actor: actor(), token, wireVersion: '2026-04-17', resumed: false, ...more });

async function read({ id }: Checkout): Promise<Checkout> {
  const found = await getCheckout(ctx, { checkoutId: id, actor: actor() });
  if (!found.ok) throw new Error('checkout is gone');
  return found.value;
}

const ordersOf = async ({ id }: Checkout): Promise<number> =>
  (await ctx.db.query({ name: 'test.orders', text: 'select id from purchase_order where checkout_id = $1', values: [id] })).length;

const attemptsOf = ({ id }: Checkout): Promise<{ status: string; credential: object }[]> =>
  ctx.db.query({ name: 'test.attempts', text: 'select status, credential from payment_attempt where checkout_id = $1 order by created_at', values: [id] });

/** A checkout that waits for the holder of the card behind `token`. */
async function waiting(number = CHALLENGED, items?: { id: string; quantity: number }[]): Promise<{ checkout: Checkout; token: string }> {
  const checkout = await openCheckout(ctx, shop, null, items);
  const token = tokenOf(number);
  expect(await complete(checkout, token)).toMatchObject({ ok: true, value: { outcome: 'authentication_required' } });
  return { checkout: await read(checkout), token };
}

const paid = { ok: true, value: { outcome: 'completed', checkout: { status: 'completed', messages: [] } } };
const channel = { acceptHeader: 'application/json', ipAddress: '203.0.113.9', language: 'en-CA', userAgent: 'agent/1' };

describe('a card whose holder must be authenticated', () => {
  it('is asked about first: nothing is charged, the token is as good as before, and the checkout says who is to be told what', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const asked = await complete(checkout, tokenOf(CHALLENGED), { channel });
    expect(asked).toMatchObject({
      ok: true,
      value: {
        outcome: 'authentication_required',
        checkout: {
          status: 'authentication_required',
          messages: [{ code: 'requires_3ds', subject: { field: 'authentication' } }],
          authentication: {
            acquirer: { bin: '401234', country: 'CA', merchantId: shop.merchantId.replaceAll('-', ''), merchantName: 'Test shop' },
            directoryServer: 'visa',
            flow: 'challenge',
            channel,
          },
        },
      },
    });
    expect(await attemptsOf(checkout)).toEqual([]);
  });

  it('is refused without a result from then on, and nothing changes', async () => {
    const { checkout, token } = await waiting();
    for (const again of [token, tokenOf(CHALLENGED)]) expect(await complete(checkout, again)).toEqual({ ok: false, error: { code: 'requires_3ds' } });
    expect(await read(checkout)).toEqual(checkout);
  });

  it('gets the same answer when the request that was told so is cut off and comes again', async () => {
    const { checkout, token } = await waiting();
    expect(await complete(checkout, token, { resumed: true })).toMatchObject({ ok: true, value: { outcome: 'authentication_required' } });
  });

  it.each([
    [CHALLENGED, 'authenticated'],
    [FRICTIONLESS, 'authenticated'],
    ['4000000000003105', 'attempt_acknowledged'],
  ])('%s pays with the result: %s', async (number, outcome) => {
    const { checkout, token } = await waiting(number);
    const authentication = await authenticateCard(ctx, checkout, number);
    expect(authentication.outcome).toBe(outcome);
    expect(await complete(checkout, token, { authentication })).toMatchObject(paid);
    expect(await attemptsOf(checkout)).toMatchObject([{ status: 'authorized', credential: { kind: 'vault', authenticated: true } }]);
    expect((await read(checkout)).authentication).toBeNull();
  });

  it('pays at once when the result comes with the first completion', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    expect(await complete(checkout, tokenOf(CHALLENGED), { authentication: await authenticateCard(ctx, checkout, CHALLENGED) })).toMatchObject(paid);
  });

  it('can be left for another card, which needs no result', async () => {
    const { checkout } = await waiting();
    expect(await complete(checkout, tokenOf(PLAIN))).toMatchObject(paid);
    expect(await attemptsOf(checkout)).toMatchObject([{ credential: { authenticated: false } }]);
  });

  it("can be left for a wallet's card: what its owner approved needs no other proof, whatever is said of one", async () => {
    const agent = await makeAgent(bare);
    const checkout = await openCheckout(bare, shop, agent);
    const asAgent = { actor: { kind: 'agent', agentId: agent.agentId } as const };
    expect(await complete(checkout, tokenOf(CHALLENGED), asAgent)).toMatchObject({ value: { outcome: 'authentication_required' } });
    const report: AuthenticationReport = { outcome: 'denied', cryptogram: null, eci: null, transactionId: null, version: null };
    expect(await complete(checkout, await tokenFor(bare, agent, checkout), { ...asAgent, authentication: report }, bare)).toMatchObject(paid);
  });
});

describe('a result that is not good', () => {
  const invalid = (reason: string) => ({ ok: false, error: { code: 'invalid_authentication', reason } });

  it.each<[string, Partial<AuthenticationReport>, string]>([
    ['a forged cryptogram', { cryptogram: 'AAECAwQFBgcICQoLDA0ODxAREhM=' }, 'unknown'],
    ['no cryptogram', { cryptogram: null }, 'unknown'],
    ['a better indicator', { eci: '07' }, 'unknown'],
    ['another version', { version: '2.1.0' }, 'unknown'],
    ['an unheard-of transaction', { transactionId: 'c4e59ceb-a382-4d6a-bc87-385d591fa09d' }, 'unknown'],
    ['the outcome of an attempt', { outcome: 'attempt_acknowledged' }, 'unknown'],
  ])('%s is refused, charges nothing and leaves the true one good', async (_name, forged, reason) => {
    const { checkout, token } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    expect(await complete(checkout, token, { authentication: { ...authentication, ...forged } })).toEqual(invalid(reason));
    expect(await read(checkout)).toEqual(checkout);
    expect(await complete(checkout, token, { authentication })).toMatchObject(paid);
  });

  it('of another checkout is refused', async () => {
    const [mine, another] = [await waiting(), await waiting()];
    const authentication = await authenticateCard(ctx, another.checkout, CHALLENGED);
    expect(await complete(mine.checkout, mine.token, { authentication })).toEqual(invalid('mismatch'));
    expect(await complete(another.checkout, another.token, { authentication })).toMatchObject(paid);
  });

  it('of another card is refused, also where the card that pays needs none', async () => {
    const { checkout } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    expect(await complete(checkout, tokenOf(PLAIN), { authentication })).toEqual(invalid('mismatch'));
  });

  it('that paid before is refused', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    const declining = withCards(bare, { authorize: () => Promise.resolve({ status: 'declined', reference: 'txn_x', reason: 'insufficient_funds' }) });
    expect(await complete(checkout, tokenOf(CHALLENGED), { authentication }, declining)).toMatchObject({ value: { outcome: 'declined', checkout: { status: 'ready', messages: [{ code: 'payment_declined' }] } } });
    expect(await complete(checkout, tokenOf(CHALLENGED), { authentication })).toEqual(invalid('used'));
    expect(await complete(checkout, tokenOf(CHALLENGED), { authentication: await authenticateCard(ctx, checkout, CHALLENGED) })).toMatchObject(paid);
  });

  it('is refused when it is half an hour old', async () => {
    const { checkout, token } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    const later: TestCtx = withCards(await testCtx());
    later.clock.advance(1_800);
    expect(await complete(checkout, token, { authentication }, later)).toEqual(invalid('expired'));
  });

  it('holds for the amount that was shown: an edit that changes it needs another', async () => {
    const { checkout, token } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    await updateCheckout(ctx, { checkoutId: checkout.id, actor: actor(), patch: { items: [{ id: 'tea', quantity: 2 }] } });
    expect(await complete(checkout, token, { authentication })).toEqual(invalid('mismatch'));
  });
});

describe('an authentication that came to nothing', () => {
  const report = (outcome: AuthenticationReport['outcome']): AuthenticationReport => ({ outcome, cryptogram: null, eci: null, transactionId: null, version: null });

  it.each([
    ['denied', 'payment_declined'],
    ['rejected', 'payment_declined'],
    ['abandoned', 'requires_3ds'],
    ['canceled', 'requires_3ds'],
    ['informational', 'requires_3ds'],
    ['internal_error', 'requires_3ds'],
    ['not_supported', 'requires_3ds'],
    ['processing_error', 'requires_3ds'],
  ] as const)('%s: the checkout says %s, is payable again, and its token can be tried anew', async (outcome, code) => {
    const { checkout, token } = await waiting();
    const told = { ok: true, value: { outcome: 'declined', checkout: { status: 'ready', authentication: null, messages: [{ code, subject: { field: 'authentication' } }] } } };
    expect(await complete(checkout, token, { authentication: report(outcome) })).toMatchObject(told);
    expect(await complete(checkout, token, { authentication: report(outcome), resumed: true })).toMatchObject(told);
    expect(await attemptsOf(checkout)).toEqual([]);
    expect(await complete(checkout, token)).toMatchObject({ value: { outcome: 'authentication_required' } });
    expect(await complete(checkout, token, { authentication: await authenticateCard(ctx, checkout, CHALLENGED) })).toMatchObject(paid);
  });
});

describe('a checkout that waits for a card holder', () => {
  it('is edited like one that is ready, and then waits no more', async () => {
    const { checkout } = await waiting();
    const edited = await updateCheckout(ctx, { checkoutId: checkout.id, actor: actor(), patch: {} });
    expect(edited).toMatchObject({ ok: true, value: { status: 'ready', authentication: null, messages: [] } });
  });

  it('can be canceled', async () => {
    const { checkout } = await waiting();
    expect(await cancelCheckout(ctx, { checkoutId: checkout.id, actor: actor() })).toMatchObject({ ok: true, value: { status: 'canceled' } });
  });

  it('runs out of time like any other', async () => {
    const { checkout, token } = await waiting();
    const later: TestCtx = withCards(await testCtx());
    later.clock.set(checkout.expiresAt);
    expect(await complete(checkout, token, {}, later)).toMatchObject({ ok: false, error: { code: 'not_editable', status: 'expired' } });
    await expireCheckouts(later);
    expect((await read(checkout)).status).toBe('expired');
  });
});

describe('at the same moment', () => {
  it('many first completions ask once, and none pays', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const token = tokenOf(CHALLENGED);
    const results = await Promise.all(Array.from({ length: 10 }, () => complete(checkout, token)));
    for (const result of results) expect(result).toMatchObject(result.ok ? { value: { outcome: 'authentication_required' } } : { error: { code: 'requires_3ds' } });
    expect((await read(checkout)).version).toBe(checkout.version + 1);
  });

  it('many completions with one result pay once', async () => {
    const { checkout, token } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    const results = await Promise.all(Array.from({ length: 20 }, () => complete(checkout, token, { authentication })));
    expect(results.filter((result) => result.ok && result.value.outcome === 'completed')).toHaveLength(1);
    expect([await ordersOf(checkout), (await attemptsOf(checkout)).length]).toEqual([1, 1]);
  });

  it('one result, brought with many tokens of its card, pays once', async () => {
    const { checkout } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    await Promise.all(Array.from({ length: 10 }, () => complete(checkout, tokenOf(CHALLENGED), { authentication })));
    expect([await ordersOf(checkout), (await attemptsOf(checkout)).length]).toEqual([1, 1]);
  });
});

describe('what goes wrong on the way', () => {
  it('goods that are sold out leave the token and the result as they were', async () => {
    const [first, second] = [await waiting(CHALLENGED, [{ id: 'last', quantity: 1 }]), await waiting(CHALLENGED, [{ id: 'last', quantity: 1 }])];
    expect(await complete(first.checkout, tokenOf(PLAIN))).toMatchObject(paid);
    const authentication = await authenticateCard(ctx, second.checkout, CHALLENGED);
    expect(await complete(second.checkout, second.token, { authentication })).toMatchObject({ value: { checkout: { status: 'needs_input', authentication: null, messages: [{ code: 'out_of_stock' }] } } });
    expect(await attemptsOf(second.checkout)).toEqual([]);
    const [used] = await ctx.db.query<{ used_at: Date | null }>({ name: 'test.used-at', text: 'select used_at from card_authentication where ds_transaction_id = $1', values: [authentication.transactionId] });
    expect(used).toEqual({ used_at: null });
  });

  it('a completion that is cut off is resumed as authenticated, once', async () => {
    const { checkout, token } = await waiting();
    const authentication = await authenticateCard(ctx, checkout, CHALLENGED);
    const dead = withCards(bare, { authorize: () => Promise.reject(new Error('the line went dead')) });
    expect(await complete(checkout, token, { authentication }, dead)).toMatchObject({ error: { code: 'in_progress' } });
    const asked: boolean[] = [];
    const later: TestCtx = withCards(await testCtx(), {
      authorize: (_ctx, { credential }) => {
        asked.push(credential.kind === 'vault' && credential.authenticated);
        return Promise.resolve({ status: 'authorized', reference: 'txn_resumed', refundedAmount: 0n });
      },
    });
    later.clock.advance(2);
    await Promise.all([resumeCompletions(later), resumeCompletions(later)]);
    expect(asked).toEqual([true]);
    expect((await read(checkout)).status).toBe('completed');
    expect(await complete(checkout, token, { authentication, resumed: true })).toMatchObject(paid);
  });
});
