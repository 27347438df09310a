import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueDemoCard, loadStatement, switchBank, type BankId } from '@/lib/bank';
import { signCompact, verifyOwnMandate } from '@/lib/mandate';
import { newId, newUuid } from '@/lib/kernel/id';
import { Unavailable, type WalletCredential } from '@/lib/ports';
import { networkPayment } from '@/lib/providers/network-payment';
import { chargeRequest, networkPorts, newCardholder, signFor, type Charge } from '@/lib/testing/charge';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import {
  authorize, capture, expireAuthorizations, getTransaction, refund, resumeRefunds, retrieve, voidAuthorization, type AgentAuthorizeRequest, type CaptureCommand,
  type NetworkTransaction,
} from './index';

const FUNDS = 500_000n;
const MERCHANT = newUuid();

let ctx: TestCtx;

type Purchase = { userId: string; request: AgentAuthorizeRequest };

async function purchase(amount: bigint, more: Omit<Charge, 'amount'> = {}): Promise<Purchase> {
  return chargeRequest(ctx, { amount, merchantId: MERCHANT, ...more });
}

async function authorized(amount: bigint): Promise<{ userId: string; transaction: NetworkTransaction }> {
  const { userId, request } = await purchase(amount);
  const result = await authorize(ctx, request);
  if (!result.ok) throw new Error(result.error.code);
  expect(result.value.status).toBe('authorized');
  return { userId, transaction: result.value };
}

async function charged(request: AgentAuthorizeRequest): Promise<{ transaction: NetworkTransaction }> {
  const result = await authorize(ctx, request);
  if (!result.ok) throw new Error(result.error.code);
  return { transaction: result.value };
}

/** The same header and payload, under the signature of a stranger. */
function forge({ credential: { mandate = '' } }: AgentAuthorizeRequest): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = mandate.slice(0, mandate.lastIndexOf('.'));
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const payloadOf = ({ credential: { mandate = '' } }: AgentAuthorizeRequest): string => Buffer.from(mandate.split('.')[1] ?? '', 'base64url').toString();

const take = (transactionId: string, amount: bigint | null, more: Partial<CaptureCommand> = {}): CaptureCommand => ({
  transactionId, merchantId: MERCHANT, amount, captureKey: newId('request'), orderId: null, ...more,
});

async function balances(userId: string): Promise<{ available: bigint; held: bigint; holds: number }> {
  const { accounts, holds } = await loadStatement(ctx, { userId });
  const account = accounts.find((each) => each.currency === 'CAD');
  return { available: account?.available.amount ?? -1n, held: account?.held.amount ?? -1n, holds: holds.length };
}

/** What a crash leaves between the record and the bank: the row alone. */
async function interrupted(request: AgentAuthorizeRequest): Promise<void> {
  const crash = new Error('crash');
  const db = { ...ctx.db, transaction: () => Promise.reject(crash) };
  await expect(authorize({ ...ctx, db }, request)).rejects.toBe(crash);
  const rows = await ctx.db.query<{ status: string }>({
    name: 'test.status', text: 'select status from network_transaction where idempotency_key = $1', values: [request.idempotencyKey],
  });
  expect(rows).toEqual([{ status: 'initiated' }]);
}

beforeAll(async () => {
  ctx = await testCtx({ ports: networkPorts });
});

