import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/lib/kernel/id';
import type { Currency } from '@/lib/kernel/money';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { captureHold, issueDemoCard, loadStatement, placeHold, releaseHold, type CaptureHold, type PlaceHold } from './index';

const FUNDS = 500_000n;

let ctx: TestCtx;
let sequence = 0;

type Customer = { userId: string; cardId: string };

async function customer(): Promise<Customer> {
  const userId = newId('user');
  const { cardId } = await issueDemoCard(ctx, { userId });
  return { userId, cardId };
}

const hold = (cardId: string, amount: bigint, more: Partial<PlaceHold> = {}): PlaceHold => ({
  reference: `txn_test${++sequence}`, cardId, amount, currency: 'CAD', merchantName: 'Regal Moose', agentId: 'agent_1', agentName: 'Shopper', humanPresent: false, authenticated: false,
  mandate: null, ...more,
});

const take = (reference: string, amount: bigint | null, more: Partial<CaptureHold> = {}): CaptureHold => ({
  reference, captureKey: `key${++sequence}`, merchantId: 'm1', amount, orderId: null, ...more,
});

async function placed(cardId: string, amount: bigint): Promise<string> {
  const result = await placeHold(ctx, hold(cardId, amount));
  if (!result.ok) throw new Error(result.error.code);
  return result.value.reference;
}

async function balances(userId: string, currency: Currency = 'CAD'): Promise<{ available: bigint; held: bigint }> {
  const account = (await loadStatement(ctx, { userId })).accounts.find((each) => each.currency === currency);
  return { available: account?.available.amount ?? -1n, held: account?.held.amount ?? -1n };
}

/** Every transfer has two sides, so all balances of a currency sum to nothing; and no customer is below zero. */
async function expectBooksInOrder(): Promise<void> {
  const rows = await ctx.db.query<{ currency: string; total: string; lowest: bigint | null }>({
    name: 'test.books',
    text: `select currency, sum(credits_amount - debits_amount)::text as total,
                  min(credits_amount - debits_amount) filter (where not may_go_negative) as lowest
             from ledger_account group by currency`,
    values: [],
  });
  for (const row of rows) {
    expect(row.total).toBe('0');
    expect(row.lowest ?? 0n).toBeGreaterThanOrEqual(0n);
  }
}

beforeAll(async () => {
  ctx = await testCtx({ ports: {} });
});

describe('issueDemoCard', () => {
  it('opens funded CAD and EUR accounts and a visa card on them', async () => {
    const userId = newId('user');
    const card = await issueDemoCard(ctx, { userId });
    expect(card).toMatchObject({ brand: 'visa', last4: expect.stringMatching(/^\d{4}$/) as string });
    expect(await balances(userId, 'CAD')).toEqual({ available: FUNDS, held: 0n });
    expect(await balances(userId, 'EUR')).toEqual({ available: FUNDS, held: 0n });
    await expectBooksInOrder();
  });

  it('issues one card and funds once, however often it is asked at once', async () => {
    const userId = newId('user');
    const cards = await Promise.all(Array.from({ length: 8 }, () => issueDemoCard(ctx, { userId })));
    expect(new Set(cards.map((card) => card.cardId)).size).toBe(1);
    expect(await balances(userId)).toEqual({ available: FUNDS, held: 0n });
  });
});

