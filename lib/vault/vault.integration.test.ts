import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { completeCheckout, findCheckoutPayment, getCheckout, refundOrder, updateCheckout, type Checkout } from '@/lib/checkout';
import { consumers } from '@/lib/jobs';
import { relayBatch } from '@/lib/jobs/relay';
import { newUuid } from '@/lib/kernel/id';
import { loadMerchantOrder, loadMerchantOrders } from '@/lib/order';
import { expireAuthorizations } from '@/lib/network';
import { makeAgent, makeShop, openCheckout, tokenFor, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { CARD, delegation, vaultToken } from '@/lib/testing/vault';
import { deleteCards, delegateCard, findCard, type KeptCard, type RiskSignal } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

afterAll(async () => {
  expect(await runAudit(ctx)).toEqual([]);
});

const open = (items?: { id: string; quantity: number }[]): Promise<Checkout> => openCheckout(ctx, shop, null, items);
const platform = { kind: 'merchant', keyId: 'key_test' } as const;
const query = ({ id, merchantId }: Checkout) => ({ checkoutId: id, actor: { ...platform, merchantId } });
const pay = (checkout: Checkout, token: string, more: { resumed?: boolean } = {}) =>
  completeCheckout(ctx, { ...query(checkout), token, wireVersion: '2026-04-17', resumed: false, ...more });
const refused = (reason: string) => ({ ok: false, error: { code: 'invalid_token', reason } });
const completed = { ok: true, value: { outcome: 'completed', checkout: { status: 'completed' } } };

type Row = Record<string, unknown>;
const rowsOf = (checkout: Checkout): Promise<Row[]> => ctx.db.query<Row>({ name: 'test.vault', text: 'select * from vault_token where checkout_id = $1 order by created_at', values: [checkout.id] });
const transactionsOf = (checkout: Checkout): Promise<Row[]> =>
  ctx.db.query<Row>({ name: 'test.transactions', text: 'select * from network_transaction where checkout_id = $1 order by created_at, id', values: [checkout.id] });

async function later(seconds: number, work: () => Promise<void>): Promise<void> {
  const now = ctx.clock.now();
  ctx.clock.advance(seconds);
  await work();
  ctx.clock.set(now);
}

describe('a card in the vault', () => {
  it('is answered with a token of letters and digits, and kept sealed beside what may be shown of it', async () => {
    const checkout = await open();
    const delegated = await delegateCard(ctx, { ...delegation(ctx, checkout), billingAddress: { city: 'Toronto' } });
    expect(delegated).toEqual({ ok: true, value: { token: expect.stringMatching(/^vt_[A-Za-z0-9]{43}$/) as string, createdAt: ctx.clock.now() } });
    const [row] = await rowsOf(checkout);
    expect(row).toMatchObject({ brand: 'visa', bin: '424242', last4: '4242', number_type: 'fpan', funding: 'credit', status: 'live', authentication: 'none', delegated_by: 'key_test' });
    expect(JSON.parse(ctx.keyring.open(String(row?.sealed_card), 'vault.card'))).toEqual({
      number: CARD.number, expiry: CARD.expiry, holderName: 'Ada Holder', billingAddress: { city: 'Toronto' },
    });
  });

  it('is in no column of the database as it was given, nor is its verification code or its token', async () => {
    const number = '5555555555554444';
    const token = await vaultToken(ctx, await open(), { card: { number, verificationCode: '918' } });
    const tables = await ctx.db.query<{ name: string }>({
      name: 'test.tables', text: `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(oid, 'SELECT')`, values: [],
    });
    expect(tables.map(({ name }) => name)).toContain('vault_token');
    for (const { name } of tables) {
      const rows = await ctx.db.query<{ text: string }>({ name: `test.scan-${name}`, text: `select row_to_json(t)::text as text from ${name} t`, values: [] });
      const text = rows.map((row) => row.text).join('\n');
      for (const secret of [number, token, '"918"']) expect(text.includes(secret), `${name} holds ${secret}`).toBe(false);
    }
  });

  it.each([
    ['a number with a wrong check digit', { card: { number: '4242424242424241' } }, { code: 'number_invalid' }],
    ['a card that has run out', { card: { expiry: { month: 10, year: 2026 } } }, { code: 'expired' }],
    ['a verification code of the wrong length', { card: { verificationCode: '1234' } }, { code: 'verification_code_invalid' }],
    ['an allowance that is over', { allowance: { expiresAt: new Date('2026-11-21T12:00:00.000Z') } }, { code: 'allowance_expired' }],
    ['a card that its platform blocks', { riskSignals: [{ type: 'card_testing', score: 1, action: 'authorized' }, { type: 'card_testing', score: 99, action: 'blocked' }] }, { code: 'risk_blocked', index: 1 }],
  ] as const)('%s is refused, and nothing is kept', async (_case, more, error) => {
    const checkout = await open();
    expect(await delegateCard(ctx, delegation(ctx, checkout, more))).toEqual({ ok: false, error });
    expect(await rowsOf(checkout)).toEqual([]);
  });
});

describe('a card is deleted', () => {
  const sealedOf = async (checkout: Checkout): Promise<boolean[]> => (await rowsOf(checkout)).map(({ sealed_card: sealed }) => sealed !== null);

  it('a quarter of an hour after its token was used, and what may be shown of it stays', async () => {
    const checkout = await open();
    await pay(checkout, await vaultToken(ctx, checkout));
    await later(899, () => deleteCards(ctx));
    expect(await sealedOf(checkout)).toEqual([true]);
    await later(900, () => deleteCards(ctx));
    expect(await sealedOf(checkout)).toEqual([false]);
    expect(await rowsOf(checkout)).toMatchObject([{ last4: '4242', brand: 'visa', status: 'used' }]);
  });

  it('a quarter of an hour after an unused token expired, or a day after it was given', async () => {
    const [soon, long] = [await open(), await open()];
    await vaultToken(ctx, soon);
    await vaultToken(ctx, long, { allowance: { expiresAt: new Date('2030-01-01T00:00:00Z') } });
    await later(600 + 899, () => deleteCards(ctx));
    expect([await sealedOf(soon), await sealedOf(long)]).toEqual([[true], [true]]);
    await later(600 + 900, () => deleteCards(ctx));
    expect([await sealedOf(soon), await sealedOf(long)]).toEqual([[false], [true]]);
    await later(24 * 3600 + 900, () => deleteCards(ctx));
    expect(await sealedOf(long)).toEqual([false]);
  });
});

describe('paying with a card of the vault', () => {
  it('comes to one order without an agent, charged to an issuer elsewhere, captured and refunded', async () => {
    const checkout = await open();
    const done = await pay(checkout, await vaultToken(ctx, checkout));
    expect(done).toMatchObject(completed);
    const [transaction, ...others] = await transactionsOf(checkout);
    expect(others).toEqual([]);
    expect(transaction).toMatchObject({ status: 'authorized', bank: 'external', amount: checkout.totals.totalAmount });
    const orderId = done.ok ? (done.value.checkout.order?.id ?? '') : '';
    expect(await loadMerchantOrder(ctx, { merchantId: shop.merchantId, orderId })).toMatchObject({ agentName: null, humanPresent: false, paymentStatus: 'authorized' });
    expect((await loadMerchantOrders(ctx, { merchantId: shop.merchantId })).orders.find(({ id }) => id === orderId)).toMatchObject({ agentName: null });
    expect(await findCheckoutPayment(ctx, checkout.id)).toMatchObject({ status: 'authorized', agentId: null, mandateId: null });
    while ((await relayBatch(ctx, consumers)) > 0);
    expect(await undelivered(orderId)).toEqual([]);
    expect(await loadMerchantOrder(ctx, { merchantId: shop.merchantId, orderId })).toMatchObject({ paymentStatus: 'captured' });
    expect(await refundOrder(ctx, { merchantId: shop.merchantId, orderId, amount: '1.00', refundKey: 'r1' })).toMatchObject({ ok: true });
    expect(await transactionsOf(checkout)).toMatchObject([{ status: 'captured', refunded_amount: 100n }]);
    expect(await owedOn(transaction)).toBe(checkout.totals.totalAmount - 100n);
    expect(await runAudit(ctx)).toEqual([]);
  });

  it('frees the credit when the authorisation lapses', async () => {
    const checkout = await open();
    await pay(checkout, await vaultToken(ctx, checkout));
    await later(169 * 3600, async () => {
      while ((await expireAuthorizations(ctx)) > 0);
    });
    const [transaction] = await transactionsOf(checkout);
    expect(transaction).toMatchObject({ status: 'expired' });
    expect(await owedOn(transaction)).toBe(0n);
  });

  it('50 completions at once with one token are one order and one charge', async () => {
    const checkout = await open();
    const token = await vaultToken(ctx, checkout);
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(checkout, token)));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(0);
    for (const answer of answers) if (!answer.ok) expect(['in_progress', 'not_editable']).toContain(answer.error.code);
    expect(await transactionsOf(checkout)).toHaveLength(1);
    expect(await rowsOf(checkout)).toMatchObject([{ status: 'used' }]);
  });

  it('refuses a token that is unknown, of another checkout or of another merchant', async () => {
    const checkout = await open();
    const foreign = await openCheckout(ctx, await makeShop(ctx), null);
    expect(await pay(checkout, 'vt_none')).toEqual(refused('unknown'));
    expect(await pay(checkout, await vaultToken(ctx, await open()))).toEqual(refused('unknown'));
    expect(await pay(checkout, await vaultToken(ctx, foreign))).toEqual(refused('unknown'));
    expect(await pay(checkout, await vaultToken(ctx, checkout, { allowance: { merchantId: foreign.merchantId } }))).toEqual(refused('unknown'));
    expect(await transactionsOf(checkout)).toEqual([]);
  });

  it('refuses one unit over the allowance and another currency, and takes the very amount', async () => {
    const checkout = await open();
    const total = checkout.totals.totalAmount;
    expect(await pay(checkout, await vaultToken(ctx, checkout, { allowance: { maxAmount: total - 1n } }))).toEqual(refused('mismatch'));
    expect(await pay(checkout, await vaultToken(ctx, checkout, { allowance: { currency: 'USD', maxAmount: 10n * total } }))).toEqual(refused('mismatch'));
    expect(await pay(checkout, await vaultToken(ctx, checkout, { allowance: { maxAmount: total } }))).toMatchObject(completed);
  });

  it('refuses a token at the moment it expires, and takes it a moment before', async () => {
    const checkout = await open();
    const token = await vaultToken(ctx, checkout);
    await later(600, async () => expect(await pay(checkout, token)).toEqual(refused('expired')));
    await later(599, async () => expect(await pay(checkout, token)).toMatchObject(completed));
  });

  it('a declined card uses its token up: the checkout is ready again and needs another', async () => {
    const checkout = await open();
    const token = await vaultToken(ctx, checkout, { card: { number: '4000000000000002' } });
    const declined = await pay(checkout, token);
    expect(declined).toMatchObject({ ok: true, value: { outcome: 'declined', checkout: { status: 'ready', messages: [{ code: 'payment_declined' }] } } });
    expect(await transactionsOf(checkout)).toMatchObject([{ status: 'declined', decline_reason: 'card_declined' }]);
    expect(await pay(checkout, token)).toEqual(refused('used'));
    expect(await pay(checkout, token, { resumed: true })).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    expect(await pay(checkout, await vaultToken(ctx, checkout))).toMatchObject(completed);
  });

  it.each([
    ['4000000000009995', 'insufficient_funds'],
    ['4000000000000069', 'expired_card'],
  ])('the card %s is declined: %s', async (number, reason) => {
    const checkout = await open();
    expect(await pay(checkout, await vaultToken(ctx, checkout, { card: { number } }))).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    expect(await transactionsOf(checkout)).toMatchObject([{ status: 'declined', decline_reason: reason }]);
  });

  it.each(['4000000000003063', '5555555555554444', '4111111111111111', '6011111111111117'])('the card %s is approved', async (number) => {
    const checkout = await open();
    expect(await pay(checkout, await vaultToken(ctx, checkout, { card: { number } }))).toMatchObject(completed);
  });

  it('a token whose claim was rolled back because the goods were gone is free again', async () => {
    const seller = await makeShop(ctx);
    const [first, second] = [await openCheckout(ctx, seller, null, [{ id: 'last', quantity: 1 }]), await openCheckout(ctx, seller, null, [{ id: 'last', quantity: 1 }])];
    const token = await vaultToken(ctx, second, { allowance: { maxAmount: 1_000_000n } });
    expect(await pay(first, await vaultToken(ctx, first))).toMatchObject(completed);
    expect(await pay(second, token)).toMatchObject({ ok: true, value: { outcome: 'declined', checkout: { status: 'needs_input' } } });
    expect(await rowsOf(second)).toMatchObject([{ status: 'live' }]);
    await updateCheckout(ctx, { ...query(second), patch: { items: [{ id: 'tea', quantity: 1 }] } });
    expect(await pay(second, token)).toMatchObject(completed);
  });

  it('stays good when the checkout is edited within the allowance, and not beyond it', async () => {
    const [within, beyond] = [await open(), await open()];
    const [good, short] = [await vaultToken(ctx, within, { allowance: { maxAmount: 5_000n } }), await vaultToken(ctx, beyond)];
    for (const checkout of [within, beyond]) await updateCheckout(ctx, { ...query(checkout), patch: { items: [{ id: 'tea', quantity: 2 }] } });
    expect(await pay(beyond, short)).toEqual(refused('mismatch'));
    expect(await pay(within, good)).toMatchObject(completed);
    expect(await transactionsOf(within)).toMatchObject([{ amount: 2_750n }]);
  });

  it('is done by the platform that opened the checkout, or by an agent that holds it, not by another merchant', async () => {
    const [checkout, held] = [await open(), await open()];
    const agent = await makeAgent(ctx);
    const other = { checkoutId: checkout.id, actor: { ...platform, merchantId: newUuid() }, token: await vaultToken(ctx, checkout), wireVersion: '2026-04-17', resumed: false };
    expect(await completeCheckout(ctx, other)).toMatchObject({ ok: false, error: { code: 'not_found' } });
    const byAgent = { ...other, checkoutId: held.id, actor: { kind: 'agent', agentId: agent.agentId } as const, token: await vaultToken(ctx, held) };
    expect(await completeCheckout(ctx, byAgent)).toMatchObject(completed);
  });

  it("leaves the tokens of a wallet what they are: an edited checkout voids them, and the wallet's budget is used", async () => {
    const agent = await makeAgent(ctx);
    const [edited, paid] = [await openCheckout(ctx, shop, agent), await openCheckout(ctx, shop, agent)];
    const actor = { kind: 'agent', agentId: agent.agentId } as const;
    const voided = await tokenFor(ctx, agent, edited);
    await updateCheckout(ctx, { checkoutId: edited.id, actor, patch: { items: [{ id: 'tea', quantity: 2 }] } });
    const common = { actor, wireVersion: '2026-04-17', resumed: false };
    expect(await completeCheckout(ctx, { ...common, checkoutId: edited.id, token: voided })).toEqual(refused('voided'));
    expect(await completeCheckout(ctx, { ...common, checkoutId: paid.id, token: await tokenFor(ctx, agent, paid) })).toMatchObject(completed);
  });

  it('a completion that was cut off is taken up, and charges once', async () => {
    const checkout = await open();
    const token = await vaultToken(ctx, checkout);
    const silent: TestCtx = { ...ctx, ports: { ...ctx.ports, payment: { ...ctx.ports.payment, authorize: () => Promise.reject(new Error('the line went dead')) } } };
    const asked = { ...query(checkout), token, wireVersion: '2026-04-17', resumed: false };
    expect(await completeCheckout(silent, asked)).toMatchObject({ ok: false, error: { code: 'in_progress' } });
    ctx.clock.advance(2);
    expect(await completeCheckout(ctx, { ...asked, resumed: true })).toMatchObject(completed);
    expect(await transactionsOf(checkout)).toHaveLength(1);
    expect(await getCheckout(ctx, query(checkout))).toMatchObject({ value: { status: 'completed' } });
  });
});

