import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { answerChallenge, findChallenge } from '@/lib/authentication';
import { cancelCheckout, capturePayment, expireCheckouts, findCheckout, getCheckout, updateCheckout, type Checkout } from '@/lib/checkout';
import { insertTaxRate } from '@/lib/demo/store';
import { newUuid } from '@/lib/kernel/id';
import { getOrder } from '@/lib/order';
import { makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { ageHosted, expireHostedCheckouts, findHostedCheckout, openHostedCheckout, payHostedCheckout, resumeHostedCheckout, type HostedCheckout, type TypedCard } from '.';

// The simulator's hosted checkout on a real database: one page for one checkout, one order however often it is paid, at the price that was told.

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});
afterAll(async () => {
  for (const { payload } of await ctx.db.query<{ payload: { orderId: string; attemptId: string } }>({ name: 'test.captures', text: `select payload from outbox_event where topic = 'payment.capture'`, values: [] })) {
    await capturePayment(ctx, payload);
  }
  expect(await runAudit(ctx)).toEqual([]);
});

const GOOD = '4242424242424242';
const DECLINES = '4000000000000002';
const CHALLENGES = '4000000000003220';
const channel = { acceptHeader: 'text/html', ipAddress: '127.0.0.1', language: 'en', userAgent: 'test' };
const card = (number: string, more: Partial<TypedCard> = {}): TypedCard => ({ number, expiry: { month: 12, year: 2030 }, verificationCode: '917', holderName: 'Ada Holder', ...more });
const pay = ({ id }: HostedCheckout, number = GOOD, more: Partial<TypedCard> = {}, on = ctx) => payHostedCheckout(on, { id, card: card(number, more), channel });
const ask = ({ merchantId, id }: Checkout, on = ctx) => openHostedCheckout(on, { merchantId, checkoutId: id, returnUrl: null, cancelUrl: null });

async function opened(checkout: Checkout, on = ctx): Promise<HostedCheckout> {
  const hosted = await ask(checkout, on);
  if (!hosted.ok) throw new Error(`not opened: ${hosted.error.code}`);
  return hosted.value;
}

async function fresh(): Promise<{ checkout: Checkout; hosted: HostedCheckout }> {
  const checkout = await openCheckout(ctx, shop, null);
  return { checkout, hosted: await opened(checkout) };
}

const count = async (table: 'purchase_order' | 'hosted_checkout', { id }: Checkout): Promise<number> => {
  const [row] = await ctx.db.query<{ count: bigint }>({ name: `test.count-${table}`, text: `select count(*) from ${table} where checkout_id = $1`, values: [id] });
  return Number(row?.count);
};

/** The clock of the file stands still; this one is ahead of it. */
const later = (seconds: number): TestCtx => {
  const at = new Date(ctx.clock.now().getTime() + seconds * 1000);
  return { ...ctx, clock: { ...ctx.clock, now: () => new Date(at) } };
};

