import { beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '@/lib/audit';
import type { AgentLimit } from '@/lib/agent';
import { completeCheckout } from '@/lib/checkout';
import { confirmWalletLimits, loadWalletLimits, setWalletLimits } from '@/lib/spending';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeAgent, makeShop, makeWallet, openCheckout, tokenFor, type Shop, type TestAgent } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { expireApprovals } from './index';

// A purchase is 16.50. Agents may spend 50 a purchase, 200 a day, 1000 a month by themselves.

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

const CAD: AgentLimit = { currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 8_000n, monthlyAmount: 20_000n };
const isGranted = (answer: Awaited<ReturnType<typeof askFor>>): boolean => answer.ok && answer.value.kind === 'granted';
const buyTea = async (on: TestCtx, agent: TestAgent) => askFor(on, agent, await openCheckout(on, shop, agent));

async function buyToTheEnd(on: TestCtx, agent: TestAgent): Promise<void> {
  const checkout = await openCheckout(on, shop, agent);
  const actor = { kind: 'agent', agentId: agent.agentId } as const;
  const token = await tokenFor(on, agent, checkout);
  expect(await completeCheckout(on, { checkoutId: checkout.id, actor, token, wireVersion: '2026-04-17', resumed: false })).toMatchObject({ ok: true });
}

async function agentsOfOneWallet(on: TestCtx, count: number): Promise<TestAgent[]> {
  const wallet = await makeWallet(on);
  return Promise.all(Array.from({ length: count }, () => makeAgent(on, { wallet })));
}

describe('a limit over all agents', () => {
  it('is never exceeded by several agents that ask at the same moment, again and again', async () => {
    const agents = await agentsOfOneWallet(ctx, 4);
    const [{ walletId }] = agents as [TestAgent];
    await setWalletLimits(ctx, { walletId, limits: [CAD] });
    const asks = Array.from({ length: 24 }, (_, index) => agents[index % agents.length] as TestAgent);
    const checkouts = await Promise.all(asks.map((agent) => openCheckout(ctx, shop, agent)));
    const answers = await Promise.all(checkouts.map((checkout, index) => askFor(ctx, asks[index] as TestAgent, checkout)));
    expect(answers.filter(isGranted)).toHaveLength(4); // 4 x 16.50 = 66.00 of 80.00
    expect(await loadWalletLimits(ctx, { walletId, calendar: { timeZone: 'America/Toronto', change: null } })).toMatchObject([{ spentToday: { amount: 6_600n }, spentThisMonth: { amount: 6_600n } }]);
  });

  it('asks the owner, and says that it is the one over all agents', async () => {
    const [first, second] = (await agentsOfOneWallet(ctx, 2)) as [TestAgent, TestAgent];
    await setWalletLimits(ctx, { walletId: first.walletId, limits: [{ ...CAD, dailyAmount: 5_000n }] });
    for (const agent of [first, second, first]) expect(isGranted(await buyTea(ctx, agent))).toBe(true);
    expect(await buyTea(ctx, second)).toMatchObject({
      ok: true,
      value: { kind: 'step_up', triggerType: 'wallet', reason: '$50.00 a day for all your agents together. This one is $16.00 over. Your limits stay as they are.' },
    });
  });

  it('counts what was spent before it was set, and holds at once against what is being asked in that moment', async () => {
    for (let round = 0; round < 4; round++) {
      const agents = await agentsOfOneWallet(ctx, 3);
      const [first] = agents as [TestAgent];
      expect(isGranted(await buyTea(ctx, first))).toBe(true);
      const checkouts = await Promise.all([...agents, ...agents].map(async (agent) => ({ agent, checkout: await openCheckout(ctx, shop, agent) })));
      await Promise.all([
        ...checkouts.slice(0, 3).map(({ agent, checkout }) => askFor(ctx, agent, checkout)),
        setWalletLimits(ctx, { walletId: first.walletId, limits: [CAD] }),
        ...checkouts.slice(3).map(({ agent, checkout }) => askFor(ctx, agent, checkout)),
      ]);
      const [limit] = await loadWalletLimits(ctx, { walletId: first.walletId, calendar: { timeZone: 'America/Toronto', change: null } });
      expect(isGranted(await buyTea(ctx, first))).toBe((limit?.spentToday.amount ?? 0n) <= 8_000n - 1_650n);
    }
  });

  it('leaves other currencies to each agent\'s own limits', async () => {
    const [agent] = (await agentsOfOneWallet(ctx, 1)) as [TestAgent];
    await setWalletLimits(ctx, { walletId: agent.walletId, limits: [{ ...CAD, currency: 'EUR' }] });
    for (let count = 0; count < 6; count++) expect(isGranted(await buyTea(ctx, agent))).toBe(true);
  });

  it('is free again when a token lapses, for every agent', async () => {
    const own = await testCtx();
    const [first, second] = (await agentsOfOneWallet(own, 2)) as [TestAgent, TestAgent];
    await setWalletLimits(own, { walletId: first.walletId, limits: [{ ...CAD, dailyAmount: 5_000n }] });
    await buyToTheEnd(own, first);
    await buyTea(own, first);
    await buyTea(own, first);
    expect(isGranted(await buyTea(own, second))).toBe(false);
    own.clock.advance(3_600);
    await expireApprovals(own);
    expect(await loadWalletLimits(own, { walletId: first.walletId, calendar: { timeZone: 'America/Toronto', change: null } })).toMatchObject([{ spentToday: { amount: 1_650n } }]);
    expect(isGranted(await buyTea(own, second))).toBe(true);
  });
});

