import { beforeAll, describe, expect, it } from 'vitest';
import { createPageDb } from '@/lib/db';
import type { Ctx } from '@/lib/ports';
import { buy, makeOwner, type Owner } from '@/lib/testing/evidence';
import { seedPastPurchases } from '@/lib/testing/past-purchases';
import { askFor, makeAgent, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { loadFilterChoices, loadPayments, loadWalletHome, rejectStepUp, streamPayments, type PaymentFilter } from './index';

let ctx: TestCtx;
let shop: Shop;
let owner: Owner;
let ids: { small: string; signed: string; declined: string; waiting: string };

/** What the owner's page finds: under row-level security, as pages read. */
const pageOf = (walletId: string): Ctx => ({ ...ctx, db: createPageDb(ctx.pool, { walletId }) });
const find = async (filter: PaymentFilter, walletId = owner.agent.walletId): Promise<string[]> =>
  (await loadPayments(pageOf(walletId), { walletId, filter })).payments.map(({ id }) => id);

async function ask(quantity: number): Promise<{ paymentId: string; approvalId: string }> {
  const asked = await askFor(ctx, owner.agent, await openCheckout(ctx, shop, owner.agent, [{ id: 'tea', quantity }]));
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error('the owner is asked');
  return asked.value;
}

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
  owner = await makeOwner(ctx);
  const small = await buy(ctx, shop, owner, 1);
  ctx.clock.advance(60);
  const signed = await buy(ctx, shop, owner, 6);
  ctx.clock.advance(60);
  const declined = await ask(7);
  await rejectStepUp(ctx, { approvalId: declined.approvalId, walletId: owner.agent.walletId });
  ctx.clock.advance(60);
  const waiting = await ask(8);
  ids = { small, signed, declined: declined.paymentId, waiting: waiting.paymentId };
});

describe('payments of a wallet', () => {
  it('are listed newest first, whatever became of them', async () => {
    expect(await find({})).toEqual([ids.waiting, ids.declined, ids.signed, ids.small]);
  });

  it('are narrowed by each part of a filter, and by all parts together', async () => {
    expect(await find({ status: 'completed' })).toEqual([ids.signed, ids.small]);
    expect(await find({ status: 'rejected' })).toEqual([ids.declined]);
    expect(await find({ status: 'refunded' })).toEqual([]);
    expect(await find({ agentId: owner.agent.agentId })).toHaveLength(4);
    expect(await find({ agentId: 'agent_other' })).toEqual([]);
    expect(await find({ merchant: shop.handle, status: 'step_up_required' })).toEqual([ids.waiting]);
    expect(await find({ merchant: 'nobody' })).toEqual([]);
    // 1 tea is 16.50, 6 are 71.50: 5.00 for the post and 10 % tax.
    expect(await find({ currency: 'CAD', minAmount: 1_650n, maxAmount: 7_150n })).toEqual([ids.signed, ids.small]);
    expect(await find({ currency: 'CAD', minAmount: 1_651n, maxAmount: 7_149n })).toEqual([]);
    expect(await find({ currency: 'EUR' })).toEqual([]);
  });

  it('tell what has run out as expired, whether or not the job wrote so', async () => {
    const late = { ...pageOf(owner.agent.walletId), clock: { now: () => new Date(ctx.clock.now().getTime() + 3_600_000) } };
    const { payments } = await loadPayments(late, { walletId: owner.agent.walletId, filter: { status: 'expired' } });
    expect(payments.map(({ id }) => id)).toEqual([ids.waiting]);
  });

  it('are found by the names of merchant, agent and goods, by order number and by id, and by nothing that only looks like a pattern', async () => {
    const { payments } = await loadPayments(ctx, { walletId: owner.agent.walletId, filter: { status: 'completed' } });
    const [signed] = payments;
    expect(await find({ search: 'test SHOP' })).toHaveLength(4);
    expect(await find({ search: 'est agent' })).toHaveLength(4);
    expect(await find({ search: 'Tea' })).toHaveLength(4);
    expect(await find({ search: `#${signed?.orderNumber}` })).toContain(ids.signed);
    expect(await find({ search: ids.small })).toEqual([ids.small]);
    expect(await find({ search: signed?.orderId ?? '' })).toEqual([ids.signed]);
    for (const search of ['%', '_', '\\', 'snapshot', "' or true --"]) expect(await find({ search }), search).toEqual(search === '_' ? [ids.waiting, ids.declined, ids.signed, ids.small] : []);
  });

  it("are another owner's to nobody", async () => {
    const other = await makeAgent(ctx);
    expect(await find({}, other.walletId)).toEqual([]);
    expect(await loadFilterChoices(pageOf(other.walletId), other.walletId)).toMatchObject({ merchants: [], currencies: [] });
  });

  it("begin and end their days at the owner's midnight", async () => {
    const late = await testCtx({ now: new Date('2026-11-22T04:59:59.999Z') }); // 23:59:59 on the 21st in Toronto
    const agent = await makeAgent(late);
    const at = async () => {
      const asked = await askFor(late, agent, await openCheckout(late, shop, agent));
      return asked.ok ? asked.value.paymentId : '';
    };
    const before = await at();
    late.clock.advance(1);
    const after = await at();
    expect(await find({ from: '2026-11-21', until: '2026-11-21' }, agent.walletId)).toEqual([before]);
    expect(await find({ from: '2026-11-22' }, agent.walletId)).toEqual([after]);
    expect(await find({ until: '2026-11-22' }, agent.walletId)).toEqual([after, before]);
  });

  it('come in pages that miss and repeat nothing, and as one stream', async () => {
    const agent = await makeAgent(ctx);
    await seedPastPurchases(ctx, { agent, merchantId: shop.merchantId, count: 1_203 });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await loadPayments(pageOf(agent.walletId), { walletId: agent.walletId, cursor, limit: 100 });
      paged.push(...page.payments.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const streamed: string[] = [];
    for await (const { id } of streamPayments(ctx, { walletId: agent.walletId })) streamed.push(id);
    expect(new Set(paged).size).toBe(1_203);
    expect(streamed).toEqual(paged);
  });
});

describe('the first page of a wallet', () => {
  it('tells what all agents spent together in a currency that has no limit over all', async () => {
    const { spend, limits } = await loadWalletHome(pageOf(owner.agent.walletId), owner.agent.walletId);
    const amount = { amount: 8_800n, currency: 'CAD' }; // 16.50 and 71.50
    expect(limits).toEqual([]);
    expect(spend).toEqual([{ currency: 'CAD', spentToday: amount, spentThisWeek: amount, spentThisMonth: amount }]);
  });
});