describe('authorize', () => {
  it('holds the money and keeps the agent context and the risk score', async () => {
    const { userId, request } = await purchase(1_842n);
    const result = await authorize(ctx, request);
    const { agentId, mandateId } = request.credential;
    expect(result).toMatchObject({
      ok: true,
      value: {
        status: 'authorized', amount: 1_842n, capturedAmount: 0n, refundedAmount: 0n, riskScore: 45, riskSignals: ['agent_present', 'human_absent', 'new_agent', 'few_transactions'],
        agentContext: { agentId, ownerId: userId, humanPresent: false, mandateId, mandateType: 'payment' },
      },
    });
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_842n, held: 1_842n, holds: 1 });
    const { credential } = request;
    const again = await purchase(1_000n, { credential: { agentId, humanPresent: true } });
    expect(credential.mandate).toMatch(/^ey/);
    const second = await authorize(ctx, again.request);
    expect(second).toMatchObject({ ok: true, value: { riskScore: 20 } });
  });

  it('declines with the reason of the bank, for good', async () => {
    const { userId, request } = await purchase(FUNDS + 1n);
    const declined = { ok: true, value: { status: 'declined', declineReason: 'insufficient_funds' } };
    expect(await authorize(ctx, request)).toMatchObject(declined);
    expect(await authorize(ctx, request)).toMatchObject(declined);
    expect(await balances(userId)).toEqual({ available: FUNDS, held: 0n, holds: 0 });
    const yen = await purchase(1n, { currency: 'JPY' });
    expect(await authorize(ctx, yen.request)).toMatchObject({ ok: true, value: { status: 'declined', declineReason: 'currency_not_held' } });
  });

  it('charges once for one key asked for 50 times at once', async () => {
    const { userId, request } = await purchase(1_000n);
    const results = await Promise.all(Array.from({ length: 50 }, () => authorize(ctx, request)));
    expect(results.every((result) => result.ok && result.value.status === 'authorized')).toBe(true);
    expect(new Set(results.map((result) => result.ok && result.value.id)).size).toBe(1);
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_000n, held: 1_000n, holds: 1 });
  });

  it('refuses a key that names another payment', async () => {
    const { request } = await purchase(1_000n);
    await authorize(ctx, request);
    const conflict = { ok: false, error: { code: 'idempotency_conflict' } };
    const others: Partial<AgentAuthorizeRequest>[] = [
      { amount: 1_001n }, { currency: 'EUR' }, { merchantId: newUuid() }, { checkoutId: newUuid() },
      { credential: { ...request.credential, tokenId: newId('token') } }, { credential: { ...request.credential, cardId: newId('bankCard') } },
    ];
    for (const other of others) expect(await authorize(ctx, { ...request, ...other })).toEqual(conflict);
  });

  it('is continued by a second call after a crash before the bank was asked', async () => {
    const { userId, request } = await purchase(1_000n);
    await interrupted(request);
    expect(await authorize(ctx, request)).toMatchObject({ ok: true, value: { status: 'authorized' } });
    expect((await balances(userId)).held).toBe(1_000n);
  });
});

