import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { BANKS, loadStatement, switchBank } from '@/lib/bank';
import { newId, newUuid } from '@/lib/kernel/id';
import { Unavailable } from '@/lib/ports';
import { cardChargeRequest, chargeRequest, networkPorts, newCardholder, newCreditHolder, type Cardholder } from '@/lib/testing/charge';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { authorize, capture, expireAuthorizations, getTransaction, refund, resumeRefunds, retrieve, voidAuthorization, type NetworkAuthorizeRequest, type NetworkTransaction } from './index';

const FUNDS = 500_000n;
const MERCHANTS = [newUuid(), newUuid()];
const CURRENCIES = ['CAD', 'EUR'] as const;
const WEEK_SECONDS = 8 * 24 * 3600;

let ctx: TestCtx;

beforeAll(async () => {
  ctx = await testCtx({ ports: networkPorts });
});

/** On credit: of an issuer elsewhere, without an agent. */
type Card = Cardholder & { readonly onCredit: boolean };
type Capture = { readonly key: string; readonly amount: bigint };
/** One authorisation that was asked for, and what its merchant was granted of it: captured, and given back. */
type Charge = { readonly card: Card; readonly request: NetworkAuthorizeRequest; readonly captures: Capture[]; readonly refunds: Capture[]; id: string | null; status: NetworkTransaction['status'] };

type Step =
  | { readonly do: 'authorize'; readonly card: number; readonly currency: (typeof CURRENCIES)[number]; readonly amount: bigint; readonly crash: boolean }
  | { readonly do: 'capture'; readonly of: number; readonly percent: number; readonly twice: boolean }
  | { readonly do: 'refund'; readonly of: number; readonly percent: number; readonly twice: boolean; readonly crash: boolean }
  | { readonly do: 'capture_again' | 'refund_again' | 'refund_rest' | 'capture_rest' | 'void' | 'authorize_again' | 'retrieve'; readonly of: number }
  | { readonly do: 'outage'; readonly bank: (typeof BANKS)[number] }
  | { readonly do: 'wait' | 'expire' | 'resume' };

const of = fc.nat({ max: 7 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('authorize' as const), card: fc.nat({ max: 3 }), currency: fc.constantFrom(...CURRENCIES), amount: fc.bigInt({ min: 1n, max: FUNDS / 2n }), crash: fc.boolean() }),
  fc.record({ do: fc.constant('authorize' as const), card: fc.nat({ max: 3 }), currency: fc.constantFrom(...CURRENCIES), amount: fc.bigInt({ min: 1n, max: FUNDS }), crash: fc.constant(false) }),
  fc.record({ do: fc.constant('capture' as const), of, percent: fc.integer({ min: 1, max: 110 }), twice: fc.boolean() }),
  fc.record({ do: fc.constant('refund' as const), of, percent: fc.integer({ min: 1, max: 110 }), twice: fc.boolean(), crash: fc.boolean() }),
  fc.record({ do: fc.constantFrom('refund_again' as const, 'refund_rest' as const), of }),
  fc.record({ do: fc.constantFrom('capture_again' as const, 'capture_rest' as const, 'void' as const, 'authorize_again' as const, 'retrieve' as const), of }),
  fc.record({ do: fc.constant('outage' as const), bank: fc.constantFrom(...BANKS) }),
  fc.record({ do: fc.constantFrom('wait' as const, 'expire' as const, 'resume' as const) }),
);

async function newCharge(cards: readonly Card[], { card: index, currency, amount }: Extract<Step, { do: 'authorize' }>): Promise<Charge> {
  const card = cards[index % cards.length] ?? { userId: '', cardId: '', cardBin: '', onCredit: false };
  const charge = { amount, currency, card, merchantId: MERCHANTS[index % MERCHANTS.length] ?? '' };
  const request = card.onCredit ? cardChargeRequest(charge, card) : (await chargeRequest(ctx, charge)).request;
  return { card, request, captures: [], refunds: [], id: null, status: 'initiated' };
}

/** Asks, as a process that may die between the record and the bank. */
async function ask(charge: Charge, crash: boolean): Promise<void> {
  const db = { ...ctx.db, transaction: () => Promise.reject(new Error('crash')) };
  const answer = await authorize(crash ? { ...ctx, db } : ctx, charge.request).catch(() => null);
  if (!answer) return;
  if (!answer.ok) throw new Error(answer.error.code);
  if (charge.id !== null) expect(answer.value.id).toBe(charge.id);
  charge.id = answer.value.id;
}

async function take(charge: Charge, taken: Capture): Promise<void> {
  if (charge.id === null) return;
  const command = { transactionId: charge.id, merchantId: charge.request.merchantId, amount: taken.amount, captureKey: taken.key, orderId: null };
  const result = await unlessDown(capture(ctx, command));
  if (result?.ok && !charge.captures.some(({ key }) => key === taken.key)) charge.captures.push(taken);
}

/** Asks for a refund; a process that dies between the record and the bank leaves it to the job, and does not learn of it. */
async function give(charge: Charge, given: Capture, crash = false): Promise<void> {
  if (charge.id === null) return;
  let transactions = 0;
  const db = { ...ctx.db, transaction: <T>(work: Parameters<typeof ctx.db.transaction<T>>[0]) => (transactions++ === 0 ? ctx.db.transaction(work) : Promise.reject(new Error('crash'))) };
  const command = { transactionId: charge.id, merchantId: charge.request.merchantId, amount: given.amount, refundKey: given.key };
  const result = await refund(crash ? { ...ctx, db } : ctx, command).catch(() => 'crashed' as const);
  const counts = result === 'crashed' || result.ok;
  if (counts && !charge.refunds.some(({ key }) => key === given.key)) charge.refunds.push(given);
}

