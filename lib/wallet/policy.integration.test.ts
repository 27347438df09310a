import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import { cancelCheckout, completeCheckout, type Checkout } from '@/lib/checkout';
import { confirmPolicy, setPolicy, type PolicyPatch } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';
import { confirmAuthorization, listAuthorizations, requestAuthorization, revokeAuthorization, type NewAuthorization } from '@/lib/spending';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { seedPastPurchases } from '@/lib/testing/past-purchases';
import { askFor, makeAgent, makeShop, makeWallet, openCheckout, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import type { Statement } from '@/lib/db';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { replayPolicy, simulatePayment } from './index';

// The shop sells tea, of the category pantry, from Canada, at 16.50 for one; agents may spend 50 a purchase.

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const rules = async (agent: TestAgent, patch: PolicyPatch, over: 'agent' | 'wallet' = 'agent') =>
  expect(await setPolicy(ctx, { walletId: agent.walletId, agentId: over === 'agent' ? agent.agentId : null, patch })).toMatchObject({ ok: true });
const buyTea = async (agent: TestAgent, quantity = 1) => askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]));
const isGranted = (answer: Awaited<ReturnType<typeof askFor>>): boolean => answer.ok && answer.value.kind === 'granted';

async function complete(agent: TestAgent, checkout: Checkout): Promise<void> {
  const actor = { kind: 'agent', agentId: agent.agentId } as const;
  const token = await tokenFor(ctx, agent, checkout);
  expect(await completeCheckout(ctx, { checkoutId: checkout.id, actor, token, wireVersion: '2026-04-17', resumed: false })).toMatchObject({ ok: true, value: { outcome: 'completed' } });
}

describe('the owner\'s rules over a payment', () => {
  it.each<[string, PolicyPatch, string, string]>([
    ['a category', { categories: { allowed: [], blocked: ['pantry'], action: 'ask' } }, 'category', 'Goods of the category "pantry" are blocked.'],
    ['a country', { countries: { allowed: ['FR'], blocked: [], action: 'ask' } }, 'merchant', 'CA is not among the countries that you allow.'],
    ['a merchant for the first time', { newMerchant: { action: 'ask' } }, 'anomaly', 'has never bought at'],
    ['the hours', { hours: { days: [1], from: '08:00', until: '09:00', action: 'ask' } }, 'anomaly', 'outside the hours that you set, 08:00 to 09:00'],
  ])('ask for %s, of one agent and over all of them', async (_what, patch, triggerType, words) => {
    const agent = await makeAgent(ctx);
    await rules(agent, patch);
    expect(await buyTea(agent)).toMatchObject({ ok: true, value: { kind: 'step_up', triggerType, reason: expect.stringContaining(words) } });
    const other = await makeAgent(ctx);
    await rules(other, patch, 'wallet');
    expect(await buyTea(other)).toMatchObject({ ok: true, value: { triggerType, reason: expect.stringMatching(/This holds for all your agents\.$/) } });
  });

  it('refuse, hold nothing and write no payment', async () => {
    const agent = await makeAgent(ctx);
    await rules(agent, { merchants: { allowed: [], blocked: [shop.handle], action: 'refuse' } });
    expect(await buyTea(agent)).toMatchObject({ ok: false, error: { code: 'rule_refused', finding: { rule: 'merchant', nextStep: expect.stringMatching(/another merchant/) } } });
    expect(await ctx.db.query({ name: 'test.payments', text: 'select 1 from agent_payment where agent_id = $1', values: [agent.agentId] })).toEqual([]);
  });

  it('know what the agent bought before, and nothing of what came to nothing', async () => {
    const agent = await makeAgent(ctx);
    const canceled = await openCheckout(ctx, shop, agent);
    await tokenFor(ctx, agent, canceled);
    await cancelCheckout(ctx, { checkoutId: canceled.id, actor: { kind: 'agent', agentId: agent.agentId } });
    const bought = await openCheckout(ctx, shop, agent);
    await rules(agent, { newMerchant: { action: 'ask' } });
    expect(await askFor(ctx, agent, bought)).toMatchObject({ value: { kind: 'step_up' } });
    const loose = await makeAgent(ctx);
    await complete(loose, await openCheckout(ctx, shop, loose));
    await rules(loose, { newMerchant: { action: 'refuse' } });
    expect(isGranted(await buyTea(loose))).toBe(true);
  });

  it('find an amount and an hour unusual against the agent\'s own past', async () => {
    const agent = await makeAgent(ctx);
    for (let count = 0; count < 5; count++) await complete(agent, await openCheckout(ctx, shop, agent));
    await rules(agent, { unusualAmount: { times: 2, action: 'ask' } });
    expect(isGranted(await buyTea(agent, 2))).toBe(true); // 27.50
    expect(await buyTea(agent, 3)).toMatchObject({ value: { triggerType: 'anomaly', reason: 'It is more than 2 times what this agent usually spends, $16.50.' } }); // 38.50
  });

  it('count purchases of one agent, and of all together, exactly under requests at the same moment', async () => {
    const wallet = await makeWallet(ctx);
    const agents = await Promise.all([1, 2, 3].map(() => makeAgent(ctx, { wallet })));
    const [first] = agents as [TestAgent];
    await rules(first, { velocity: { purchases: 4, seconds: 60, action: 'ask' } }, 'wallet');
    await rules(first, { velocity: { purchases: 2, seconds: 60, action: 'refuse' } });
    const checkouts = await Promise.all(agents.flatMap((agent) => [1, 2, 3].map(async () => ({ agent, checkout: await openCheckout(ctx, shop, agent) }))));
    const answers = await Promise.all(checkouts.map(async ({ agent, checkout }) => ({ agent, answer: await askFor(ctx, agent, checkout) })));
    const granted = answers.filter(({ answer }) => isGranted(answer));
    expect(granted).toHaveLength(4);
    expect(granted.filter(({ agent }) => agent === first).length).toBeLessThanOrEqual(2);
    ctx.clock.advance(61);
    expect(isGranted(await buyTea(first))).toBe(true);
  });
});