describe('opening a hosted checkout', () => {
  it('is a page for 30 minutes at the price of the checkout', async () => {
    const { checkout, hosted } = await fresh();
    expect(hosted).toMatchObject({ status: 'open', paymentStatus: 'unpaid', orderId: null, amount: { amount: 1_650n, currency: 'CAD' }, returnUrl: null });
    expect(hosted.id).toMatch(/^cs_[A-Za-z0-9]{43}$/);
    expect(hosted.url).toBe(`http://localhost:3000/pay/${hosted.id}`);
    expect(hosted.expiresAt.getTime() - ctx.clock.now().getTime()).toBe(30 * 60 * 1000);
    expect(await findHostedCheckout(ctx, hosted.id, { merchantId: checkout.merchantId })).toEqual(hosted);
    expect(await findHostedCheckout(ctx, hosted.id, { merchantId: newUuid() })).toBeNull();
  });

  it('gives everyone who asks at once the same page', async () => {
    const checkout = await openCheckout(ctx, shop, null);
    const all = await Promise.all(Array.from({ length: 20 }, () => opened(checkout)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await count('hosted_checkout', checkout)).toBe(1);
  });

  it('opens another once the first is out of time', async () => {
    const { checkout, hosted } = await fresh();
    const after = later(1_801); // the price is still held
    const next = await opened(checkout, after);
    expect(next.id).not.toBe(hosted.id);
    expect(await findHostedCheckout(after, hosted.id)).toMatchObject({ status: 'expired' });
  });

  it('refuses a checkout that cannot be paid, and another merchant\'s', async () => {
    const { checkout, hosted } = await fresh();
    expect(await openHostedCheckout(ctx, { merchantId: newUuid(), checkoutId: checkout.id, returnUrl: null, cancelUrl: null })).toEqual({ ok: false, error: { code: 'not_found' } });
    await pay(hosted);
    expect(await ask(checkout)).toMatchObject({ ok: false, error: { code: 'not_editable', status: 'completed' } });
  });
});

describe('paying a hosted checkout', () => {
  it('places the order and says where it is', async () => {
    const { checkout, hosted } = await fresh();
    const paid = await pay(hosted);
    expect(paid).toMatchObject({ ok: true, value: { outcome: 'paid', hosted: { status: 'complete', paymentStatus: 'paid' } } });
    const found = await findHostedCheckout(ctx, hosted.id);
    expect(found?.returnUrl).toBe(`http://localhost:3000/orders/${String(found?.orderId)}`);
    expect(await getOrder(ctx, String(found?.orderId))).toMatchObject({ checkoutId: checkout.id, totalAmount: 1_650n });
  });

  it('is one order when it is sent fifty times at once', async () => {
    const { checkout, hosted } = await fresh();
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(hosted)));
    expect(answers.some((answer) => answer.ok && answer.value.outcome === 'paid')).toBe(true);
    for (const answer of answers) if (!answer.ok) expect(answer.error.code).toBe('in_progress');
    expect(await count('purchase_order', checkout)).toBe(1);
    expect(await pay(hosted)).toMatchObject({ ok: true, value: { outcome: 'paid' } });
  });

  it('takes another card after a decline', async () => {
    const { checkout, hosted } = await fresh();
    expect(await pay(hosted, DECLINES)).toMatchObject({ ok: false, error: { code: 'declined', messages: [{ code: 'payment_declined' }] } });
    expect(await pay(hosted)).toMatchObject({ ok: true, value: { outcome: 'paid' } });
    expect(await count('purchase_order', checkout)).toBe(1);
  });

  it.each([
    ['a wrong check digit', '4242424242424241', {}, 'number_invalid'],
    ['a card that is over', GOOD, { expiry: { month: 10, year: 2026 } }, 'expired'],
    ['too short a code', GOOD, { verificationCode: '91' }, 'verification_code_invalid'],
  ] as const)('refuses %s and charges nothing', async (_what, number, more, fault) => {
    const { hosted } = await fresh();
    expect(await pay(hosted, number, more)).toEqual({ ok: false, error: { code: 'invalid_card', fault } });
    expect(await findHostedCheckout(ctx, hosted.id)).toMatchObject({ status: 'open' });
  });

  it('takes no more cards after ten declines', async () => {
    const { hosted } = await fresh();
    for (let tried = 0; tried < 10; tried++) expect(await pay(hosted, DECLINES)).toMatchObject({ ok: false, error: { code: 'declined' } });
    expect(await pay(hosted)).toEqual({ ok: false, error: { code: 'too_many_declines' } });
  });

  it('keeps no verification code, and the number sealed alone', async () => {
    const { checkout, hosted } = await fresh();
    await pay(hosted, GOOD, { verificationCode: '739' });
    const rows = await ctx.db.query<{ row: string }>({ name: 'test.vault', text: `select to_jsonb(v)::text as row from vault_token v where checkout_id = $1`, values: [checkout.id] });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(GOOD);
    expect(rows[0]?.row).not.toContain('"739"');
  });
});

describe('the time of a hosted checkout', () => {
  it('honours a payment in its last moment though the checkout\'s own time is over, and none after', async () => {
    const [one, two] = [await fresh(), await fresh()];
    await ctx.db.query({ name: 'test.lapse', text: `update checkout set expires_at = expires_at - $2::int * interval '1 second' where id = $1`, values: [one.checkout.id, 100_000] });
    await expireCheckouts(later(1_799));
    expect(await pay(one.hosted, GOOD, {}, later(1_799))).toMatchObject({ ok: true, value: { outcome: 'paid' } });
    expect(await pay(two.hosted, GOOD, {}, later(1_800))).toEqual({ ok: false, error: { code: 'expired' } });
    expect(await count('purchase_order', two.checkout)).toBe(0);
  });

  it('lets go of its price when it is over, and the checkout lives on its own time', async () => {
    const { checkout, hosted } = await fresh();
    await expireHostedCheckouts(later(1_801));
    expect(await findHostedCheckout(ctx, hosted.id)).toMatchObject({ status: 'expired' });
    expect(await findCheckout(ctx, checkout.id)).toMatchObject({ status: 'ready', heldUntil: null, expiresAt: checkout.expiresAt });
  });

  it('is over when its checkout is canceled or edited', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const actor = { kind: 'merchant', merchantId: shop.merchantId, keyId: 'key_test' } as const;
    await cancelCheckout(ctx, { checkoutId: one.checkout.id, actor });
    await updateCheckout(ctx, { checkoutId: two.checkout.id, actor, patch: { items: [{ id: 'tea', quantity: 2 }] } });
    expect(await pay(one.hosted)).toEqual({ ok: false, error: { code: 'expired' } });
    expect(await pay(two.hosted)).toEqual({ ok: false, error: { code: 'expired' } });
    expect(await opened(two.checkout)).toMatchObject({ amount: { amount: 2_750n } });
  });

  it('ages for tests with what it holds', async () => {
    const { checkout, hosted } = await fresh();
    expect(await ageHosted(ctx, { id: hosted.id, seconds: 1_800 })).toBe(true);
    expect(await pay(hosted)).toEqual({ ok: false, error: { code: 'expired' } });
    expect(await getCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'acquirer', merchantId: shop.merchantId } })).toMatchObject({ ok: true, value: { expiresAt: checkout.expiresAt } });
  });
});