describe('the payment mandate', () => {
  it('is verified, and forwarded to the bank, which shows it on the statement of its holder', async () => {
    const { userId, request } = await purchase(1_000n);
    const { mandate: signature = '', mandateId: id } = request.credential;
    const { transaction } = await charged(request);
    expect(transaction.status).toBe('authorized');
    await capture(ctx, take(transaction.id, null));
    const { entries } = await loadStatement(ctx, { userId, agentOnly: true });
    expect(entries).toMatchObject([{ kind: 'capture', mandate: { id, signature }, humanPresent: false }]);
    expect(await verifyOwnMandate(ctx, signature)).toMatchObject({ type: 'payment', amount: '10.00' });
  });

  it('is forwarded too where the process died before the bank was asked', async () => {
    const { userId, request } = await purchase(1_000n);
    await interrupted(request);
    await retrieve(ctx, request.idempotencyKey);
    expect((await loadStatement(ctx, { userId })).holds).toMatchObject([{ mandate: { id: request.credential.mandateId, signature: request.credential.mandate } }]);
  });

  it('bears a request that a crash held up beyond its end: what counts is when the token was claimed', async () => {
    const { request } = await purchase(1_000n, { credential: { claimedAt: ctx.clock.now().toISOString() } });
    ctx.clock.advance(3600);
    expect((await charged(request)).transaction.status).toBe('authorized');
  });

  it.each<[string, string, (request: AgentAuthorizeRequest) => Promise<string | undefined> | string | undefined]>([
    ['mandate_missing', 'none', () => undefined],
    ['mandate_invalid', 'a text that is none', () => 'ey.ey.ey'],
    ['mandate_invalid', 'one whose payload was changed', ({ credential: { mandate = '' } }) => mandate.replace(/\.[^.]+\./, `.${Buffer.from('{"type":"payment"}').toString('base64url')}.`)],
    ['mandate_invalid', 'one that another key signed under the name of ours', forge],
    ['mandate_invalid', 'one that is signed as something else', async (request) => (await signCompact(ctx, 'mandate', 'receipt+jwt', payloadOf(request))).jws],
    ['mandate_invalid', 'one that the key of access tokens signed', async (request) => (await signCompact(ctx, 'token', 'mandate+jwt', payloadOf(request))).jws],
    ['mandate_invalid', 'a cart mandate', (request) => signFor(ctx, request, { type: 'cart' })],
    ['mandate_mismatch', 'one for another merchant', (request) => signFor(ctx, request, { merchantId: 'evil-shop' })],
    ['mandate_mismatch', 'one for another checkout', (request) => signFor(ctx, request, { checkoutId: newUuid() })],
    ['mandate_mismatch', 'one over a cent less', (request) => signFor(ctx, request, { amount: '9.99' })],
    ['mandate_mismatch', 'one in another currency', (request) => signFor(ctx, request, { currency: 'EUR' })],
    ['mandate_mismatch', 'one of another agent', (request) => signFor(ctx, request, { agentId: newId('agent') })],
    ['mandate_mismatch', 'one that says a person was there', (request) => signFor(ctx, request, { humanPresent: true })],
    ['mandate_mismatch', 'one of another token', (request) => signFor(ctx, request, { paymentMethod: { tokenId: newId('token') } })],
    ['mandate_mismatch', 'one of another name', (request) => signFor(ctx, request, { mandateId: newId('mandate') })],
    ['mandate_expired', 'one whose time is over', (request) => signFor(ctx, request, { expiresAt: ctx.clock.now().toISOString() })],
  ])('declines with %s: %s; the bank is not asked', async (reason, _what, mandateOf) => {
    const { userId, request } = await purchase(1_000n);
    const changed = { ...request, credential: { ...request.credential, mandate: await mandateOf(request) } };
    for (let index = 0; index < 2; index++) expect((await charged(changed)).transaction).toMatchObject({ status: 'declined', declineReason: reason });
    expect(await balances(userId)).toEqual({ available: FUNDS, held: 0n, holds: 0 });
  });
});

describe('risk', () => {
  /** An agent that made so many purchases before, all captured or all declined. */
  async function known(transactions: number, amount: bigint, more: Partial<WalletCredential> = {}): Promise<Partial<WalletCredential>> {
    const credential = { agentId: newId('agent'), ...more };
    for (let index = 0; index < transactions; index++) await charged((await purchase(amount, { credential })).request);
    return credential;
  }
  const scoreOf = async (amount: bigint, credential: Partial<WalletCredential>): Promise<number> => (await charged((await purchase(amount, { credential })).request)).transaction.riskScore;

  it('knows how old an agent is, how much it bought, how fast, and how often it was declined', async () => {
    const old = await known(3, 100n, { agentCreatedAt: '2020-01-01T00:00:00.000Z' });
    ctx.clock.advance(7200);
    expect(await scoreOf(100n, old)).toBe(30);
    expect(await scoreOf(100n, { ...old, agentCreatedAt: ctx.clock.now().toISOString() })).toBe(35);
    expect(await scoreOf(100n, { ...old, humanPresent: true })).toBe(5);
    expect(await scoreOf(75_001n, old)).toBe(50);
    const declined = await known(3, FUNDS + 1n, { agentCreatedAt: '2020-01-01T00:00:00.000Z', humanPresent: true });
    expect(await scoreOf(100n, { ...declined, humanPresent: false })).toBe(40);
    ctx.clock.advance(3601);
    expect(await scoreOf(100n, { ...declined, humanPresent: false })).toBe(30);
    const fast = await known(20, 100n, { agentCreatedAt: '2020-01-01T00:00:00.000Z' });
    expect(await scoreOf(100n, fast)).toBe(50);
    ctx.clock.advance(601);
    expect(await scoreOf(100n, fast)).toBe(30);
  });

  it('declines what comes too high, unless a person was present; the bank is not asked', async () => {
    const wild = await known(17, 100n);
    for (let index = 0; index < 3; index++) await charged((await purchase(FUNDS + 1n, { credential: { ...wild, humanPresent: true } })).request);
    const { userId, request } = await purchase(75_001n, { credential: wild });
    expect((await charged(request)).transaction).toMatchObject({ status: 'declined', declineReason: 'risk_declined', riskScore: 85 });
    expect(await balances(userId)).toEqual({ available: FUNDS, held: 0n, holds: 0 });
    const watched = await purchase(75_001n, { credential: { ...wild, humanPresent: true } });
    expect((await charged(watched.request)).transaction).toMatchObject({ status: 'authorized', riskScore: 60 });
  });
});