describe('placeHold', () => {
  it('moves the amount from available to held', async () => {
    const { userId, cardId } = await customer();
    const result = await placeHold(ctx, hold(cardId, 1_842n));
    expect(result).toMatchObject({ ok: true, value: { status: 'held', amount: 1_842n } });
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_842n, held: 1_842n });
  });

  it('holds up to the last cent, and refuses one more', async () => {
    const { cardId } = await customer();
    expect(await placeHold(ctx, hold(cardId, FUNDS + 1n))).toEqual({ ok: false, error: { code: 'insufficient_funds' } });
    expect((await placeHold(ctx, hold(cardId, FUNDS))).ok).toBe(true);
    expect(await placeHold(ctx, hold(cardId, 1n))).toEqual({ ok: false, error: { code: 'insufficient_funds' } });
  });

  it('refuses unknown and frozen cards and currencies that are not held, and leaves nothing behind', async () => {
    const { userId, cardId } = await customer();
    expect(await placeHold(ctx, hold('card_nobody', 1n))).toEqual({ ok: false, error: { code: 'card_not_found' } });
    expect(await placeHold(ctx, hold(cardId, 1n, { currency: 'JPY' }))).toEqual({ ok: false, error: { code: 'currency_not_held' } });
    const earlier = hold(cardId, 5n);
    await placeHold(ctx, earlier);
    await ctx.db.query({ name: 'test.freeze', text: `update bank_card set status = 'frozen' where id = $1`, values: [cardId] });
    expect(await placeHold(ctx, hold(cardId, 1n))).toEqual({ ok: false, error: { code: 'card_frozen' } });
    expect(await placeHold(ctx, earlier)).toMatchObject({ ok: true, value: { amount: 5n } }); // it was placed before
    expect(await balances(userId)).toEqual({ available: FUNDS - 5n, held: 5n });
  });

  it('holds once per reference, under 20 requests at once', async () => {
    const { userId, cardId } = await customer();
    const command = hold(cardId, 700n);
    const results = await Promise.all(Array.from({ length: 20 }, () => placeHold(ctx, command)));
    expect(new Set(results.map((result) => result.ok && result.value.id)).size).toBe(1);
    expect(await balances(userId)).toEqual({ available: FUNDS - 700n, held: 700n });
    expect(await placeHold(ctx, { ...command, amount: 701n })).toEqual({ ok: false, error: { code: 'reference_conflict' } });
  });

  it('never overdraws: of 20 holds at once that ask for more than there is, as many as the funds bear', async () => {
    const { userId, cardId } = await customer();
    const results = await Promise.all(Array.from({ length: 20 }, () => placeHold(ctx, hold(cardId, 60_000n))));
    expect(results.filter((result) => result.ok)).toHaveLength(8);
    expect(results.every((result) => result.ok || result.error.code === 'insufficient_funds')).toBe(true);
    expect(await balances(userId)).toEqual({ available: 20_000n, held: 480_000n });
    await expectBooksInOrder();
  });
});

describe('captureHold', () => {
  it('captures in parts until the sum, and not one unit more', async () => {
    const { userId, cardId } = await customer();
    const reference = await placed(cardId, 1_000n);
    expect(await captureHold(ctx, take(reference, 1_001n))).toEqual({ ok: false, error: { code: 'amount_exceeds_held', heldAmount: 1_000n } });
    expect(await captureHold(ctx, take(reference, 400n))).toMatchObject({ ok: true, value: { status: 'held', capturedAmount: 400n } });
    expect(await captureHold(ctx, take(reference, 601n))).toEqual({ ok: false, error: { code: 'amount_exceeds_held', heldAmount: 600n } });
    expect(await captureHold(ctx, take(reference, null, { orderId: 'o1' }))).toMatchObject({
      ok: true, value: { status: 'captured', capturedAmount: 1_000n, orderId: 'o1' },
    });
    expect(await captureHold(ctx, take(reference, 1n))).toEqual({ ok: false, error: { code: 'hold_closed', status: 'captured' } });
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_000n, held: 0n });
  });

  it.each([600n, null])('takes once per key (%s)', async (amount) => {
    const { userId, cardId } = await customer();
    const reference = await placed(cardId, 1_000n);
    const command = take(reference, amount);
    const results = await Promise.all(Array.from({ length: 6 }, () => captureHold(ctx, command)));
    expect(results.every((result) => result.ok && result.value.capturedAmount === (amount ?? 1_000n))).toBe(true);
    expect((await balances(userId)).held).toBe(1_000n - (amount ?? 1_000n));
    expect(await captureHold(ctx, { ...command, amount: 5n })).toEqual({ ok: false, error: { code: 'reference_conflict' } });
  });

  it('lets two full captures at once take the money once', async () => {
    const { userId, cardId } = await customer();
    const reference = await placed(cardId, 1_000n);
    const results = await Promise.all([captureHold(ctx, take(reference, 1_000n)), captureHold(ctx, take(reference, 1_000n))]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await balances(userId)).toEqual({ available: FUNDS - 1_000n, held: 0n });
  });

  it('refuses a hold that was released or never placed', async () => {
    const { cardId } = await customer();
    const reference = await placed(cardId, 1_000n);
    await releaseHold(ctx, { reference });
    expect(await captureHold(ctx, take(reference, null))).toEqual({ ok: false, error: { code: 'hold_closed', status: 'released' } });
    expect(await captureHold(ctx, take('txn_nothing', 1n))).toEqual({ ok: false, error: { code: 'hold_not_found' } });
  });
});

describe('releaseHold', () => {
  it('gives back what is left, once', async () => {
    const { userId, cardId } = await customer();
    const reference = await placed(cardId, 1_000n);
    await captureHold(ctx, take(reference, 300n));
    await Promise.all(Array.from({ length: 5 }, () => releaseHold(ctx, { reference })));
    expect(await releaseHold(ctx, { reference })).toMatchObject({ ok: true, value: { status: 'captured', releasedAmount: 700n } });
    expect(await balances(userId)).toEqual({ available: FUNDS - 300n, held: 0n });
  });

  it('refuses a hold that was captured in full or never placed', async () => {
    const { cardId } = await customer();
    const reference = await placed(cardId, 1_000n);
    await captureHold(ctx, take(reference, null));
    expect(await releaseHold(ctx, { reference })).toEqual({ ok: false, error: { code: 'hold_closed', status: 'captured' } });
    expect(await releaseHold(ctx, { reference: 'txn_nothing' })).toEqual({ ok: false, error: { code: 'hold_not_found' } });
  });
});