describe('a weekly limit', () => {
  it('ends on Sunday night of the owner\'s calendar, for an agent and for all of them', async () => {
    const own = await testCtx({ now: new Date('2026-11-28T17:00:00Z') }); // a Saturday
    const wallet = await makeWallet(own);
    const agent = await makeAgent(own, { wallet, limits: [{ ...CAD, dailyAmount: 5_000n, weeklyAmount: 6_600n }] });
    const other = await makeAgent(own, { wallet });
    await setWalletLimits(own, { walletId: wallet.walletId, limits: [{ ...CAD, weeklyAmount: 8_000n }] });
    for (let count = 0; count < 3; count++) await buyToTheEnd(own, agent);

    own.clock.set(new Date('2026-11-30T04:59:00Z')); // the last minute of the week in Toronto
    await buyToTheEnd(own, agent);
    expect(await buyTea(own, agent)).toMatchObject({ value: { triggerType: 'weekly', reason: expect.stringContaining('$66.00 a week. This one is $16.50 over') } });
    expect(await buyTea(own, other)).toMatchObject({ value: { triggerType: 'wallet', reason: expect.stringContaining('$80.00 a week for all your agents together') } });
    own.clock.set(new Date('2026-11-30T05:00:00Z'));
    expect(isGranted(await buyTea(own, agent))).toBe(true);
    expect(isGranted(await buyTea(own, other))).toBe(true);
  });
});

