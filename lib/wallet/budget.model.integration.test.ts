import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { beginFirstPasskey, finishPasskey } from '@/lib/identity';
import { balanceOf, transfer } from '@/lib/ledger';
import {
  approveAsked, burst, cancelCart, crash, declined, edit, expectBudgetsHold, expire, happened, jump, newAgent, pay, race, request, retry, revoke, setLimits,
  setOverAll, setStatus, type BudgetCommand, type BudgetModel, type BudgetReal, type Jump, type Limits,
} from '@/lib/testing/budget-model';
import { makeShop, makeWallet, type Shop, type Wallet } from '@/lib/testing/shop';
import { createAuthenticator, type SoftwareAuthenticator } from '@/lib/testing/software-authenticator';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { expireApprovals } from './index';

// Minutes before a midnight that matters: the end of a month or a year, the nights in which a day has 23 or 25 hours, the first day on earth.
const NIGHTS = [
  ['America/Toronto', '2026-03-08T04:40:00Z'], // 8 March has 23 hours
  ['America/Toronto', '2026-11-01T03:40:00Z'], // 1 November has 25, and begins a month
  ['America/Toronto', '2027-01-01T04:40:00Z'],
  ['Europe/Paris', '2026-03-28T22:40:00Z'], // 29 March has 23 hours
  ['Europe/Paris', '2026-10-24T21:40:00Z'], // 25 October has 25
  ['Europe/Paris', '2028-02-28T22:40:00Z'], // a leap day follows
  ['Pacific/Kiritimati', '2026-01-31T09:40:00Z'], // February begins when it is 31 January in London
  ['Pacific/Kiritimati', '2026-12-31T09:40:00Z'],
] as const;

// A purchase is 16.50, 27.50, 38.50 or 49.50, in either currency.
const BY_THE_WEEK: Limits = {
  CAD: { perTransactionAmount: 5_000n, dailyAmount: 6_000n, weeklyAmount: 6_000n, monthlyAmount: 100_000n },
  EUR: { perTransactionAmount: 5_000n, dailyAmount: 5_000n, weeklyAmount: 5_500n, monthlyAmount: 20_000n },
};
const LIMITS: readonly Limits[] = [
  { CAD: { perTransactionAmount: 3_000n, dailyAmount: 6_000n, monthlyAmount: 7_000n }, EUR: { perTransactionAmount: 4_000n, dailyAmount: 4_000n, monthlyAmount: 5_000n } },
  { CAD: { perTransactionAmount: 1_650n, dailyAmount: 4_950n, monthlyAmount: 4_950n }, EUR: { perTransactionAmount: 2_750n, dailyAmount: 4_400n, monthlyAmount: 20_000n } },
  { CAD: { perTransactionAmount: 4_950n, dailyAmount: 9_900n, monthlyAmount: 11_000n }, EUR: { perTransactionAmount: 1_000n, dailyAmount: 1_000n, monthlyAmount: 1_000n } },
  { CAD: { perTransactionAmount: 5_000n, dailyAmount: 5_000n, monthlyAmount: 5_000n } },
  BY_THE_WEEK,
  BY_THE_WEEK,
];

/** Over all agents: none, room for about one agent, hardly any. */
const OVER_ALL: readonly Limits[] = [
  {},
  { CAD: { perTransactionAmount: 4_950n, dailyAmount: 8_000n, monthlyAmount: 12_000n } },
  { CAD: { perTransactionAmount: 5_000n, dailyAmount: 9_000n, weeklyAmount: 10_000n, monthlyAmount: 40_000n }, EUR: { perTransactionAmount: 5_000n, dailyAmount: 6_000n, monthlyAmount: 8_000n } },
  { EUR: { perTransactionAmount: 2_000n, dailyAmount: 4_000n, weeklyAmount: 4_000n, monthlyAmount: 4_000n } },
];

let ctx: TestCtx;
let shops: Record<'CAD' | 'EUR', Shop>;

beforeAll(async () => {
  ctx = await testCtx();
  shops = { CAD: await makeShop(ctx), EUR: await makeShop(ctx, 'EUR') };
});

async function makeOwner(zone: string): Promise<{ wallet: Wallet; authenticator: SoftwareAuthenticator }> {
  const wallet = await makeWallet(ctx, zone);
  for (const currency of ['CAD', 'EUR'] as const) {
    const credit = `la_available_${wallet.userId}_${currency}`;
    const command = { kind: 'fund', debitAccountId: `la_funding_${currency}`, creditAccountId: credit, amount: 100_000_000n, currency, reference: `fund:${wallet.userId}:${currency}:more` } as const;
    expect(await transfer(ctx, command)).toMatchObject({ ok: true });
    expect(await balanceOf(ctx, credit)).toBe(100_500_000n);
  }
  const authenticator = createAuthenticator({ origin: 'http://localhost:3000', rpId: 'localhost' });
  const begun = await beginFirstPasskey(ctx, wallet);
  if (!begun.ok) throw new Error(begun.error.code);
  const attestation = authenticator.register(begun.value.publicKey);
  expect(await finishPasskey(ctx, { userId: wallet.userId, ceremonyId: begun.value.ceremonyId, attestation })).toMatchObject({ ok: true });
  return { wallet, authenticator };
}

