import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { addSeconds } from '@/lib/kernel/clock';
import { newId } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { holdSpending, releaseSpending, useSpending, windowKeys, type WindowKeys } from '@/lib/spending';
import { makeAgent, makeShop, makeWallet, type Shop, type TestAgent, type Wallet } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadFacts, type PolicyFacts } from './index';
import { localMoment } from './hours';
import { writePolicy } from './store';
import type { Policy } from './types';

// What one statement reads of limits, rules and the past, beside what follows from the purchases themselves, one by one.

const CALENDAR = { timeZone: 'America/Toronto', change: null } as const;
const DAY = 86_400;
/** An agent has a limit; this one says nothing to what is bought here. */
const ELSEWHERE = [{ currency: 'JPY', perTransactionAmount: 1n, dailyAmount: 1n, monthlyAmount: 1n }] as const;

let ctx: TestCtx;
let shops: readonly [Shop, Shop];

beforeAll(async () => {
  ctx = await testCtx();
  shops = [await makeShop(ctx), await makeShop(ctx)];
});

const action = fc.constantFrom('allow', 'ask', 'refuse');
const policy: fc.Arbitrary<Policy> = fc.record(
  { velocity: fc.record({ purchases: fc.integer({ min: 1, max: 4 }), seconds: fc.constantFrom(60, 3_600, DAY, 30 * DAY), action }), newMerchant: fc.record({ action }) },
  { requiredKeys: [] },
);
const limit = fc.record({ perTransaction: fc.bigInt(1n, 9n), daily: fc.bigInt(10n, 99n), weekly: fc.option(fc.bigInt(100n, 999n)), monthly: fc.bigInt(1_000n, 9_999n) });
const purchase = fc.record({
  agent: fc.constantFrom(0, 1), shop: fc.constantFrom(0, 1), currency: fc.constantFrom('CAD', 'EUR'), amount: fc.bigInt(1n, 5_000n),
  // Near the edges of the spans of the rules above, too.
  secondsAgo: fc.oneof(fc.constantFrom(0, 59, 60, 61, 3_600, DAY), fc.integer({ min: 0, max: 40 * DAY })),
  end: fc.constantFrom('held', 'used', 'released'),
});
const authorization = fc.record({
  agent: fc.constantFrom(0, 1), shop: fc.option(fc.constantFrom(0, 1)), category: fc.option(fc.constantFrom('pantry', 'toys')), currency: fc.constantFrom('CAD', 'EUR'),
  amount: fc.bigInt(1n, 400n), used: fc.bigInt(0n, 200n), single: fc.boolean(), expiresIn: fc.constantFrom(-60, 0, 60, DAY), revoked: fc.boolean(),
}).filter(({ shop, category, amount, used }) => (shop !== null || category !== null) && used <= amount);
const world = fc.record({
  own: policy, shared: fc.option(policy), agentLimit: fc.option(limit), walletLimit: fc.option(limit),
  purchases: fc.array(purchase, { maxLength: 12 }), authorizations: fc.array(authorization, { maxLength: 3 }),
  asked: fc.record({ shop: fc.constantFrom(0, 1), amount: fc.bigInt(1n, 300n), categories: fc.constantFrom(['pantry'], ['pantry', 'toys']) }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
type Pair = readonly [TestAgent, TestAgent];

it('says what the purchases, limits and rules themselves say, locked or not', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const wallet = await makeWallet(ctx);
      const agents: Pair = [await makeAgent(ctx, { wallet, limits: ELSEWHERE }), await makeAgent(ctx, { wallet, limits: ELSEWHERE })];
      const ids = await arrange(given, wallet, agents);
      const query = {
        walletId: wallet.walletId, agentId: agents[0].agentId, merchant: shops[given.asked.shop === 0 ? 0 : 1].handle, currency: 'CAD', amount: given.asked.amount,
        categories: given.asked.categories, calendar: CALENDAR,
      } as const;
      const found = await loadFacts(ctx, { ...query, lock: false });
      expect(found).toEqual(expected(given, ids));
      expect(await ctx.db.transaction((db) => loadFacts({ ...ctx, db }, { ...query, lock: true }))).toEqual(found);
    }),
    { numRuns: 30 },
  );
});

const write = (name: string, text: string, values: readonly unknown[]) => ctx.db.query({ name: `test.${name}`, text, values });

/** Answers the ids of the authorisations, as they were given. */
async function arrange(given: World, { walletId }: Wallet, agents: Pair): Promise<string[]> {
  await writePolicy(ctx, { walletId, agentId: agents[0].agentId }, given.own);
  if (given.shared) await writePolicy(ctx, { walletId, agentId: null }, given.shared);
  const columns = 'currency, per_transaction_amount, daily_amount, weekly_amount, monthly_amount';
  const limits = [[given.agentLimit, 'agent_limit', 'agent_id', agents[0].agentId], [given.walletLimit, 'wallet_limit', 'wallet_id', walletId]] as const;
  for (const [of, table, owner, id] of limits) {
    if (of) await write(table, `insert into ${table} (${owner}, ${columns}) values ($1, 'CAD', $2, $3, $4, $5)`, [id, of.perTransaction, of.daily, of.weekly, of.monthly]);
  }
  for (const each of given.purchases) await buy(each, walletId, agents);
  const ids: string[] = [];
  for (const each of given.authorizations) {
    const id = newId('request');
    ids.push(id);
    await write(
      'authorization',
      `insert into spending_authorization (id, wallet_id, agent_id, merchant, category, currency, amount, used_amount, single_use, confirmation_id, created_at, expires_at, revoked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $1, $10, $11, $12)`,
      [
        id, walletId, agents[each.agent === 0 ? 0 : 1].agentId, each.shop === null ? null : shops[each.shop === 0 ? 0 : 1].handle, each.category, each.currency, each.amount, each.used,
        each.single, addSeconds(ctx.clock.now(), -DAY), addSeconds(ctx.clock.now(), each.expiresIn), each.revoked ? ctx.clock.now() : null,
      ],
    );
  }
  return ids;
}