describe('loadStatement', () => {
  it('shows what is held and what was booked; the entries sum to what is available and held', async () => {
    const { userId, cardId } = await customer();
    const [bought, open] = [await placed(cardId, 2_500n), await placed(cardId, 900n)];
    ctx.clock.advance(1);
    await captureHold(ctx, take(bought, null, { orderId: 'order-7' }));
    await captureHold(ctx, take(open, 400n));
    const { accounts, holds, entries } = await loadStatement(ctx, { userId });
    expect(accounts.map((account) => [account.currency, account.available.amount, account.held.amount])).toEqual([
      ['CAD', FUNDS - 3_400n, 500n],
      ['EUR', FUNDS, 0n],
    ]);
    expect(holds).toMatchObject([
      { amount: { amount: 500n, currency: 'CAD' }, merchant: 'Regal Moose', agent: 'Shopper', orderId: null, status: 'held' },
    ]);
    expect(entries.slice(0, 2).map((entry) => [entry.kind, entry.amount.amount, entry.orderId]).sort()).toEqual([
      ['capture', -2_500n, 'order-7'],
      ['capture', -400n, null],
    ]);
    expect(entries.slice(2).map((entry) => [entry.kind, entry.amount.amount, entry.agent])).toEqual([
      ['fund', FUNDS, null],
      ['fund', FUNDS, null],
    ]);
  });

  it('pages through all entries without losing or repeating one', async () => {
    const { userId, cardId } = await customer();
    ctx.clock.advance(1);
    const reference = await placed(cardId, 60n);
    for (let index = 0; index < 60; index++) await captureHold(ctx, take(reference, 1n)); // all in the same millisecond
    const first = await loadStatement(ctx, { userId });
    const second = await loadStatement(ctx, { userId, cursor: first.nextCursor ?? '' });
    expect([first.entries.length, second.entries.length, second.nextCursor]).toEqual([50, 12, null]);
    expect(new Set([...first.entries, ...second.entries].map((entry) => entry.id)).size).toBe(62);
    const byAgents = await loadStatement(ctx, { userId, agentOnly: true, cursor: first.nextCursor ?? '' });
    expect(byAgents.entries).toHaveLength(10);
  });

  it("shows nothing of another person's", async () => {
    expect(await loadStatement(ctx, { userId: newId('user') })).toEqual({ accounts: [], holds: [], entries: [], nextCursor: null });
  });
});

describe('any order of holds, captures, releases and retries', () => {
  type Step = { do: 'hold' | 'capture' | 'release' | 'retry'; of: number; amount: bigint };
  const step: fc.Arbitrary<Step> = fc.record({
    do: fc.constantFrom('hold', 'capture', 'release', 'retry'),
    of: fc.nat({ max: 5 }),
    amount: fc.bigInt({ min: 1n, max: FUNDS / 2n }),
  });

  it('keeps the books balanced, and every account where the steps that were granted put it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const { userId, cardId } = await customer();
        const holds: { command: PlaceHold; held: bigint }[] = [];
        let [available, captured] = [FUNDS, 0n];
        for (const { do: action, of, amount } of steps) {
          const target = holds[of % Math.max(holds.length, 1)];
          if (action === 'hold') {
            const command = hold(cardId, amount);
            const result = await placeHold(ctx, command);
            expect(result.ok).toBe(amount <= available);
            if (!result.ok) continue;
            holds.push({ command, held: amount });
            available -= amount;
          } else if (!target) {
            continue;
          } else if (action === 'capture') {
            const result = await captureHold(ctx, take(target.command.reference, amount));
            expect(result.ok).toBe(amount <= target.held);
            if (!result.ok) continue;
            target.held -= amount;
            captured += amount;
          } else if (action === 'release') {
            await releaseHold(ctx, { reference: target.command.reference });
            available += target.held;
            target.held = 0n;
          } else {
            expect((await placeHold(ctx, target.command)).ok).toBe(true);
          }
        }
        const held = holds.reduce((total, each) => total + each.held, 0n);
        expect(await balances(userId)).toEqual({ available, held });
        expect(available + held + captured).toBe(FUNDS);
        await expectBooksInOrder();
      }),
      { numRuns: 25 },
    );
  });
});