describe('two banks', () => {
  const switchOff = (bank: BankId) => switchBank(ctx, { bank, isUp: false });
  const switchOn = (bank: BankId) => switchBank(ctx, { bank, isUp: true });
  const captureOf = (id: string) => capture(ctx, take(id, null, { captureKey: 'once' }));

  it('keep a ledger each, and a card draws on its own', async () => {
    const { userId } = await newCardholder(ctx, 'maple');
    const { cardId, bin: cardBin } = await issueDemoCard(ctx, { userId, bank: 'harbour' });
    const { request } = await purchase(1_000n, { card: { userId, cardId, cardBin } });
    const { transaction } = await charged(request);
    expect(transaction).toMatchObject({ status: 'authorized', bank: 'harbour' });
    await capture(ctx, take(transaction.id, null));
    const { accounts, entries } = await loadStatement(ctx, { userId });
    expect(accounts.filter(({ currency }) => currency === 'CAD').map(({ bank, available }) => [bank, available.amount])).toEqual([['maple', FUNDS], ['harbour', FUNDS - 1_000n]]);
    expect(entries.filter(({ kind }) => kind === 'capture')).toMatchObject([{ bank: 'harbour', amount: { amount: -1_000n } }]);
  });

  it('declines a card of a range that nobody issues', async () => {
    const { request } = await purchase(1_000n, { credential: { cardBin: '510000' } });
    expect((await charged(request)).transaction).toMatchObject({ status: 'declined', declineReason: 'card_not_routable' });
  });

  it('one of them down is unavailable and holds nothing, the other goes on; asked again it charges once', async () => {
    const [down, up] = [await purchase(1_000n, { bank: 'harbour' }), await purchase(1_000n, { bank: 'maple' })];
    await switchOff('harbour');
    for (let index = 0; index < 3; index++) await expect(authorize(ctx, down.request)).rejects.toThrow(Unavailable);
    await expect(retrieve(ctx, down.request.idempotencyKey)).rejects.toThrow('Harbour Bank does not answer.');
    expect((await charged(up.request)).transaction.status).toBe('authorized');
    await switchOn('harbour');
    const asked = await Promise.all([authorize(ctx, down.request), retrieve(ctx, down.request.idempotencyKey), authorize(ctx, down.request)]);
    expect(asked).toMatchObject([{ value: { status: 'authorized' } }, { status: 'authorized' }, { value: { status: 'authorized' } }]);
    expect(await heldAt('harbour', down.userId)).toBe(1_000n);
  });

  it('declines for good what a bank did not answer for two minutes', async () => {
    const { userId, request } = await purchase(1_000n, { bank: 'harbour' });
    await switchOff('harbour');
    await expect(authorize(ctx, request)).rejects.toThrow(Unavailable);
    ctx.clock.advance(119);
    await expect(retrieve(ctx, request.idempotencyKey)).rejects.toThrow(Unavailable);
    ctx.clock.advance(1);
    const declined = { status: 'declined', declineReason: 'issuer_unavailable' };
    expect(await retrieve(ctx, request.idempotencyKey)).toMatchObject(declined);
    await switchOn('harbour');
    expect(await retrieve(ctx, request.idempotencyKey)).toMatchObject(declined);
    expect(await heldAt('harbour', userId)).toBe(0n);
  });

  it('captures, voids, refunds and ends nothing while the bank is down, and each once afterwards', async () => {
    const made = [];
    for (let index = 0; index < 3; index++) made.push((await charged((await purchase(1_000n, { bank: 'harbour' })).request)).transaction.id);
    const [captured = '', voided = '', lapsed = ''] = made;
    await captureOf(captured);
    await switchOff('harbour');
    await expect(captureOf(voided)).rejects.toThrow(Unavailable);
    await expect(voidAuthorization(ctx, { transactionId: voided, merchantId: MERCHANT })).rejects.toThrow(Unavailable);
    const giveBack = () => refund(ctx, { transactionId: captured, merchantId: MERCHANT, amount: 400n, refundKey: 'once' });
    await expect(giveBack()).rejects.toThrow(Unavailable);
    ctx.clock.advance(60);
    await resumeRefunds(ctx);
    expect(await getTransaction(ctx, { transactionId: captured, merchantId: null })).toMatchObject({ refundedAmount: 0n });
    await switchOn('harbour');
    await resumeRefunds(ctx);
    expect(await giveBack()).toMatchObject({ ok: true, value: { refundedAmount: 400n } });
    expect(await voidAuthorization(ctx, { transactionId: voided, merchantId: MERCHANT })).toMatchObject({ ok: true, value: { status: 'voided' } });
    await switchOff('harbour');
    ctx.clock.advance(168 * 3600);
    while ((await expireAuthorizations(ctx)) > 0);
    expect(await getTransaction(ctx, { transactionId: lapsed, merchantId: null })).toMatchObject({ status: 'authorized' });
    await switchOn('harbour');
    while ((await expireAuthorizations(ctx)) > 0);
    expect(await getTransaction(ctx, { transactionId: lapsed, merchantId: null })).toMatchObject({ status: 'expired' });
  });

  async function heldAt(bank: BankId, userId: string): Promise<bigint | undefined> {
    const { accounts } = await loadStatement(ctx, { userId });
    return accounts.find((account) => account.bank === bank && account.currency === 'CAD')?.held.amount;
  }
});