describe('changing rules', () => {
  it('tightens at once, and loosens once the passkey signed before and after', async () => {
    const { agent, authenticator } = await makeOwner(ctx);
    const key = { walletId: agent.walletId, agentId: agent.agentId };
    const strict = { merchants: { allowed: [], blocked: [shop.handle], action: 'refuse' } } as const;
    await rules(agent, strict);
    const asked = await setPolicy(ctx, { ...key, patch: { merchants: null } });
    if (asked.ok || asked.error.code !== 'widening_needs_confirmation') throw new Error('no passkey was asked for');
    expect(asked.error).toMatchObject({ widening: ['merchants'], mandate: { content: { type: 'policy', agentId: agent.agentId, before: strict, after: {} } } });
    expect(isGranted(await buyTea(agent))).toBe(false);
    const assertion = authenticator.assert(asked.error.mandate.publicKey);
    expect(await confirmPolicy(ctx, { walletId: agent.walletId, agentId: null, assertion })).toEqual({ ok: false, error: { code: 'nothing_to_confirm' } });
    expect(await confirmPolicy(ctx, { ...key, assertion })).toEqual({ ok: true, value: {} });
    expect(await confirmPolicy(ctx, { ...key, assertion })).toEqual({ ok: false, error: { code: 'nothing_to_confirm' } });
    expect(isGranted(await buyTea(agent))).toBe(true);
  });

  it('is nobody else\'s business', async () => {
    const [agent, stranger] = [await makeAgent(ctx), await makeWallet(ctx)];
    expect(await setPolicy(ctx, { walletId: stranger.walletId, agentId: agent.agentId, patch: {} })).toEqual({ ok: false, error: { code: 'agent_not_found' } });
    expect(await replayPolicy(ctx, { walletId: stranger.walletId, agentId: agent.agentId, patch: {} })).toEqual({ ok: false, error: { code: 'agent_not_found' } });
  });
});