const sum = (amounts: readonly Capture[]): bigint => amounts.reduce((total, { amount }) => total + amount, 0n);
const sumOf = (charge: Charge): bigint => sum(charge.captures);

/** Does a step. Steps of one batch run at the same moment. */
async function perform(cards: readonly Card[], charges: Charge[], todo: Step): Promise<void> {
  switch (todo.do) {
    case 'outage':
      return switchBank(ctx, { bank: todo.bank, isUp: false });
    case 'wait':
      return ctx.clock.advance(WEEK_SECONDS);
    case 'expire':
      await expireAuthorizations(ctx);
      return;
    case 'resume':
      ctx.clock.advance(60);
      await resumeRefunds(ctx);
      return;
    default:
      return performOn(cards, charges, todo);
  }
}

async function performOn(cards: readonly Card[], charges: Charge[], todo: Exclude<Step, { do: 'outage' | 'wait' | 'expire' | 'resume' }>): Promise<void> {
  if (todo.do === 'authorize') {
    const charge = await newCharge(cards, todo);
    charges.push(charge);
    return ask(charge, todo.crash);
  }
  const charge = charges[todo.of % Math.max(charges.length, 1)];
  if (!charge) return;
  switch (todo.do) {
    case 'capture': {
      const taken = { key: newId('request'), amount: (charge.request.amount * BigInt(todo.percent) + 99n) / 100n };
      await Promise.all(Array.from({ length: todo.twice ? 2 : 1 }, () => take(charge, taken)));
      return;
    }
    case 'capture_rest':
      return take(charge, { key: newId('request'), amount: charge.request.amount - sumOf(charge) || 1n });
    case 'capture_again': {
      const [first] = charge.captures;
      return first && take(charge, first);
    }
    case 'refund': {
      const given = { key: newId('request'), amount: (charge.request.amount * BigInt(todo.percent) + 99n) / 100n };
      await Promise.all(Array.from({ length: todo.twice ? 2 : 1 }, () => give(charge, given, todo.crash)));
      return;
    }
    case 'refund_rest':
      return give(charge, { key: newId('request'), amount: sumOf(charge) - sum(charge.refunds) || 1n });
    case 'refund_again': {
      const [first] = charge.refunds;
      return first && give(charge, first);
    }
    case 'void':
      if (charge.id !== null) await unlessDown(voidAuthorization(ctx, { transactionId: charge.id, merchantId: charge.request.merchantId }));
      return;
    case 'authorize_again':
      return ask(charge, false);
    case 'retrieve':
      await unlessDown(retrieve(ctx, charge.request.idempotencyKey));
  }
}

/** Null where the bank did not answer. */
const unlessDown = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof Unavailable) return null;
    throw error;
  });


/** What the answers add up to, read against the network's records and the statements of the cards' holders. */
async function expectBooks(cards: readonly Card[], charges: readonly Charge[]): Promise<void> {
  const [held, captured] = [new Map<string, bigint>(), new Map<string, bigint>()];
  for (const charge of charges) {
    const transaction = charge.id === null ? null : await getTransaction(ctx, { transactionId: charge.id, merchantId: null });
    if (!transaction) continue;
    expect(transaction.capturedAmount).toBe(sumOf(charge));
    expect(transaction.refundedAmount).toBe(sum(charge.refunds));
    const account = `${charge.card.userId} ${charge.request.currency}`;
    const left = transaction.status === 'authorized' ? transaction.amount - transaction.capturedAmount : 0n;
    held.set(account, (held.get(account) ?? 0n) + left);
    captured.set(account, (captured.get(account) ?? 0n) + transaction.capturedAmount - transaction.refundedAmount);
    // What has ended stays as it ended.
    if (['refunded', 'voided', 'expired', 'declined'].includes(charge.status)) expect(transaction.status).toBe(charge.status);
    charge.status = transaction.status;
  }
  for (const { userId, onCredit } of cards) {
    for (const account of (await loadStatement(ctx, { userId })).accounts) {
      const id = `${userId} ${account.currency}`;
      expect(account.held.amount).toBe(held.get(id) ?? 0n);
      expect(account.available.amount).toBe((onCredit ? 0n : FUNDS) - (held.get(id) ?? 0n) - (captured.get(id) ?? 0n));
      expect(onCredit || account.available.amount >= 0n).toBe(true);
    }
  }
}

describe('any order of authorisations, captures, voids, refunds, retries, crashes, outages of any bank, expiry and weeks that pass, several at the same moment', () => {
  it('keeps every account in its bounds, all balances at a sum of zero, and the network, the bank and the ledger of one mind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 10, size: 'max' }), async (batches) => {
        const cards: Card[] = [];
        for (const bank of ['maple', 'harbour', 'maple'] as const) cards.push({ ...(await newCardholder(ctx, bank)), onCredit: false });
        cards.push({ ...(await newCreditHolder(ctx)), onCredit: true });
        const charges: Charge[] = [];
        for (const batch of batches) {
          await Promise.all(batch.map((todo) => perform(cards, charges, todo)));
          for (const bank of BANKS) await switchBank(ctx, { bank, isUp: true });
          // A crash or an outage leaves a record that somebody asks about later; until then its id is not known here.
          ctx.clock.advance(60);
          await resumeRefunds(ctx);
          for (const charge of charges) if (charge.id === null) charge.id = (await retrieve(ctx, charge.request.idempotencyKey))?.id ?? null;
          await expectBooks(cards, charges);
        }
        while ((await expireAuthorizations(ctx)) > 0);
        await expectBooks(cards, charges);
        // These charges have no checkouts, and so no attempts; everything below them is audited.
        expect((await runAudit(ctx)).filter(({ check }) => check !== 'payment.charge')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