/** As the wallet does it: held, then used or released. */
async function buy({ agent, shop, currency, amount, secondsAgo, end }: World['purchases'][number], walletId: string, agents: Pair): Promise<void> {
  const at = addSeconds(ctx.clock.now(), -secondsAgo);
  const then: Ctx = { ...ctx, clock: { now: () => at } };
  const [paymentId, { agentId }] = [newId('payment'), agents[agent === 0 ? 0 : 1]];
  await write(
    'payment',
    `insert into agent_payment (id, wallet_id, agent_id, merchant_id, checkout_id, snapshot_hash, cart_hash, amount, currency, status, human_present, expires_at, created_at, merchant_country, categories)
     values ($1, $2, $3, $4, $1, 'x', 'x', $5, $6, 'approved', false, $7, $7, 'CA', '{pantry}')`,
    [paymentId, walletId, agentId, shops[shop === 0 ? 0 : 1].merchantId, amount, currency, at],
  );
  await holdSpending(then, { paymentId, agentId, walletId, currency, amount, keys: windowKeys(at, CALENDAR), automatic: true, authorizationId: null });
  if (end === 'used') await useSpending(then, paymentId);
  if (end === 'released') await releaseSpending(then, paymentId);
}

// ---- The same, one purchase at a time.

function expected(given: World, authorizationIds: readonly string[]): PolicyFacts {
  const now = ctx.clock.now();
  const [keys, moment] = [windowKeys(now, CALENDAR), localMoment(now, CALENDAR.timeZone)];
  const counting = given.purchases.filter(({ end }) => end !== 'released');
  const own = counting.filter(({ agent }) => agent === 0);
  const used = own.filter(({ end }) => end === 'used');
  const inCurrency = used.filter(({ currency }) => currency === 'CAD');
  const nearHour = [-1, 0, 1].map((beside) => (Math.floor(moment.minute / 60) + beside + 24) % 24);
  return {
    moment, keys,
    policies: { agent: given.own, wallet: given.shared ?? {} },
    budgets: { agent: budgetOf(given.agentLimit, own, keys), wallet: budgetOf(given.walletLimit, counting, keys) },
    authorizationId: coveringOf(given, authorizationIds),
    past: {
      count: used.length,
      atMerchant: used.filter(({ shop }) => shop === given.asked.shop).length,
      inCurrency: { count: inCurrency.length, totalAmount: sum(inCurrency) },
      nearHour: used.filter(({ secondsAgo }) => nearHour.includes(Math.floor(localMoment(addSeconds(now, -secondsAgo), CALENDAR.timeZone).minute / 60))).length,
      recent: { agent: recentOf(given.own, own), wallet: recentOf(given.shared, counting) },
    },
  };
}

type Counted = World['purchases'];
const sum = (purchases: Counted): bigint => purchases.reduce((total, { amount }) => total + amount, 0n);

function budgetOf(of: World['agentLimit'], purchases: Counted, keys: WindowKeys): PolicyFacts['budgets']['agent'] {
  if (of === null) return null;
  const within = (key: keyof WindowKeys): bigint =>
    sum(purchases.filter(({ currency, secondsAgo }) => currency === 'CAD' && windowKeys(addSeconds(ctx.clock.now(), -secondsAgo), CALENDAR)[key] === keys[key]));
  return {
    limit: { perTransactionAmount: of.perTransaction, dailyAmount: of.daily, weeklyAmount: of.weekly, monthlyAmount: of.monthly },
    usage: { dailyAmount: within('dayKey'), weeklyAmount: within('weekKey'), monthlyAmount: within('monthKey') },
  };
}

function recentOf(of: Policy | null, purchases: Counted): number {
  const rule = of?.velocity;
  if (!rule || rule.action === 'allow') return 0;
  return Math.min(rule.purchases, purchases.filter(({ secondsAgo }) => secondsAgo < rule.seconds).length);
}

/** The one that lapses first of those that cover the purchase, single ones before others. */
function coveringOf({ authorizations, asked }: World, ids: readonly string[]): string | null {
  const covering = authorizations
    .map((each, index) => ({ ...each, id: ids[index] ?? '' }))
    .filter(({ agent, currency, revoked, expiresIn }) => agent === 0 && currency === 'CAD' && !revoked && expiresIn > 0)
    .filter(({ amount, used, single }) => used + asked.amount <= amount && (!single || used === 0n))
    .filter(({ shop, category }) => (shop === null || shop === asked.shop) && (category === null || (asked.categories.length === 1 && asked.categories[0] === category)))
    .sort((a, b) => Number(b.single) - Number(a.single) || a.expiresIn - b.expiresIn || (a.id < b.id ? -1 : 1));
  return covering[0]?.id ?? null;
}