describe('what the issuer asks of the holder', () => {
  const review: readonly RiskSignal[] = [{ type: 'card_testing', score: 40, action: 'manual_review' }];

  it.each([
    ['4242424242424242', [], 'none'],
    ['4242424242424242', review, 'challenge'],
    ['4000000000003220', [], 'challenge'],
    ['4000000000003055', [], 'frictionless'],
    ['4000000000003055', review, 'frictionless'],
    ['4000000000003097', [], 'rejected'],
    ['4000000000003063', [], 'unavailable'],
  ] as const)('%s with %j: %s', async (number, riskSignals, authentication) =>
    expect(await cardOf(await vaultToken(ctx, await open(), { card: { number }, riskSignals }))).toEqual({ number, brand: 'visa', authentication }));

  it('nothing is known of a token that is not of the vault', async () => expect(await findCard(ctx, 'tok_none')).toBeNull());

  it.each([
    ['4000000000003220', []],
    ['4000000000003055', []],
    ['4000000000003097', []],
    ['4242424242424242', review],
  ] as const)('%s with %j is declined by the bank when nobody asked', async (number, riskSignals) => {
    const checkout = await open();
    const careless: TestCtx = { ...ctx, ports: { ...ctx.ports, cardAuthentication: { ...ctx.ports.cardAuthentication, need: () => Promise.resolve({ need: 'none' }) } } };
    const token = await vaultToken(ctx, checkout, { card: { number }, riskSignals });
    expect(await completeCheckout(careless, { ...query(checkout), token, wireVersion: '2026-04-17', resumed: false })).toMatchObject({ ok: true, value: { outcome: 'declined' } });
    expect(await transactionsOf(checkout)).toMatchObject([{ decline_reason: 'authentication_required' }]);
  });
});

const undelivered = (orderId: string): Promise<Row[]> =>
  ctx.db.query<Row>({ name: 'test.undelivered', text: 'select topic, last_error from outbox_event where aggregate_id = $1 and delivered_at is null', values: [orderId] });

async function cardOf(token: string): Promise<KeptCard | null> {
  const tokenId = await ctx.ports.credentials.identify(ctx, token);
  return tokenId === null ? null : findCard(ctx, tokenId);
}

/** What the holder of the card owes its issuer. */
async function owedOn(transaction: Row | undefined): Promise<bigint> {
  const [row] = await ctx.db.query<{ owed: bigint }>({
    name: 'test.owed',
    text: `select l.debits_amount - l.credits_amount as owed from bank_card c join bank_account a on a.user_id = c.user_id join ledger_account l on l.id = a.available_account_id
            where c.id = $1`,
    values: [transaction?.card_id],
  });
  return row?.owed ?? -1n;
}
