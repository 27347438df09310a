import { beforeAll, describe, expect, it } from 'vitest';
import { challengeCode } from '@/lib/acs';
import { cancelCheckout } from '@/lib/checkout';
import { newUuid } from '@/lib/kernel/id';
import { inTransaction, type AuthenticationProof } from '@/lib/ports';
import { makeAgent, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import {
  answerChallenge, authenticate, cardFingerprint, deleteOldAuthentications, findChallenge, getAuthentication, redeemProof, startAuthentication, type Authentication, type AuthenticationResult, type StartAuthentication,
} from './index';

let ctx: TestCtx;
let shop: Shop;
let other: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  [shop, other] = [await makeShop(ctx), await makeShop(ctx)];
});

const CHALLENGED = '4000000000003220';
const FRICTIONLESS = '4000000000003055';
const platform = { kind: 'merchant', merchantId: '', keyId: 'key_test' } as const;

type Wish = Partial<Omit<StartAuthentication, 'card'>> & { number?: string; expMonth?: string; expYear?: string };

const start = ({ number = CHALLENGED, expMonth = '12', expYear = '2030', ...more }: Wish = {}) =>
  startAuthentication(ctx, {
    merchantId: shop.merchantId, actor: { ...platform, merchantId: shop.merchantId }, card: { number, expMonth, expYear }, amount: 1_650n, currency: 'CAD',
    checkoutId: null, javaScript: true, challengeAsked: false, notificationUrl: null, ...more,
  });

async function begin(wish: Wish = {}): Promise<Authentication> {
  const begun = await start(wish);
  if (!begun.ok) throw new Error(begun.error.code);
  return begun.value;
}

const ask = ({ id, merchantId }: Authentication, more: { checkoutId?: string } = {}) =>
  authenticate(ctx, { id, actor: { ...platform, merchantId }, checkoutId: null, notificationUrl: null, ...more });

async function asked(wish: Wish = {}): Promise<Authentication> {
  const answered = await ask(await begin(wish));
  if (!answered.ok) throw new Error(answered.error.code);
  return answered.value;
}

async function view({ id, merchantId }: Authentication): Promise<{ status: string; result: AuthenticationResult | null }> {
  const found = await getAuthentication(ctx, { id, actor: { ...platform, merchantId } });
  if (!found.ok) throw new Error(found.error.code);
  return { status: found.value.authentication.status, result: found.value.result };
}

const codeOf = ({ acsTransactionId }: Authentication): string => challengeCode(ctx.keyring, acsTransactionId);
const wrongCodeOf = (authentication: Authentication): string => String((Number(codeOf(authentication)) + 1) % 1_000_000).padStart(6, '0');
const answer = ({ acsTransactionId }: Authentication, code: string) => answerChallenge(ctx, acsTransactionId, { kind: 'code', code });

describe('beginning', () => {
  it.each([
    ['a card whose issuer looks at the browser first', CHALLENGED, true, 'fingerprint'],
    ['a browser without scripts', CHALLENGED, false, 'pending'],
    ['an issuer that does not look', '4242424242424242', true, 'pending'],
    ['a card that its issuer did not enrol', '4000000000003212', true, 'not_supported'],
    ['a scheme that is not reached', '6011111111111117', true, 'not_supported'],
  ])('%s', async (_name, number, javaScript, status) => expect(await start({ number, javaScript })).toMatchObject({ ok: true, value: { status } }));

  it.each([
    ['a wrong check digit', { number: '4000000000003221' }, 'number'],
    ['spaces', { number: '4000 0000 0000 3220' }, 'number'],
    ['eleven digits', { number: '40000000006' }, 'number'],
    ['a month that is none', { expMonth: '13' }, 'exp_month'],
    ['last month', { expMonth: '10', expYear: '2026' }, 'exp_month'],
    ['last year', { expYear: '2025' }, 'exp_year'],
    ['a year that is none', { expYear: '203' }, 'exp_year'],
  ])('refuses %s', async (_name, wish, field) => expect(await start(wish)).toEqual({ ok: false, error: { code: 'invalid_card', field } }));

  it('takes a card until the end of its month', async () => {
    expect(await start({ expMonth: '11', expYear: '26' })).toMatchObject({ ok: true });
  });

  it('names an open checkout of the same merchant, or none', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    expect(await start({ checkoutId: checkout.id })).toMatchObject({ ok: true, value: { checkoutId: checkout.id } });
    const foreign = await openCheckout(ctx, other, null);
    for (const checkoutId of [foreign.id, newUuid(), 'checkout_session_123']) expect(await start({ checkoutId })).toEqual({ ok: false, error: { code: 'unknown_checkout' } });
    await cancelCheckout(ctx, { checkoutId: checkout.id, actor: { ...platform, merchantId: shop.merchantId } });
    expect(await start({ checkoutId: checkout.id })).toEqual({ ok: false, error: { code: 'unknown_checkout' } });
  });

  it('keeps no card number', async () => {
    const { id } = await begin();
    const [row] = await ctx.db.query<{ text: string }>({ name: 'test.row', text: 'select row_to_json(card_authentication)::text as text from card_authentication where id = $1', values: [id] });
    expect(row?.text).not.toContain(CHALLENGED);
    expect(row?.text).toContain('"3220"');
  });
});