describe('an authorisation', () => {
  let owner: Owner;
  const EXPIRY = new Date('2026-11-22T12:00:00Z');

  async function authorize(change: Partial<NewAuthorization> = {}): Promise<string> {
    const { agent, authenticator } = owner;
    const wanted = { agentId: agent.agentId, merchant: shop.handle, category: null, currency: 'CAD' as const, amount: 20_000n, singleUse: true, expiresAt: EXPIRY, ...change };
    const asked = await requestAuthorization(ctx, { walletId: agent.walletId, ...wanted });
    if (!asked.ok) throw new Error(asked.error.code);
    const confirmed = await confirmAuthorization(ctx, { walletId: agent.walletId, assertion: authenticator.assert(asked.value.publicKey) });
    if (!confirmed.ok) throw new Error(confirmed.error.code);
    return confirmed.value.id;
  }
  const used = async (id: string) => (await listAuthorizations(ctx, owner.agent.walletId)).find((each) => each.id === id)?.usedAmount;

  it('for one purchase lets exactly one through beyond the limits, however many ask at once, and counts it as a person\'s', async () => {
    owner = await makeOwner(ctx);
    const id = await authorize();
    const checkouts = await Promise.all([1, 2, 3, 4].map(() => openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity: 8 }]))); // 93.50
    const answers = await Promise.all(checkouts.map((checkout) => askFor(ctx, owner.agent, checkout)));
    expect(answers.filter(isGranted)).toHaveLength(1);
    expect(await used(id)).toBe(9_350n);
    const holds = await ctx.db.query({ name: 'test.drawn', text: `select automatic, amount from spending_hold where authorization_id = $1`, values: [id] });
    expect(holds).toEqual([{ automatic: false, amount: 9_350n }]);
  });

  it('is free again when its purchase comes to nothing', async () => {
    owner = await makeOwner(ctx);
    const id = await authorize();
    const checkout = await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity: 8 }]);
    await tokenFor(ctx, owner.agent, checkout);
    await cancelCheckout(ctx, { checkoutId: checkout.id, actor: { kind: 'agent', agentId: owner.agent.agentId } });
    expect(await used(id)).toBe(0n);
    expect(isGranted(await buyTea(owner.agent, 8))).toBe(true);
  });

  it('is left alone by a purchase within the limits', async () => {
    owner = await makeOwner(ctx);
    const id = await authorize();
    expect(isGranted(await buyTea(owner.agent))).toBe(true);
    expect(await used(id)).toBe(0n);
  });

  it('over a category is drawn on until its amount is spent', async () => {
    owner = await makeOwner(ctx);
    const id = await authorize({ merchant: null, category: 'pantry', singleUse: false });
    for (const expected of [true, true, false]) expect(isGranted(await buyTea(owner.agent, 8))).toBe(expected);
    expect(await used(id)).toBe(18_700n);
  });

  it.each<[string, Partial<NewAuthorization>]>([
    ['another merchant', { merchant: 'another-shop' }],
    ['another category', { category: 'toys' }],
    ['a smaller amount', { amount: 9_349n }],
    ['another currency', { currency: 'EUR' }],
    ['a time that has passed', { expiresAt: new Date('2026-11-21T12:00:00Z') }],
  ])('for %s covers nothing', async (_what, change) => {
    owner = await makeOwner(ctx);
    await authorize(change);
    expect(await buyTea(owner.agent, 8)).toMatchObject({ value: { kind: 'step_up', triggerType: 'per_transaction' } });
  });

  it('ends when it is revoked, and is nobody else\'s', async () => {
    owner = await makeOwner(ctx);
    const id = await authorize();
    const stranger = await makeWallet(ctx);
    expect(await revokeAuthorization(ctx, { walletId: stranger.walletId, id })).toMatchObject({ error: { code: 'authorization_not_found' } });
    expect(await requestAuthorization(ctx, { walletId: stranger.walletId, agentId: owner.agent.agentId, merchant: 'x', category: null, currency: 'CAD', amount: 1n, singleUse: true, expiresAt: EXPIRY })).toMatchObject({ ok: false, error: { code: 'agent_not_found' } });
    await revokeAuthorization(ctx, { walletId: owner.agent.walletId, id });
    expect(isGranted(await buyTea(owner.agent, 8))).toBe(false);
  });
});

