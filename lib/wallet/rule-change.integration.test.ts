import { beforeAll, describe, expect, it } from 'vitest';
import { confirmAgent, findAgent, updateAgent } from '@/lib/agent';
import { createPageDb } from '@/lib/db';
import { confirmPolicy, getPolicy, setPolicy } from '@/lib/policy';
import { confirmWalletLimits, listWalletLimits, setWalletLimits } from '@/lib/spending';
import { makeOwner, type Owner } from '@/lib/testing/evidence';
import { askFor, makeShop, openCheckout, type Shop } from '@/lib/testing/shop';
import { testCtx, type TestCtx } from '@/lib/testing/test-ctx';
import { approveStepUp, loadRuleChange, openStepUp, rejectStepUp, requestRuleChange, type RuleChangeRequest } from './index';

let ctx: TestCtx;
let shop: Shop;

beforeAll(async () => {
  ctx = await testCtx();
  shop = await makeShop(ctx);
});

type Query = { approvalId: string; walletId: string };

async function ask({ agent }: Owner, quantity: number): Promise<Query> {
  const asked = await askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]));
  if (!asked.ok || asked.value.kind !== 'step_up') throw new Error(`not asked: ${JSON.stringify(asked)}`);
  return { approvalId: asked.value.approvalId, walletId: agent.walletId };
}

async function request(query: Query): Promise<RuleChangeRequest> {
  const result = await requestRuleChange(ctx, query);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function approve({ authenticator }: Owner, query: Query): Promise<void> {
  const opened = await openStepUp(ctx, query);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(await approveStepUp(ctx, { ...query, assertion: authenticator.assert(opened.value.publicKey) })).toMatchObject({ ok: true });
}

const askAgain = async ({ agent }: Owner, quantity: number) => askFor(ctx, agent, await openCheckout(ctx, shop, agent, [{ id: 'tea', quantity }]));
const limitsOf = async ({ agent }: Owner) => (await findAgent(ctx, agent.agentId))?.limits;

describe('approve, and change the rule that asked', () => {
  it('raises the limit to what this purchase needs, under an assertion of its own: approving alone changes no rule', async () => {
    const owner = await makeOwner(ctx);
    const query = await ask(owner, 6);
    const before = await limitsOf(owner);
    const { change, agentId, mandate } = await request(query);
    expect(change).toMatchObject({ kind: 'limits', scope: 'agent', words: "Raise this agent's limits in CAD: each purchase $71.50 instead of $50.00." });
    expect(agentId).toBe(owner.agent.agentId);
    await approve(owner, query);
    expect(await limitsOf(owner)).toEqual(before);
    expect(await askAgain(owner, 6)).toMatchObject({ value: { kind: 'step_up' } });
    expect(await confirmAgent(ctx, { ...owner.agent, assertion: owner.authenticator.assert(mandate.publicKey) })).toMatchObject({ ok: true });
    expect(await limitsOf(owner)).toMatchObject([{ currency: 'CAD', perTransactionAmount: 7_150n, dailyAmount: 20_000n, monthlyAmount: 100_000n }]);
    // The same cart in another checkout passes now, one tea more asks.
    expect(await askAgain(owner, 6)).toMatchObject({ value: { kind: 'granted' } });
    expect(await askAgain(owner, 7)).toMatchObject({ value: { kind: 'step_up' } });
  });

  it("is not confirmed by the approval's assertion, nor the approval by the change's", async () => {
    const owner = await makeOwner(ctx);
    const query = await ask(owner, 6);
    const opened = await openStepUp(ctx, query);
    if (!opened.ok) throw new Error(opened.error.code);
    const { mandate } = await request(query);
    expect(await confirmAgent(ctx, { ...owner.agent, assertion: owner.authenticator.assert(opened.value.publicKey) })).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect(await approveStepUp(ctx, { ...query, assertion: owner.authenticator.assert(mandate.publicKey) })).toMatchObject({ error: { code: 'invalid_assertion' } });
    expect((await limitsOf(owner))?.[0]?.perTransactionAmount).toBe(5_000n);
  });

  it('raises the limits over all agents, allows a merchant, and lets an agent complete, each where it is confirmed', async () => {
    const limited = await makeOwner(ctx);
    await setWalletLimits(ctx, { walletId: limited.agent.walletId, limits: [{ currency: 'CAD', perTransactionAmount: 1_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n }] });
    const overAll = await request(await ask(limited, 1));
    expect(overAll).toMatchObject({ agentId: null, change: { kind: 'limits', scope: 'wallet' } });
    await confirmWalletLimits(ctx, { walletId: limited.agent.walletId, assertion: limited.authenticator.assert(overAll.mandate.publicKey) });
    expect(await listWalletLimits(ctx, limited.agent.walletId)).toMatchObject([{ perTransactionAmount: 1_650n }]);

    const strict = await makeOwner(ctx);
    const key = { walletId: strict.agent.walletId, agentId: strict.agent.agentId };
    await setPolicy(ctx, { ...key, patch: { merchants: { allowed: ['elsewhere'], blocked: [], action: 'ask' } } });
    const allowed = await request(await ask(strict, 1));
    await confirmPolicy(ctx, { ...key, assertion: strict.authenticator.assert(allowed.mandate.publicKey) });
    expect(await getPolicy(ctx, key)).toMatchObject({ value: { merchants: { allowed: ['elsewhere', shop.handle] } } });
    expect(await askAgain(strict, 1)).toMatchObject({ value: { kind: 'granted' } });

    const asking = await makeOwner(ctx);
    await updateAgent(ctx, { ...asking.agent, patch: { permissions: ['browse_products', 'create_cart', 'initiate_purchase'] } });
    const free = await request(await ask(asking, 1));
    expect(free.change.kind).toBe('permission');
    await confirmAgent(ctx, { ...asking.agent, assertion: asking.authenticator.assert(free.mandate.publicKey) });
    expect((await findAgent(ctx, asking.agent.agentId))?.permissions).toContain('complete_purchase');
  });

  it('is offered on the page, from its own rows alone, and not once decided', async () => {
    const owner = await makeOwner(ctx);
    const query = await ask(owner, 6);
    const pageOf = (walletId: string) => ({ ...ctx, db: createPageDb(ctx.pool, { walletId }) });
    expect(await loadRuleChange(pageOf(query.walletId), query)).toMatchObject({ kind: 'limits' });
    const { agent: other } = await makeOwner(ctx);
    expect(await loadRuleChange(pageOf(other.walletId), { ...query, walletId: other.walletId })).toBeNull();
    expect(await requestRuleChange(ctx, { ...query, walletId: other.walletId })).toMatchObject({ error: { code: 'not_found' } });
    await rejectStepUp(ctx, query);
    expect(await loadRuleChange(pageOf(query.walletId), query)).toBeNull();
    expect(await requestRuleChange(ctx, query)).toMatchObject({ error: { code: 'already_decided' } });
  });

  it('does not exist where no single change helps', async () => {
    const owner = await makeOwner(ctx);
    await setPolicy(ctx, { walletId: owner.agent.walletId, agentId: null, patch: { merchants: { allowed: ['elsewhere'], blocked: [], action: 'ask' } } });
    expect(await requestRuleChange(ctx, await ask(owner, 6))).toMatchObject({ error: { code: 'nothing_to_change' } });
  });
});