describe('the price of a hosted checkout', () => {
  const move = (merchantId: string) => ctx.db.query({ name: 'test.reprice', text: `update item set amount = amount + 100 where merchant_id = $1 and id = 'tea'`, values: [merchantId] });

  it('is charged as it was, whatever the merchant makes of prices and taxes meanwhile', async () => {
    const own = await makeShop(ctx);
    const checkout = await openCheckout(ctx, own, null);
    const hosted = await opened(checkout);
    await move(own.merchantId);
    await insertTaxRate(ctx, own.merchantId, { country: 'CA', region: '', name: 'Another tax', rateBasisPoints: 500 });
    const paid = await pay(hosted);
    if (!paid.ok || paid.value.outcome !== 'paid') throw new Error(`not paid: ${JSON.stringify(paid)}`);
    expect(await getOrder(ctx, String(paid.value.hosted.orderId))).toMatchObject({ totalAmount: 1_650n });
  });

  it('is the new one where the checkout is paid without a hosted checkout', async () => {
    const own = await makeShop(ctx);
    const checkout = await openCheckout(ctx, own, null);
    const hosted = await opened(checkout);
    await expireHostedCheckouts(later(1_801));
    await move(own.merchantId);
    expect(await findHostedCheckout(ctx, hosted.id)).toMatchObject({ status: 'expired' });
    const repriced = await updateCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'merchant', merchantId: own.merchantId, keyId: 'key_test' }, patch: {} });
    expect(repriced).toMatchObject({ ok: true, value: { totals: { totalAmount: 1_760n } } });
  });

  it('stays when goods run out, and pays once they are back', async () => {
    const own = await makeShop(ctx);
    const checkout = await openCheckout(ctx, own, null, [{ id: 'last', quantity: 1 }]);
    const hosted = await opened(checkout);
    const stock = (left: number) => ctx.db.query({ name: 'test.stock', text: `update item set stock = $2, amount = 9999 where merchant_id = $1 and id = 'last'`, values: [own.merchantId, left] });
    await stock(0);
    expect(await pay(hosted)).toMatchObject({ ok: false, error: { code: 'declined', messages: [{ code: 'out_of_stock' }] } });
    await stock(1);
    const paid = await pay(hosted);
    expect(paid).toMatchObject({ ok: true, value: { outcome: 'paid', hosted: { amount: { amount: 1_650n } } } });
  });
});

describe('a card whose bank asks its holder', () => {
  const acsId = (url: string): string => String(url.split('/').at(-1));

  async function challenged(): Promise<{ checkout: Checkout; hosted: HostedCheckout; acs: string }> {
    const made = await fresh();
    const asked = await pay(made.hosted, CHALLENGES);
    if (!asked.ok || asked.value.outcome !== 'challenge') throw new Error(`no challenge: ${JSON.stringify(asked)}`);
    return { ...made, acs: acsId(asked.value.url) };
  }

  it('pays once its holder has answered', async () => {
    const { checkout, hosted, acs } = await challenged();
    expect(await resumeHostedCheckout(ctx, hosted.id)).toMatchObject({ ok: true, value: { outcome: 'challenge' } });
    const challenge = await findChallenge(ctx, acs);
    await answerChallenge(ctx, acs, { kind: 'code', code: String(challenge?.code) });
    const all = await Promise.all([1, 2, 3].map(() => resumeHostedCheckout(ctx, hosted.id)));
    expect(all.some((answer) => answer.ok && answer.value.outcome === 'paid')).toBe(true);
    expect(await count('purchase_order', checkout)).toBe(1);
    expect(await resumeHostedCheckout(ctx, hosted.id)).toMatchObject({ ok: true, value: { outcome: 'paid' } });
  });

  it('charges nothing when they cancel, and takes another card', async () => {
    const { hosted, acs } = await challenged();
    await answerChallenge(ctx, acs, { kind: 'cancel' });
    expect(await resumeHostedCheckout(ctx, hosted.id)).toMatchObject({ ok: false, error: { code: 'declined', messages: [{ code: 'requires_3ds' }] } });
    expect(await pay(hosted)).toMatchObject({ ok: true, value: { outcome: 'paid' } });
  });

  it('can be tried again before the first challenge was answered', async () => {
    const { hosted, acs } = await challenged();
    const again = await pay(hosted, CHALLENGES);
    if (!again.ok || again.value.outcome !== 'challenge') throw new Error(`no challenge: ${JSON.stringify(again)}`);
    const second = acsId(again.value.url);
    expect(second).not.toBe(acs);
    await answerChallenge(ctx, second, { kind: 'code', code: String((await findChallenge(ctx, second))?.code) });
    expect(await resumeHostedCheckout(ctx, hosted.id)).toMatchObject({ ok: true, value: { outcome: 'paid' } });
  });
});