describe('asking the issuer', () => {
  it.each([
    ['4242424242424242', false, 'authenticated', 'Y', '05'],
    [FRICTIONLESS, false, 'authenticated', 'Y', '05'],
    ['5555555555554444', false, 'authenticated', 'Y', '02'],
    ['4000000000003105', false, 'attempted', 'A', '06'],
    ['4000000000003113', false, 'not_authenticated', 'N', '07'],
    ['4000000000003097', false, 'rejected', 'R', null],
    ['4000000000003063', false, 'unavailable', 'U', null],
    ['4000000000003097', true, 'rejected', 'R', null],
  ])('%s, a challenge wished: %s: %s', async (number, challengeAsked, status, transactionStatus, eci) => {
    const authentication = await asked({ number, challengeAsked });
    const { result } = await view(authentication);
    expect(authentication.status).toBe(status);
    expect(result).toMatchObject({ transactionStatus, eci, version: '2.2.0', dsTransactionId: authentication.dsTransactionId });
    expect(result?.cryptogram !== null).toBe(status === 'authenticated' || status === 'attempted');
  });

  it.each([[CHALLENGED, false], ['4242424242424242', true]])('%s is challenged, a challenge wished: %s; there is no result yet', async (number, challengeAsked) => {
    const authentication = await asked({ number, challengeAsked });
    expect(await view(authentication)).toEqual({ status: 'challenge', result: null });
  });

  it('happens once', async () => {
    const authentication = await begin({ number: FRICTIONLESS });
    const results = await Promise.all([ask(authentication), ask(authentication), ask(authentication)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await ask(authentication)).toEqual({ ok: false, error: { code: 'already_asked', status: 'authenticated' } });
  });

  it("is for whoever began it: another's is as unknown as none", async () => {
    const agent = await makeAgent(ctx);
    const mine = await begin({ actor: { kind: 'agent', agentId: agent.agentId } });
    const notFound = { ok: false, error: { code: 'not_found' } };
    expect(await ask(mine)).toEqual(notFound);
    expect(await getAuthentication(ctx, { id: mine.id, actor: { kind: 'agent', agentId: 'agent_other' } })).toEqual(notFound);
    const theirs = await begin();
    expect(await getAuthentication(ctx, { id: theirs.id, actor: { ...platform, merchantId: other.merchantId } })).toEqual(notFound);
  });

  it('may name the checkout then, and no other than was named before', async () => {
    const [one, two] = [await openCheckout(ctx, shop, null), await openCheckout(ctx, shop, null)];
    expect(await ask(await begin(), { checkoutId: one.id })).toMatchObject({ ok: true, value: { checkoutId: one.id } });
    expect(await ask(await begin({ checkoutId: one.id }), { checkoutId: two.id })).toEqual({ ok: false, error: { code: 'unknown_checkout' } });
    expect(await ask(await begin({ checkoutId: one.id }), { checkoutId: one.id })).toMatchObject({ ok: true });
  });

  it('comes too late after half an hour', async () => {
    const authentication = await begin();
    ctx.clock.advance(1_800);
    expect(await ask(authentication)).toMatchObject({ ok: true, value: { status: 'expired' } });
    expect(await view(authentication)).toEqual({ status: 'expired', result: null });
  });
});

describe('a challenge', () => {
  it('shows the person what they confirm, and is passed with the code', async () => {
    const authentication = await asked();
    expect(await findChallenge(ctx, authentication.acsTransactionId)).toMatchObject({ merchantName: 'Test shop', amount: { amount: 1_650n, currency: 'CAD' }, cardLast4: '3220', triesLeft: 3 });
    expect(await answer(authentication, ` ${codeOf(authentication)} `)).toMatchObject({ status: 'authenticated' });
    expect((await view(authentication)).result).toMatchObject({ transactionStatus: 'Y', eci: '05' });
  });

  it('survives two wrong codes and ends with the third', async () => {
    const authentication = await asked();
    const wrong = wrongCodeOf(authentication);
    expect(await answer(authentication, wrong)).toMatchObject({ status: 'challenge', triesLeft: 2 });
    expect(await answer(authentication, '')).toMatchObject({ status: 'challenge', triesLeft: 1 });
    expect(await answer(authentication, wrong)).toMatchObject({ status: 'not_authenticated' });
    expect(await answer(authentication, codeOf(authentication))).toMatchObject({ status: 'not_authenticated' });
    expect((await view(authentication)).result).toMatchObject({ transactionStatus: 'N', cryptogram: null });
  });

  it('gives three tries to many guesses at the same moment', async () => {
    const authentication = await asked();
    await Promise.all(Array.from({ length: 10 }, () => answer(authentication, wrongCodeOf(authentication))));
    expect(await answer(authentication, codeOf(authentication))).toMatchObject({ status: 'not_authenticated' });
  });

  it('is given up by cancelling', async () => {
    const authentication = await asked();
    expect(await answerChallenge(ctx, authentication.acsTransactionId, { kind: 'cancel' })).toMatchObject({ status: 'challenge_abandoned' });
    expect(await answer(authentication, codeOf(authentication))).toMatchObject({ status: 'challenge_abandoned' });
  });

  it('runs out of time', async () => {
    const authentication = await asked();
    ctx.clock.advance(1_800);
    expect(await answer(authentication, codeOf(authentication))).toMatchObject({ status: 'expired' });
  });

  it('is not there before the issuer was asked, nor under a name that is none', async () => {
    const authentication = await begin();
    for (const id of [authentication.acsTransactionId, newUuid(), 'x']) expect(await findChallenge(ctx, id)).toBeNull();
    expect(await answerChallenge(ctx, authentication.acsTransactionId, { kind: 'code', code: codeOf(authentication) })).toBeNull();
    expect((await view(authentication)).status).toBe('fingerprint');
  });
});

describe('a proof', () => {
  const NUMBER = FRICTIONLESS;
  type Redeem = { proof?: Partial<AuthenticationProof>; number?: string; merchantId?: string; checkoutId?: string; amount?: bigint; currency?: string };

  async function proven(wish: Wish = {}): Promise<{ authentication: Authentication; proof: AuthenticationProof }> {
    const authentication = await asked({ number: NUMBER, ...wish });
    const { result } = await view(authentication);
    if (!result?.cryptogram || !result.eci) throw new Error('nothing is proven');
    const outcome = result.transactionStatus === 'A' ? 'attempted' : 'authenticated';
    return { authentication, proof: { outcome, cryptogram: result.cryptogram, eci: result.eci, transactionId: result.dsTransactionId, version: result.version } };
  }

  const redeem = async (proof: AuthenticationProof, checkoutId: string, more: Redeem = {}) =>
    inTransaction(ctx, (tx) =>
      redeemProof(tx, {
        proof: { ...proof, ...more.proof },
        cardFingerprint: cardFingerprint(ctx.keyring, more.number ?? NUMBER),
        merchantId: more.merchantId ?? shop.merchantId,
        checkoutId,
        amount: more.amount ?? 1_650n,
        currency: more.currency ?? 'CAD',
      }),
    );

  it('is taken once, also of many at the same moment', async () => {
    const { proof } = await proven();
    const { id } = await openCheckout(ctx, shop, null);
    const taken = await Promise.all(Array.from({ length: 10 }, () => redeem(proof, id)));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await redeem(proof, id)).toEqual({ ok: false, refusal: 'used' });
  });

  it('can be brought again when the payment was rolled back', async () => {
    const { proof } = await proven();
    const { id } = await openCheckout(ctx, shop, null);
    await inTransaction(ctx, async (tx) => {
      await redeemProof(tx, { proof, cardFingerprint: cardFingerprint(ctx.keyring, NUMBER), merchantId: shop.merchantId, checkoutId: id, amount: 1_650n, currency: 'CAD' });
      throw new Error('the shelf is empty');
    }).catch(() => undefined);
    expect(await redeem(proof, id)).toEqual({ ok: true });
  });

  it.each([
    ['another cryptogram', { cryptogram: 'AAECAwQFBgcICQoLDA0ODxAREhM=' }],
    ['another indicator', { eci: '06' }],
    ['another version', { version: '2.1.0' }],
    ['another outcome', { outcome: 'attempted' as const }],
    ['an unheard-of transaction', { transactionId: newUuid() }],
  ])('with %s is unknown, and stays good', async (_name, forged) => {
    const { proof } = await proven();
    const { id } = await openCheckout(ctx, shop, null);
    expect(await redeem(proof, id, { proof: forged })).toEqual({ ok: false, refusal: 'unknown' });
    expect(await redeem(proof, id)).toEqual({ ok: true });
  });

  it('holds with the cryptogram of no other authentication', async () => {
    const [one, two] = [await proven(), await proven()];
    const { id } = await openCheckout(ctx, shop, null);
    expect(await redeem(one.proof, id, { proof: { cryptogram: two.proof.cryptogram } })).toEqual({ ok: false, refusal: 'unknown' });
  });

  it.each([
    ['another card', { number: CHALLENGED }],
    ['another amount', { amount: 1_651n }],
    ['another currency', { currency: 'EUR' }],
  ])('of %s does not fit', async (_name, more) => {
    const { proof } = await proven();
    const { id } = await openCheckout(ctx, shop, null);
    expect(await redeem(proof, id, more)).toEqual({ ok: false, refusal: 'mismatch' });
  });

  it('of another merchant or another checkout does not fit', async () => {
    const [mine, another] = [await openCheckout(ctx, shop, null), await openCheckout(ctx, shop, null)];
    const { proof } = await proven({ checkoutId: mine.id });
    expect(await redeem(proof, another.id)).toEqual({ ok: false, refusal: 'mismatch' });
    expect(await redeem(proof, mine.id, { merchantId: other.merchantId })).toEqual({ ok: false, refusal: 'mismatch' });
    expect(await redeem(proof, mine.id)).toEqual({ ok: true });
  });

  it('of an attempt is one', async () => {
    const { proof } = await proven({ number: '4000000000003105' });
    const { id } = await openCheckout(ctx, shop, null);
    expect(proof).toMatchObject({ outcome: 'attempted', eci: '06' });
    expect(await redeem(proof, id, { number: '4000000000003105' })).toEqual({ ok: true });
  });

  it('of what failed, or was not asked yet, is none', async () => {
    const { id } = await openCheckout(ctx, shop, null);
    const made = { outcome: 'authenticated', cryptogram: 'AAECAwQFBgcICQoLDA0ODxAREhM=', eci: '05', version: '2.2.0' } as const;
    for (const authentication of [await begin(), await asked(), await asked({ number: '4000000000003097' })]) {
      expect(await redeem({ ...made, transactionId: authentication.dsTransactionId }, id, { number: CHALLENGED })).toEqual({ ok: false, refusal: 'unknown' });
    }
  });

  it('is removed a day after it ran out, and with what it paid for only after 540 days; what is younger stays', async () => {
    const [unused, paid] = [await proven(), await proven()];
    const { id } = await openCheckout(ctx, shop, null);
    expect(await redeem(paid.proof, id)).toEqual({ ok: true });
    const kept = async (): Promise<string[]> => {
      await deleteOldAuthentications(ctx);
      const rows = await ctx.db.query<{ ds: string }>({
        name: 'test.kept', text: 'select ds_transaction_id as ds from card_authentication where ds_transaction_id = any($1)', values: [[unused, paid].map(({ proof }) => proof.transactionId)],
      });
      return rows.map(({ ds }) => (ds === paid.proof.transactionId ? 'paid' : 'unused')).sort();
    };
    expect(await kept()).toEqual(['paid', 'unused']);
    ctx.clock.advance(1_800 + 86_399);
    expect(await kept()).toEqual(['paid', 'unused']);
    ctx.clock.advance(1);
    expect(await kept()).toEqual(['paid']);
    expect(await redeem(unused.proof, id)).toEqual({ ok: false, refusal: 'unknown' });
    ctx.clock.advance(538 * 86_400);
    expect(await kept()).toEqual(['paid']);
    ctx.clock.advance(86_400);
    expect(await kept()).toEqual([]);
  });

  it('is out of date after half an hour', async () => {
    const { proof } = await proven();
    const { id } = await openCheckout(ctx, shop, null);
    ctx.clock.advance(1_800);
    expect(await redeem(proof, id)).toEqual({ ok: false, refusal: 'expired' });
  });
});