describe('changing the limits over all agents', () => {
  let owner: Owner;
  let walletId: string;
  const set = (...limits: AgentLimit[]) => setWalletLimits(ctx, { walletId, limits });
  const limits = async () => (await loadWalletLimits(ctx, { walletId, calendar: { timeZone: 'UTC', change: null } })).map(({ currency, daily }) => [currency, daily.amount]);

  beforeAll(async () => {
    owner = await makeOwner(ctx);
    walletId = owner.agent.walletId;
    expect(await set(CAD)).toEqual({ ok: true, value: [CAD] });
  });

  async function widen(...wanted: AgentLimit[]): Promise<{ assertion: object; widening: readonly string[] }> {
    const asked = await set(...wanted);
    if (asked.ok) throw new Error('no passkey was asked for');
    return { assertion: owner.authenticator.assert(asked.error.mandate.publicKey), widening: asked.error.widening };
  }
  const confirm = (assertion: unknown) => confirmWalletLimits(ctx, { walletId, assertion });

  it('holds at once for a lower limit, a week and a currency more', async () => {
    expect(await set({ ...CAD, dailyAmount: 7_000n, weeklyAmount: 9_000n }, { ...CAD, currency: 'EUR' })).toMatchObject({ ok: true });
    expect(await limits()).toEqual([['CAD', 7_000n], ['EUR', 8_000n]]);
  });

  it.each([
    ['a higher limit', [{ ...CAD, dailyAmount: 7_001n, weeklyAmount: 9_000n }, { ...CAD, currency: 'EUR' as const }], ['limit_raised']],
    ['no week', [{ ...CAD, dailyAmount: 7_000n }, { ...CAD, currency: 'EUR' as const }], ['limit_raised']],
    ['a currency less', [{ ...CAD, dailyAmount: 7_000n, weeklyAmount: 9_000n }], ['limit_removed']],
    ['no limit at all', [], ['limit_removed']],
  ])('asks for the passkey for %s, and changes nothing', async (_what, wanted, widening) => {
    expect((await widen(...wanted)).widening).toEqual(widening);
    expect(await limits()).toEqual([['CAD', 7_000n], ['EUR', 8_000n]]);
  });

  it('applies once what the passkey signed, and nothing that it did not', async () => {
    const outdated = await widen({ ...CAD, dailyAmount: 9_000n });
    const { assertion } = await widen({ ...CAD, dailyAmount: 7_500n });
    expect(await confirm(outdated.assertion)).toEqual({ ok: false, error: { code: 'invalid_assertion' } });
    expect(await confirm({})).toEqual({ ok: false, error: { code: 'invalid_assertion' } });
    const both = await Promise.all([confirm(assertion), confirm(assertion)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await limits()).toEqual([['CAD', 7_500n]]);
    expect(await confirm(assertion)).toEqual({ ok: false, error: { code: 'nothing_to_confirm' } });
  });

  it('forgets what waited when a lower limit came between, and after five minutes', async () => {
    const { assertion } = await widen({ ...CAD, dailyAmount: 9_000n });
    await set({ ...CAD, dailyAmount: 7_000n });
    expect(await confirm(assertion)).toEqual({ ok: false, error: { code: 'nothing_to_confirm' } });
    const late = await widen({ ...CAD, dailyAmount: 9_000n });
    ctx.clock.advance(301);
    expect(await confirm(late.assertion)).toEqual({ ok: false, error: { code: 'invalid_assertion' } });
    expect(await limits()).toEqual([['CAD', 7_000n]]);
  });

  it('answers the same to changes at the same moment, and never breaks', async () => {
    const changes = await Promise.all(Array.from({ length: 8 }, (_, index) => set({ ...CAD, dailyAmount: 9_000n + BigInt(index) })));
    expect(changes.every((change) => !change.ok)).toBe(true);
  });

  it('is kept with the signature, which the application cannot change', async () => {
    const [kept] = await ctx.db.query<{ evidence: { assertion: object }; content: { before: object; after: object } }>({
      name: 'test.kept', text: `select evidence, content from owner_confirmation where wallet_id = $1 and status = 'confirmed'`, values: [walletId],
    });
    expect(kept).toMatchObject({ evidence: { assertion: { signature: expect.any(String) } }, content: { type: 'wallet_limits', before: [{ daily: '70.00' }, { currency: 'EUR' }], after: [{ daily: '75.00' }] } });
    await expect(ctx.db.query({ name: 'test.forge', text: `update owner_confirmation set content = '{}' where wallet_id = $1`, values: [walletId] })).rejects.toThrow();
  });
});

it('leaves the books in order', async () => {
  expect(await runAudit(ctx)).toEqual([]);
});