describe('retrieve', () => {
  it('knows nothing of a key that never arrived', async () => {
    expect(await retrieve(ctx, newId('attempt'))).toBeNull();
  });

  it('brings an interrupted authorisation to its end, with the names the holder reads', async () => {
    const { userId, request } = await purchase(1_000n);
    await interrupted(request);
    const both = await Promise.all([retrieve(ctx, request.idempotencyKey), retrieve(ctx, request.idempotencyKey)]);
    expect(both).toMatchObject([{ status: 'authorized' }, { status: 'authorized' }]);
    const { holds } = await loadStatement(ctx, { userId });
    expect(holds).toMatchObject([{ amount: { amount: 1_000n }, merchant: 'Regal Moose', agent: 'Shopper' }]);
  });

  it('ends an interrupted authorisation that the bank refuses as declined', async () => {
    const { request } = await purchase(FUNDS + 1n);
    await interrupted(request);
    expect(await retrieve(ctx, request.idempotencyKey)).toMatchObject({ status: 'declined', declineReason: 'insufficient_funds' });
  });
});

describe('capture', () => {
  it('takes the whole by default, and then nothing more', async () => {
    const { userId, transaction } = await authorized(1_000n);
    expect(await capture(ctx, take(transaction.id, null))).toMatchObject({ ok: true, value: { status: 'captured', capturedAmount: 1_000n } });
    expect(await capture(ctx, take(transaction.id, null))).toEqual({ ok: false, error: { code: 'wrong_state', status: 'captured' } });
    expect(await capture(ctx, take(transaction.id, 1n))).toEqual({
      ok: false, error: { code: 'amount_exceeds_authorized', leftAmount: 0n, currency: 'CAD' },
    });
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_000n, held: 0n, holds: 0 });
  });

  it('takes parts up to the exact sum', async () => {
    const { transaction } = await authorized(1_000n);
    expect(await capture(ctx, take(transaction.id, 999n))).toMatchObject({ ok: true, value: { status: 'authorized', capturedAmount: 999n } });
    expect(await capture(ctx, take(transaction.id, 2n))).toMatchObject({ ok: false, error: { code: 'amount_exceeds_authorized', leftAmount: 1n } });
    expect(await capture(ctx, take(transaction.id, 1n))).toMatchObject({ ok: true, value: { status: 'captured', capturedAmount: 1_000n } });
  });

  it('takes once per key, and refuses the key with another amount', async () => {
    const { userId, transaction } = await authorized(1_000n);
    const command = take(transaction.id, 400n);
    const results = await Promise.all(Array.from({ length: 10 }, () => capture(ctx, command)));
    expect(results.every((result) => result.ok && result.value.capturedAmount === 400n)).toBe(true);
    expect(await capture(ctx, { ...command, amount: 401n })).toEqual({ ok: false, error: { code: 'idempotency_conflict' } });
    expect((await balances(userId)).held).toBe(600n);
  });

  it("does not find another merchant's transaction", async () => {
    const { transaction } = await authorized(1_000n);
    const foreign = { transactionId: transaction.id, merchantId: newUuid() };
    expect(await capture(ctx, take(transaction.id, null, foreign))).toEqual({ ok: false, error: { code: 'transaction_not_found' } });
    expect(await voidAuthorization(ctx, foreign)).toEqual({ ok: false, error: { code: 'transaction_not_found' } });
    expect(await getTransaction(ctx, foreign)).toBeNull();
    expect(await getTransaction(ctx, { transactionId: transaction.id, merchantId: MERCHANT })).toEqual(transaction);
  });
});