const RUNS = Number(process.env.MODEL_RUNS ?? 60);
/** No run begins later than this. */
const LIMIT_MS = RUNS * 1_000;

const agentIndex = fc.nat({ max: 2 });
const index = fc.nat({ max: 30 });
const cart = fc.record({ currency: fc.constantFrom('CAD' as const, 'EUR' as const), quantity: fc.integer({ min: 1, max: 4 }) });
const carts = fc.array(cart, { minLength: 2, maxLength: 6 });
const limits = fc.constantFrom(...LIMITS);
const overAll = fc.constantFrom(...OVER_ALL);
const jumps: readonly Jump[] = [
  'a minute', 'six minutes', 'sixteen minutes', 'three hours', 'the second before midnight', 'midnight', 'the next month', 'a day and an hour',
];

const acts = fc.record({
  carts, payment: index, again: fc.boolean(), cancel: fc.boolean(), limits: fc.option(limits), overAll: fc.option(overAll), pause: fc.boolean(), expire: fc.boolean(),
});

/** What is done more often stands in the list more often. */
const often = (arbitrary: fc.Arbitrary<BudgetCommand>, times: number): fc.Arbitrary<BudgetCommand>[] => Array.from({ length: times }, () => arbitrary);

const commands: fc.Arbitrary<BudgetCommand>[] = [
  ...often(fc.tuple(agentIndex, cart).map(([agent, what]) => request(agent, what)), 5),
  ...often(fc.tuple(agentIndex, carts).map(([agent, what]) => burst(agent, what)), 2),
  ...often(carts.map((what) => burst('all', what)), 3),
  overAll.map(setOverAll),
  index.map(retry),
  ...often(fc.tuple(index, fc.integer({ min: 1, max: 3 })).map(([which, times]) => pay(which, times)), 3),
  index.map(declined),
  ...often(fc.tuple(index, fc.boolean(), fc.boolean()).map(([which, after, revoked]) => crash(which, after, revoked)), 2),
  fc.tuple(index, fc.integer({ min: 1, max: 4 })).map(([which, quantity]) => edit(which, quantity)),
  index.map(cancelCart),
  fc.constant(expire()),
  ...often(index.map(approveAsked), 2),
  fc.tuple(agentIndex, limits).map(([agent, what]) => setLimits(agent, what)),
  fc.tuple(agentIndex, fc.constantFrom('active' as const, 'active' as const, 'suspended' as const)).map(([agent, status]) => setStatus(agent, status)),
  agentIndex.map(revoke),
  ...often(fc.constantFrom(...jumps).map(jump), 2),
  ...often(fc.tuple(agentIndex, acts).map(([agent, what]) => race(agent, what)), 2),
];

describe('any order of requests, payments, declines, crashes, edits, expiry, approvals and changes of limits, by clients at the same moment', () => {
  it('counts exactly what is held and used, and never grants beyond a limit, of one agent or of all, over midnight, Monday, month end and DST in three zones and two currencies', async () => {
    const deadline = Date.now() + LIMIT_MS;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NIGHTS), limits, overAll, fc.commands(commands, { maxCommands: 60, size: 'max' }), async ([zone, night], first, together, steps) => {
        if (Date.now() > deadline) return;
        const owner = await makeOwner(zone); // its own: a limit over all agents counts what its other agents spent
        const own = await testCtx({ now: new Date(night) });
        const real: BudgetReal = { ctx: own, zone, shops, ...owner };
        const agents = [await newAgent(own, owner.wallet, first), await newAgent(own, owner.wallet, first), await newAgent(own, owner.wallet, first)];
        const model: BudgetModel = { agents, payments: [], walletLimits: {}, highest: new Map<string, bigint>() };
        await setOverAll(together).run(model, real);
        await fc.asyncModelRun(() => ({ model, real }), steps);
        // Whatever was left open runs out: then a budget counts what was bought, and nothing else.
        own.clock.advance(86_400);
        await expireApprovals(own);
        for (const payment of model.payments as { stage: string }[]) if (payment.stage === 'held') payment.stage = 'over';
        await expectBudgetsHold(model, real);
        // Nothing is captured here and no sweep runs: to a later night, purchases of an earlier one are past their life.
        expect((await runAudit(own)).filter(({ check }) => check !== 'payment.lapsed')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    for (const what of ['granted by itself', 'asked for wallet', 'granted by a person', 'used', 'released by expiry', 'released by a void', 'released by a decline']) {
      expect(happened.get(what), what).toBeGreaterThan(0);
    }
    if (process.env.MODEL_STATS) console.log(Object.fromEntries(happened));
  }, LIMIT_MS + 60_000);
});