describe('a look ahead and a look back', () => {
  it('say what a payment would be answered, and change nothing', async () => {
    const agent = await makeAgent(ctx);
    const checkout = await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 8 }]);
    const command = { agentId: agent.agentId, walletId: agent.walletId, scopes: null, merchant: shop.handle, checkoutId: checkout.id, amount: 9_350n, currency: 'CAD' as const, categories: [], country: null };
    expect(await simulatePayment(ctx, command)).toMatchObject({ ok: true, value: { decision: 'ask', rule: 'per_transaction', figures: { limit: 5_000n, used: 0n, requested: 9_350n } } });
    expect(await simulatePayment(ctx, { ...command, amount: 1n })).toMatchObject({ ok: false, error: { code: 'amount_mismatch' } });
    expect(await simulatePayment(ctx, { ...command, walletId: 'wal_other' })).toMatchObject({ ok: false, error: { code: 'agent_not_found' } });
    await rules(agent, { categories: { allowed: ['pantry'], blocked: [], action: 'refuse' } });
    expect(await simulatePayment(ctx, { ...command, checkoutId: null, amount: 100n, categories: ['toys'] })).toMatchObject({ value: { decision: 'refuse', rule: 'category' } });
    const left = await ctx.db.query({ name: 'test.left', text: `select 1 from spending_usage where agent_id = $1`, values: [agent.agentId] });
    expect(left).toEqual([]);
  });

  it('replays what was asked against edited rules, and says what would have been allowed, asked and refused, and why', async () => {
    const agent = await makeAgent(ctx);
    await complete(agent, await openCheckout(ctx, shop, agent));
    ctx.clock.advance(1);
    await complete(agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity: 2 }]));
    ctx.clock.advance(1);
    await buyTea(agent, 8);
    const replayed = async (patch: PolicyPatch) => {
      const result = await replayPolicy(ctx, { walletId: agent.walletId, agentId: agent.agentId, patch });
      return result.ok ? result.value.requests.map(({ decision, rule, status }) => [status, decision, rule]) : [];
    };
    expect(await replayed({})).toEqual([['step_up_required', 'ask', 'per_transaction'], ['completed', 'allow', null], ['completed', 'allow', null]]);
    expect(await replayed({ velocity: { purchases: 1, seconds: 60, action: 'refuse' } })).toEqual([
      ['step_up_required', 'refuse', 'velocity'], ['completed', 'refuse', 'velocity'], ['completed', 'allow', null],
    ]);
    expect(await replayed({ newMerchant: { action: 'ask' } })).toEqual([['step_up_required', 'ask', 'per_transaction'], ['completed', 'allow', null], ['completed', 'ask', 'new_merchant']]);
  });

  it('costs no more over 10,000 past purchases', async () => {
    const agent = await makeAgent(ctx);
    await seedPastPurchases(ctx, { agent, merchantId: shop.merchantId, count: 10_000 });
    await rules(agent, { velocity: { purchases: 5_000, seconds: 86_400, action: 'ask' }, newMerchant: { action: 'ask' }, unusualAmount: { times: 3, action: 'ask' }, unusualHour: { action: 'ask' } });
    const [plan] = await ctx.db.query<{ 'QUERY PLAN': [{ Plan: { 'Actual Rows': number; 'Shared Hit Blocks': number } }] }>({
      name: 'test.plan',
      text: `explain (analyze, buffers, format json) select purchases from spending_history where agent_id = $1 and key = any(array['n', 'c:CAD', 'm:x'])`,
      values: [agent.agentId],
    });
    expect(plan?.['QUERY PLAN'][0].Plan['Shared Hit Blocks']).toBeLessThan(40);
    await ctx.pool.query('analyze');
    const command = { agentId: agent.agentId, walletId: agent.walletId, scopes: null, merchant: shop.handle, checkoutId: null, amount: 3_001n, currency: 'CAD' as const, categories: [], country: null };
    const statements: Statement[] = [];
    const noting: Ctx = { ...ctx, db: { ...ctx.db, query: (statement) => (statements.push(statement), ctx.db.query(statement)) } };
    expect(await simulatePayment(noting, command)).toMatchObject({ value: { decision: 'ask', rule: 'daily' } });
    // Whatever the decision read of the past, it found by an index.
    const ofThePast = statements.filter(({ text }) => /spending_(history|hold|usage)/.test(text));
    expect(ofThePast).toHaveLength(1);
    for (const { name, text, values } of ofThePast) {
      const client = await ctx.pool.connect();
      // A table of a few rows is read whole whatever indexes it has: the planner is asked whether there is another way.
      await client.query('begin');
      await client.query('set local enable_seqscan = off');
      const explained = await client.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${text}`, [...values]);
      await client.query('rollback');
      client.release();
      expect(JSON.stringify(explained.rows), name).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"spending_(history|hold|usage)"/);
    }
  });
});

it('leaves the books in order', async () => {
  expect((await runAudit(ctx)).filter(({ id }) => !id.startsWith('pay_past_'))).toEqual([]);
});

describe('the network\'s risk', () => {
  const withRisk = (score: number): Ctx => ({ ...ctx, ports: { ...ctx.ports, risk: { assess: () => Promise.resolve({ score, signals: ['velocity', 'large_amount'] }) } } });

  it('asks the owner from 70 on, names what raised it, and below that asks nobody', async () => {
    const agent = await makeAgent(ctx);
    const shop = await makeShop(ctx);
    const asked = await askFor(withRisk(70), agent, await openCheckout(ctx, shop, agent));
    expect(asked).toMatchObject({ ok: true, value: { kind: 'step_up', triggerType: 'risk', reason: expect.stringContaining('velocity, large_amount') as string } });
    expect(await askFor(withRisk(69), agent, await openCheckout(ctx, shop, agent))).toMatchObject({ ok: true, value: { kind: 'granted' } });
  });
});