describe('voidAuthorization', () => {
  it('gives the money back, once', async () => {
    const { userId, transaction } = await authorized(1_000n);
    const command = { transactionId: transaction.id, merchantId: MERCHANT };
    const results = await Promise.all(Array.from({ length: 5 }, () => voidAuthorization(ctx, command)));
    expect(results.every((result) => result.ok && result.value.status === 'voided')).toBe(true);
    expect(await balances(userId)).toEqual({ available: FUNDS, held: 0n, holds: 0 });
    expect(await capture(ctx, take(transaction.id, null))).toEqual({ ok: false, error: { code: 'wrong_state', status: 'voided' } });
  });

  it('is refused once anything was captured, and of a declined one', async () => {
    const { transaction } = await authorized(1_000n);
    const command = { transactionId: transaction.id, merchantId: MERCHANT };
    await capture(ctx, take(transaction.id, 1n));
    expect(await voidAuthorization(ctx, command)).toEqual({ ok: false, error: { code: 'wrong_state', status: 'authorized', capturedAmount: 1n } });
    const declined = await authorize(ctx, (await purchase(FUNDS + 1n)).request);
    expect(declined.ok && (await voidAuthorization(ctx, { transactionId: declined.value.id, merchantId: null })).ok).toBe(false);
  });

  it('and a capture at the same moment: one of them happens', async () => {
    const { userId, transaction } = await authorized(1_000n);
    const [voided, captured] = await Promise.all([
      voidAuthorization(ctx, { transactionId: transaction.id, merchantId: MERCHANT }),
      capture(ctx, take(transaction.id, null)),
    ]);
    expect([voided.ok, captured.ok].filter(Boolean)).toHaveLength(1);
    expect(await balances(userId)).toEqual({ available: captured.ok ? FUNDS - 1_000n : FUNDS, held: 0n, holds: 0 });
  });

  it('closes an authorisation that never reached the bank: a later retry finds it voided', async () => {
    const { userId, request } = await purchase(1_000n);
    await interrupted(request);
    const [row] = await ctx.db.query<{ id: string }>({
      name: 'test.id', text: 'select id from network_transaction where idempotency_key = $1', values: [request.idempotencyKey],
    });
    const voided = { ok: true, value: { status: 'voided' } };
    expect(await voidAuthorization(ctx, { transactionId: row?.id ?? '', merchantId: MERCHANT })).toMatchObject(voided);
    expect(await authorize(ctx, request)).toMatchObject(voided);
    expect(await balances(userId)).toEqual({ available: FUNDS, held: 0n, holds: 0 });
  });
});

describe('the payment port', () => {
  const port = networkPayment();

  it('authorises, answers by key, and captures once per order', async () => {
    const { userId, request } = await purchase(1_000n);
    const state = await port.authorize(ctx, request);
    const { reference } = state;
    expect(state).toEqual({ status: 'authorized', reference, refundedAmount: 0n });
    expect(await port.retrieve(ctx, request.idempotencyKey)).toEqual(state);
    expect(await port.retrieve(ctx, newId('attempt'))).toBeNull();
    const command = { reference, orderId: newUuid() };
    const captured = { status: 'captured', reference, refundedAmount: 0n };
    for (let index = 0; index < 3; index++) expect(await port.capture(ctx, command)).toEqual(captured);
    expect(await port.void(ctx, reference)).toEqual(captured);
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_000n, held: 0n, holds: 0 });
    const { entries } = await loadStatement(ctx, { userId, agentOnly: true });
    expect(entries).toMatchObject([{ kind: 'capture', orderId: command.orderId, agent: 'Shopper' }]);
  });

  it('voids, again and again, and tells a capture afterwards that it is void', async () => {
    const { request } = await purchase(1_000n);
    const { reference } = await port.authorize(ctx, request);
    for (let index = 0; index < 2; index++) expect(await port.void(ctx, reference)).toEqual({ status: 'voided', reference });
    expect(await port.capture(ctx, { reference, orderId: newUuid() })).toEqual({ status: 'voided', reference });
  });

  it('captures what its merchant left, and refunds once for a key', async () => {
    const { request } = await purchase(1_000n);
    const { reference } = await port.authorize(ctx, request);
    await capture(ctx, { transactionId: reference, merchantId: null, amount: 400n, captureKey: 'part', orderId: null });
    expect(await port.capture(ctx, { reference, orderId: newUuid() })).toEqual({ status: 'captured', reference, refundedAmount: 0n });
    for (let index = 0; index < 2; index++) {
      const refunded = await port.refund(ctx, { reference, amount: 300n, refundKey: 'a' });
      expect(refunded).toEqual({ ok: true, value: { status: 'captured', reference, refundedAmount: 300n } });
    }
    expect(await port.refund(ctx, { reference, amount: 701n, refundKey: 'b' })).toMatchObject({ error: { code: 'amount_exceeds_captured', leftAmount: 700n } });
    expect(await port.refund(ctx, { reference, amount: null, refundKey: 'b' })).toMatchObject({ ok: true, value: { status: 'captured', refundedAmount: 1_000n } });
  });

  it('answers a decline with its reason', async () => {
    const { request } = await purchase(FUNDS + 1n);
    expect(await port.authorize(ctx, request)).toMatchObject({ status: 'declined', reason: 'insufficient_funds' });
  });

  it('gives up after its timeout; what happened is learnt by its key', async () => {
    const { request } = await purchase(1_000n);
    const silent = { ...ctx, db: { ...ctx.db, query: () => new Promise<never>(() => undefined) } };
    await expect(networkPayment({ timeoutMs: 5 }).authorize(silent, request)).rejects.toThrow('did not answer authorize within 5 ms');
    expect(await port.retrieve(ctx, request.idempotencyKey)).toBeNull();
  });
});
